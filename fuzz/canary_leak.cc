// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A planted bug: leaks where an input begins with 'L'.

#include <cstddef>
#include <cstdint>

namespace {

// Written so that the compiler has to keep the allocation.
char* volatile kept;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size > 0 && data[0] == 'L') {
    kept = new char[64];
    kept = nullptr;
  }
  return 0;
}
