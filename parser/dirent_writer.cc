// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "parser/dirent_writer.h"

#include <array>
#include <bit>
#include <tuple>

#include "base/check.h"

namespace fuse_dirents {
namespace {

template <typename T>
void AppendBytesOf(const T& value, std::string* bytes) {
  bytes->append(reinterpret_cast<const char*>(&value), sizeof value);
}

size_t PaddingOf(const RecordFields& fields) {
  const size_t over = fields.name.size() % kRecordAlign;
  return fields.padding.value_or(over == 0 ? 0 : kRecordAlign - over);
}

// All that two equal records share, by value.
auto KeyOf(const RecordFields& fields) {
  using EntryOutBytes = std::array<std::byte, sizeof(FuseEntryOut)>;
  return std::tuple(fields.ino, fields.off, fields.type,
                    std::string_view(fields.name), fields.namelen,
                    fields.padding, fields.padding_byte,
                    std::bit_cast<EntryOutBytes>(fields.entry_out));
}

}  // namespace

bool operator==(const RecordFields& a, const RecordFields& b) {
  return KeyOf(a) == KeyOf(b);
}

void DirentWriter::Append(const RecordFields& fields) {
  if (format_ == RecordFormat::kDirentplus) {
    AppendBytesOf(fields.entry_out, &bytes_);
  }
  const FuseDirent header = {
      fields.ino, fields.off,
      fields.namelen.value_or(static_cast<uint32_t>(fields.name.size())),
      fields.type};
  AppendBytesOf(header, &bytes_);
  bytes_ += fields.name;
  bytes_.append(PaddingOf(fields), static_cast<char>(fields.padding_byte));
}

bool DirentWriter::AppendIfFits(const RecordFields& fields, size_t limit) {
  const size_t reclen =
      HeaderSize(format_) + fields.name.size() + PaddingOf(fields);
  if (bytes_.size() + reclen > limit) return false;
  Append(fields);
  return true;
}

void DirentWriter::Cut(size_t nbytes) {
  FUSE_DIRENTS_CHECK(nbytes <= bytes_.size());
  bytes_.resize(nbytes);
}

}  // namespace fuse_dirents
