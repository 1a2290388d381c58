// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Replies to mutate, for tests.

#ifndef FUSE_DIRENTS_FUZZ_MUTATOR_TEST_REPLIES_H_
#define FUSE_DIRENTS_FUZZ_MUTATOR_TEST_REPLIES_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/mutator/mutable_input.h"
#include "parser/dirent_writer.h"
#include "parser/wire.h"

namespace fuse_dirents {

inline constexpr size_t kMaxSize = 8192;

// Records with these names, each a regular file.
inline std::string Reply(RecordFormat format,
                         const std::vector<std::string>& names) {
  DirentWriter writer(format);
  for (const std::string& name : names) {
    RecordFields fields;
    fields.ino = 10 + writer.bytes().size();
    fields.off = 1 + writer.bytes().size();
    fields.name = name;
    fields.entry_out.nodeid = fields.ino;
    fields.entry_out.attr.mode = 0100644;
    writer.Append(fields);
  }
  return writer.bytes();
}

inline MutableInput Opened(TargetFormat format, std::string_view bytes) {
  MutableInput input;
  input.Read(format, bytes, kMaxSize);
  return input;
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_MUTATOR_TEST_REPLIES_H_
