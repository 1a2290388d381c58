// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// For the check of determinism: takes another branch if the input's first byte
// equals a byte of an address.

#include <cstddef>
#include <cstdint>

#include "fuzz/canary/canary.h"

namespace {

volatile uint64_t hits = 0;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (!fuse_dirents::BugIsPlanted()) return 0;
  // The lowest bits are the same wherever a program is loaded.
  const auto page = reinterpret_cast<uintptr_t>(&hits) >> 12;
  if (size > 0 && data[0] == static_cast<uint8_t>(page)) hits = hits + 1;
  return 0;
}
