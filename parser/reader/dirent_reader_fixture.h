// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Fixture for tests of DirentReader.

#ifndef FUSE_DIRENTS_PARSER_READER_DIRENT_READER_FIXTURE_H_
#define FUSE_DIRENTS_PARSER_READER_DIRENT_READER_FIXTURE_H_

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/guarded_bytes.h"
#include "base/text.h"
#include "gtest/gtest.h"
#include "parser/dirent_writer.h"
#include "parser/reader/dirent_reader.h"

namespace fuse_dirents {

// Writes records, cuts the reply into segments, and describes what the reader
// does: "a b, then namelen is 0: -EIO at #2" stands for two records and a third
// that stopped it.  Segments end at unreadable pages.
class DirentReaderFixture : public testing::TestWithParam<RecordFormat> {
 protected:
  void Add(const RecordFields& fields) {
    starts_.push_back(writer_.bytes().size());
    writer_.Append(fields);
  }
  void AddNamed(const std::string& name) { Add({.name = name}); }

  // Drops all but the first `nbytes` after the start of record `i`.
  void CutAfter(size_t i, size_t nbytes) { writer_.Cut(starts_[i] + nbytes); }

  size_t size() const { return writer_.bytes().size(); }
  size_t header_size() const { return HeaderSize(GetParam()); }

  // The reply in segments that end at `seams`.  Two equal seams make an empty
  // segment.
  ReplyBytes Reply(const std::vector<size_t>& seams = {}) {
    segments_.clear();
    const std::string_view bytes = writer_.bytes();
    size_t start = 0;
    for (size_t i = 0; i <= seams.size(); ++i) {
      const size_t end = i < seams.size() ? seams[i] : bytes.size();
      const auto placed = rooms_[i].Place(bytes.substr(start, end - start));
      segments_.push_back({placed.data(), placed.size()});
      start = end;
    }
    return ReplyBytes(segments_, bytes.size());
  }

  std::string Read(const Profile& profile = LinuxProfile()) {
    DirentReader reader(GetParam(), Reply(), profile);
    return Story(&reader);
  }

  std::string Story(DirentReader* reader) {
    std::string story;
    Dirent record;
    while (reader->Next(&record)) {
      if (!story.empty()) story += " ";
      story += (record.hidden ? "hidden " : "") + std::string(record.name);
    }
    return (story.empty() ? "" : story + ", then ") +
           std::string(StopText(reader->stop())) + ": " +
           ErrorText(reader->error()) + " at " + Place(reader->pos());
  }

  // Which record starts at `pos`.
  std::string Place(size_t pos) const {
    const auto at = std::find(starts_.begin(), starts_.end(), pos);
    if (at != starts_.end()) return "#" + std::to_string(at - starts_.begin());
    return pos == size() ? "the end" : std::to_string(pos);
  }

  // Whether the segment that holds `name`'s first byte holds all of it.
  bool LiesInOneSegment(std::string_view name) const {
    for (const Segment& segment : segments_) {
      const char* base = static_cast<const char*>(segment.base);
      if (name.data() >= base && name.data() < base + segment.len) {
        return name.size() <=
               segment.len - static_cast<size_t>(name.data() - base);
      }
    }
    return false;
  }

  DirentWriter writer_{GetParam()};
  std::vector<size_t> starts_;
  std::vector<Segment> segments_;
  static constexpr size_t kCapacity = 1 << 16;
  GuardedBytes rooms_[4] = {GuardedBytes(kCapacity), GuardedBytes(kCapacity),
                            GuardedBytes(kCapacity), GuardedBytes(kCapacity)};
};

// INSTANTIATE_TEST_SUITE_P(Formats, ..., BothFormats(), FormatTestName).
inline auto BothFormats() {
  return testing::Values(RecordFormat::kDirent, RecordFormat::kDirentplus);
}
inline std::string FormatTestName(
    const testing::TestParamInfo<RecordFormat>& format) {
  return format.param == RecordFormat::kDirent ? "Dirent" : "Direntplus";
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PARSER_READER_DIRENT_READER_FIXTURE_H_
