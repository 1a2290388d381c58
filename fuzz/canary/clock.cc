// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// For the check of determinism: takes another branch depending on the clock.

#include <time.h>

#include <cstddef>
#include <cstdint>

#include "fuzz/canary/canary.h"

namespace {

volatile uint64_t ticks = 0;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (!fuse_dirents::BugIsPlanted()) return 0;
  timespec now = {};
  clock_gettime(CLOCK_MONOTONIC, &now);
  if (size > 0 && data[0] == static_cast<uint8_t>(now.tv_nsec / 1000)) {
    ticks = ticks + 1;
  }
  return 0;
}
