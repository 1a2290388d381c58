// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// For the check of determinism: keeps the longest input so far, and goes
// another way where one is longer.

#include <cstddef>
#include <cstdint>

#include "fuzz/canary/canary.h"

namespace {

size_t longest = 0;
volatile uint64_t records = 0;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* /*data*/, size_t size) {
  if (size > longest && fuse_dirents::BugIsPlanted()) {
    longest = size;
    records = records + 1;
  }
  return 0;
}
