// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The record around a name that the source passes on.
//
//     ... [entry_out 128][fuse_dirent 24][name ...]
//         ^ name - 152   ^ name - 24     ^

#ifndef FUSE_DIRENTS_ORACLE_LINUX_SOURCE_ENTRY_BEFORE_NAME_H_
#define FUSE_DIRENTS_ORACLE_LINUX_SOURCE_ENTRY_BEFORE_NAME_H_

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "parser/parser_under_test.h"
#include "parser/wire.h"

namespace fuse_dirents {

// `off` of the fuse_dirent before `name`.
inline uint64_t OffBefore(const char* name) {
  uint64_t off;
  std::memcpy(&off, name - sizeof(FuseDirent) + offsetof(FuseDirent, off),
              sizeof off);
  return off;
}

// All of it.
inline dirents_entry EntryBefore(const char* name) {
  FuseDirent header;
  std::memcpy(&header, name - sizeof header, sizeof header);
  return {header.ino, header.off, header.type, header.namelen, name};
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_ORACLE_LINUX_SOURCE_ENTRY_BEFORE_NAME_H_
