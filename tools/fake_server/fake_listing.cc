// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/fake_server/fake_listing.h"

#include <cerrno>
#include <utility>

#include "base/check.h"

namespace fuse_dirents {
namespace {

// The entry of a directory that is wrong, and its neighbour.
constexpr size_t kWrong = 4;
constexpr uint32_t kTypeRegular = 8, kTypeDirectory = 4, kTypeSymlink = 10;
constexpr uint64_t kSign = uint64_t{1} << 63;
// What READDIRPLUS adds to each cookie in the mode plus_other_cookies.
constexpr uint64_t kOther = 1000;

}  // namespace

uint64_t FakeListing::Open(uint64_t nodeid) {
  Handle handle = {.nodeid = nodeid, .entries = tree_.Entries(nodeid)};
  if (mode_ == "one_dot") handle.entries.erase(handle.entries.begin() + 1);
  handles_.emplace(next_fh_, std::move(handle));
  return next_fh_++;
}

uint64_t FakeListing::Begin(uint64_t fh, Handle& handle, RecordFormat format,
                            uint64_t offset) {
  const size_t end = handle.entries.size();
  uint64_t begin = offset & ~kSign;
  if (mode_ == "plus_other_cookies" && begin > kOther &&
      format == RecordFormat::kDirentplus) {
    begin -= kOther;
  }
  const bool used = handle.reads > 0;
  const bool resumes = begin != 0 && begin < end;
  if (mode_ == "endless") begin = 0;
  if (mode_ == "resume_skips" && resumes && begin != handle.next) ++begin;
  if (mode_ == "forward_only" && resumes && handle.was_at_end) begin = end;
  if (mode_ == "rewind_skips" && begin == 0 && used) begin = 1;
  if (mode_ == "one_position" && resumes && begin == handle.next &&
      last_fh_ != fh && handles_.contains(last_fh_)) {
    ++begin;
  }
  if (mode_ == "end_once" && begin == end && handle.asked == offset && used) {
    begin = end - 1;
  }
  handle.was_at_end = begin >= end || (handle.was_at_end && begin != 0);
  handle.asked = offset;
  ++handle.reads;
  last_fh_ = fh;
  return begin;
}

bool FakeListing::Omits(size_t i, RecordFormat format, uint32_t size) const {
  if (i != kWrong) return false;
  return (mode_ == "loses_at_1_mib" && size >= 1 << 20) ||
         (mode_ == "plus_omits" && format == RecordFormat::kDirentplus) ||
         (mode_ == "readdir_omits" && format == RecordFormat::kDirent);
}

bool FakeListing::Doubles(size_t i, uint32_t size) const {
  return i == kWrong && mode_ == "doubles_at_1_mib" && size >= 1 << 20;
}

size_t FakeListing::Shown(size_t i) const {
  return mode_ == "doubles_always" && i == kWrong ? i - 1 : i;
}

RecordFields FakeListing::Fields(const std::vector<FakeEntry>& entries,
                                 size_t i, RecordFormat format) {
  const FakeEntry& entry = entries[Shown(i)];
  const bool plus = format == RecordFormat::kDirentplus;
  const bool last = i + 1 == entries.size();
  RecordFields fields;
  fields.ino = entry.nodeid;
  fields.off = i + 1;
  fields.name = entry.name;
  fields.type = entry.is_directory ? kTypeDirectory : kTypeRegular;
  if (mode_ == "plus_other_cookies" && plus) fields.off += kOther;
  if (mode_ == "negative_off" && last) fields.off |= kSign;
  if (mode_ == "same_off" && i + 2 == entries.size()) ++fields.off;
  if (mode_ == "dot_is_file" && i == 1) fields.type = kTypeRegular;
  if (i != kWrong) return fields;
  if (mode_ == "off_0") fields.off = 0;
  if (mode_ == "empty_name") fields.name = "";
  if (mode_ == "long_name") fields.name = std::string(5000, 'L');
  if (mode_ == "slash") fields.name = "a/b";
  if (mode_ == "nul") fields.name = std::string("a\0b", 3);
  if (mode_ == "stale_padding") fields.padding_byte = 'A';
  if (mode_ == "type_3") fields.type = 3;
  if (mode_ == "type_not_of_mode") fields.type = kTypeSymlink;
  if (mode_ == "plus_other_type" && !plus) fields.type = kTypeSymlink;
  if (mode_ == "ino_0") fields.ino = 0;
  if (mode_ == "readdir_other_ino" && !plus) fields.ino += 1000;
  return fields;
}

FakeReply FakeListing::Read(uint64_t fh, RecordFormat format, uint64_t offset,
                            uint32_t size) {
  FUSE_DIRENTS_CHECK(handles_.contains(fh));
  Handle& handle = handles_.at(fh);
  if (mode_ == "positional") handle.entries = tree_.Entries(handle.nodeid);
  if (mode_ == "error_at_offset" && offset > 0 && size == 4096) {
    return {.error = -EIO};
  }
  const std::vector<FakeEntry>& entries = handle.entries;
  uint64_t i = Begin(fh, handle, format, offset);
  DirentWriter writer(format);
  for (; i < entries.size(); ++i) {
    if (Omits(i, format, size)) continue;
    RecordFields fields = Fields(entries, i, format);
    DirentWriter one(format);
    one.Append(fields);
    if (writer.bytes().size() + one.bytes().size() > size) {
      const bool empty = writer.bytes().empty();
      if (empty && mode_ == "error_when_small") return {.error = -EIO};
      if (empty ? mode_ == "cut_when_small" : mode_ == "cut_record") {
        writer.AppendRaw(std::string_view(one.bytes())
                             .substr(0, size - writer.bytes().size()));
      }
      break;
    }
    if (format == RecordFormat::kDirentplus) {
      fields.entry_out = nodes_.List(entries[Shown(i)], i);
    }
    writer.Append(fields);
    if (Doubles(i, size)) {
      if (format == RecordFormat::kDirentplus)
        nodes_.List(entries[Shown(i)], i);
      writer.Append(fields);
    }
  }
  handle.next = i;
  FakeReply reply;
  reply.payload = std::move(writer).TakeBytes();
  if (mode_ == "too_long") reply.payload.resize(size + 8);
  return reply;
}

}  // namespace fuse_dirents
