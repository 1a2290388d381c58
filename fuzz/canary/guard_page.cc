// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// For the unreadable page after a linear reply: looks for a NUL after the name,
// which is there only if the name has padding.

#include <cstddef>
#include <cstdint>

#include "fuzz/canary/canary.h"

namespace fuse_dirents {
namespace {

struct LookingSink : PassingSink {
  int Emit(const dirents_entry& entry) const {
    const volatile char* end = entry.name + entry.namelen;
    // Read for nothing, as what padding holds means nothing.
    if (BugIsPlanted()) static_cast<void>(*end);
    return PassingSink::Emit(entry);
  }
};

}  // namespace
}  // namespace fuse_dirents

FUSE_DIRENTS_PARSER_CANARY("guard_page", kLinear, &ParseInto<LookingSink>)
