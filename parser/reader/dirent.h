// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_PARSER_READER_DIRENT_H_
#define FUSE_DIRENTS_PARSER_READER_DIRENT_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace fuse_dirents {

// One record.  The numbers are copies; `name` is borrowed and has no NUL.
struct Dirent {
  uint64_t ino;
  uint64_t off;  // Cookie: where the next readdir resumes.
  uint32_t type;
  std::string_view name;
  size_t pos;     // Where the record starts in the reply, in bytes.
  size_t reclen;  // Bytes to the next record or to the end of the reply.
  bool bounced;   // `name` straddles segments and lies in the bounce buffer.
  bool hidden;    // The profile keeps the entry from the caller.
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PARSER_READER_DIRENT_H_
