// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// For libFuzzer's own detector of deadly signals: aborts on an input that holds
// "DRNT" after its first byte.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "fuzz/canary/canary.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size >= 5 && std::memcmp(data + 1, "DRNT", 4) == 0 &&
      fuse_dirents::BugIsPlanted()) {
    std::fprintf(stderr, "finding: the canary sings\n");
    std::abort();
  }
  return 0;
}
