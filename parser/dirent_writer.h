// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Writes replies as a server does, with good records and deliberately bad ones.

#ifndef FUSE_DIRENTS_PARSER_DIRENT_WRITER_H_
#define FUSE_DIRENTS_PARSER_DIRENT_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "parser/wire.h"

namespace fuse_dirents {

// What goes into one record.
struct RecordFields {
  uint64_t ino = 0, off = 0;
  uint32_t type = 0;
  std::string name = {};
  FuseEntryOut entry_out = {};  // kDirentplus only.

  // Defects.  By default the record has none.
  std::optional<uint32_t> namelen = std::nullopt;  // In place of name.size().
  std::optional<size_t> padding = std::nullopt;    // Bytes, in place of 0 to 7.
  uint8_t padding_byte = 0;

  friend bool operator==(const RecordFields& a, const RecordFields& b);
};

class DirentWriter {
 public:
  // Reuses the allocation of `memory`; its contents are discarded.
  explicit DirentWriter(RecordFormat format, std::string memory = {})
      : format_(format), bytes_(std::move(memory)) {
    bytes_.clear();
  }

  void Append(const RecordFields& fields);

  // Appends the record if the reply then has at most `limit` bytes, as a server
  // does.  Returns false, and appends nothing, if it does not fit.
  bool AppendIfFits(const RecordFields& fields, size_t limit);

  void AppendRaw(std::string_view bytes) { bytes_ += bytes; }

  // Keeps the first `nbytes`.  REQUIRES: nbytes <= bytes().size().
  void Cut(size_t nbytes);

  RecordFormat format() const { return format_; }
  const std::string& bytes() const { return bytes_; }
  std::string TakeBytes() && { return std::move(bytes_); }

 private:
  RecordFormat format_;
  std::string bytes_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PARSER_DIRENT_WRITER_H_
