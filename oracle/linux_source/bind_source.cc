// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Compiled once for each tree, which SOURCE_NAME names.

#include "oracle/linux_source/linked_source.h"

#define FUSE_DIRENTS_PASTE_(a, b) a##b
#define FUSE_DIRENTS_PASTE(a, b) FUSE_DIRENTS_PASTE_(a, b)
#define FUSE_DIRENTS_SOURCE FUSE_DIRENTS_PASTE(SOURCE_NAME, _entry_points)

extern "C" const source_entry_points FUSE_DIRENTS_SOURCE;

namespace fuse_dirents {

const source_entry_points& LinkedSource() { return FUSE_DIRENTS_SOURCE; }

}  // namespace fuse_dirents
