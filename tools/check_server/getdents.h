// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What getdents64(2) fills its buffer with.

#ifndef FUSE_DIRENTS_TOOLS_CHECK_SERVER_GETDENTS_H_
#define FUSE_DIRENTS_TOOLS_CHECK_SERVER_GETDENTS_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "tools/check_server/listing.h"

namespace fuse_dirents {

// Bytes of a struct linux_dirent64 with a name of `namelen` bytes.
size_t GetdentsReclen(size_t namelen);

// The entries in a buffer.  Their names borrow it.
std::vector<Entry> EntriesOfGetdents(std::string_view buffer);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_CHECK_SERVER_GETDENTS_H_
