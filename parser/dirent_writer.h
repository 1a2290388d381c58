// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Writes replies as a server does: right records, and deliberately wrong ones.

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

  // What is wrong with the record; by default nothing.
  std::optional<uint32_t> namelen =
      std::nullopt;  // The field, where it lies about the name.
  std::optional<size_t> padding =
      std::nullopt;          // Bytes of padding, where not up to 8.
  uint8_t padding_byte = 0;  // What the padding is filled with.

  friend bool operator==(const RecordFields& a, const RecordFields& b);
};

class DirentWriter {
 public:
  // Writes over `memory`, whose bytes do not count.
  explicit DirentWriter(RecordFormat format, std::string memory = {})
      : format_(format), bytes_(std::move(memory)) {
    bytes_.clear();
  }

  // Appends the record whole.
  void Append(const RecordFields& fields);

  // As a server with a reply of `limit` bytes does: appends the record and
  // returns true, or appends nothing and returns false where it does not fit.
  bool AppendIfFits(const RecordFields& fields, size_t limit);

  // Appends bytes as they are.
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
