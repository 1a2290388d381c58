// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_ORACLE_LINUX_SOURCE_LINKED_SOURCE_H_
#define FUSE_DIRENTS_ORACLE_LINUX_SOURCE_LINKED_SOURCE_H_

#include "oracle/linux_source/entry_points.h"

namespace fuse_dirents {

// The tree that a test is linked with: bind_source.cc.
const source_entry_points& LinkedSource();

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_ORACLE_LINUX_SOURCE_LINKED_SOURCE_H_
