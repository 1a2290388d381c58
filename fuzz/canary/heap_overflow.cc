// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// For AddressSanitizer's redzones: copies each name to a block of its length,
// then ends the copy with a NUL.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>

#include "fuzz/canary/canary.h"

namespace fuse_dirents {
namespace {

struct CopyingSink : PassingSink {
  int Emit(const dirents_entry& entry) const {
    const size_t nul = BugIsPlanted() ? 0 : 1;
    const auto copy = std::make_unique<char[]>(entry.namelen + nul);
    std::memcpy(copy.get(), entry.name, entry.namelen);
    copy[entry.namelen] = '\0';
    dirents_entry copied = entry;
    copied.name = copy.get();
    return PassingSink::Emit(copied);
  }
};

}  // namespace
}  // namespace fuse_dirents

FUSE_DIRENTS_PARSER_CANARY("heap_overflow", kLinear, &ParseInto<CopyingSink>)
