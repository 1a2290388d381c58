// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// For LeakSanitizer: frees the copy of a name only if the caller's buffer
// took the entry.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>

#include "fuzz/canary/canary.h"

namespace fuse_dirents {
namespace {

struct CopyingSink : PassingSink {
  int Emit(const dirents_entry& entry) const {
    auto copy = std::make_unique<char[]>(entry.namelen);
    std::memcpy(copy.get(), entry.name, entry.namelen);
    dirents_entry copied = entry;
    copied.name = copy.get();
    const int taken = PassingSink::Emit(copied);
    if (taken == 0 && BugIsPlanted()) static_cast<void>(copy.release());
    return taken;
  }
};

}  // namespace
}  // namespace fuse_dirents

FUSE_DIRENTS_PARSER_CANARY("leak", kLinear, &ParseInto<CopyingSink>)
