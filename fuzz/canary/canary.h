// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the canaries have in common: a bug that can be taken out again.

#ifndef FUSE_DIRENTS_FUZZ_CANARY_CANARY_H_
#define FUSE_DIRENTS_FUZZ_CANARY_CANARY_H_

#include <cstddef>
#include <cstdint>

#include "differential/parser_list.h"
#include "parser/wire.h"

namespace fuse_dirents {

// Whether the bug is there: unless --repaired stands on the command line.
bool BugIsPlanted();

// Holds `canary` to the reference on a fuzz target's input, a reply to
// FUSE_READDIR under the rules of Linux, as a target does.
// REQUIRES: `canary` is the same in every call.
void CheckCanary(const ListedParser& canary, const uint8_t* data, size_t size);

// The header that a reply begins with, as far as it is in its first segment;
// the rest is 0.
FuseDirent FirstHeader(const dirents_reply& reply);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_CANARY_CANARY_H_
