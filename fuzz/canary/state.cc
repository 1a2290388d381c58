// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// For the check of determinism: counts its runs, and takes another branch in
// every second run.

#include <cstddef>
#include <cstdint>

#include "fuzz/canary/canary.h"

namespace {

uint64_t runs = 0;
volatile uint64_t odd_runs = 0;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* /*data*/,
                                      size_t /*size*/) {
  if (!fuse_dirents::BugIsPlanted()) return 0;
  if (++runs % 2 != 0) odd_runs = odd_runs + 1;
  return 0;
}
