// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "parser/dirent_reader.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "parser/dirent_writer.h"
#include "parser/guarded_bytes.h"
#include "parser/text.h"

namespace fuse_dirents {
namespace {

constexpr size_t kCapacity = 1 << 16;

// Writes records, cuts the reply into segments, and tells what the reader made
// of it: "a b, then namelen is 0: -EIO at #2" for two records and a third that
// stopped it.  Segments end at unreadable pages.
class DirentReaderTest : public testing::TestWithParam<RecordFormat> {
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

  // The reply, cut at `seams`; two equal seams leave an empty segment.
  ReplyBytes Reply(const std::vector<size_t>& seams = {}) {
    segments_.clear();
    const std::string_view bytes = writer_.bytes();
    size_t start = 0;
    for (size_t i = 0; i <= seams.size(); ++i) {
      const size_t end = i < seams.size() ? seams[i] : bytes.size();
      segments_.push_back(rooms_[i].Place(bytes.substr(start, end - start)));
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
  GuardedBytes rooms_[4] = {GuardedBytes(kCapacity), GuardedBytes(kCapacity),
                            GuardedBytes(kCapacity), GuardedBytes(kCapacity)};
};

INSTANTIATE_TEST_SUITE_P(Formats, DirentReaderTest,
                         testing::Values(RecordFormat::kDirent,
                                         RecordFormat::kDirentplus),
                         [](const auto& format) {
                           return format.param == RecordFormat::kDirent
                                      ? "Dirent"
                                      : "Direntplus";
                         });

TEST_P(DirentReaderTest, AnEmptyReplyEndsAtOnce) {
  EXPECT_EQ(Read(), "end of the reply: 0 at the end");
}

TEST_P(DirentReaderTest, RecordsComeInTheirOrder) {
  AddNamed(".");
  AddNamed("..");
  AddNamed("file");
  EXPECT_EQ(Read(), ". .. file, then end of the reply: 0 at the end");
}

TEST_P(DirentReaderTest, ARecordIsReadFieldByField) {
  FuseEntryOut entry_out = {};
  std::memset(&entry_out, 0xa5, sizeof entry_out);
  entry_out.nodeid = 7;
  AddNamed("before");
  Add({.ino = 0x1122334455667788,
       .off = 0x99aabbccddeeff00,
       .type = 0xdeadbeef,
       .name = "the name",
       .entry_out = entry_out});
  DirentReader reader(GetParam(), Reply());
  Dirent record;
  ASSERT_TRUE(reader.Next(&record));
  ASSERT_TRUE(reader.Next(&record));
  EXPECT_EQ(record.ino, 0x1122334455667788u);
  EXPECT_EQ(record.off, 0x99aabbccddeeff00u);
  EXPECT_EQ(record.type, 0xdeadbeefu);
  EXPECT_EQ(record.name, "the name");
  EXPECT_EQ(record.pos, starts_[1]);
  EXPECT_EQ(record.reclen, header_size() + 8);
  EXPECT_FALSE(record.bounced);
  EXPECT_FALSE(record.hidden);
  EXPECT_EQ(reader.stop(), Stop::kNone);
  EXPECT_EQ(reader.pos(), size());
  if (GetParam() == RecordFormat::kDirentplus) {
    EXPECT_EQ(0,
              std::memcmp(&reader.entry_out(), &entry_out, sizeof entry_out));
  }
}

// The rules of Linux, in their order.

TEST_P(DirentReaderTest, FewerBytesThanAHeaderEndTheParseQuietly) {
  for (const size_t over : {size_t{1}, size_t{23}, header_size() - 1}) {
    writer_ = DirentWriter(GetParam());
    starts_.clear();
    AddNamed("a");
    AddNamed("b");
    CutAfter(1, over);
    EXPECT_EQ(Read(), "a, then fewer bytes than a header remain: 0 at #1");
  }
}

TEST_P(DirentReaderTest, Namelen0IsAnError) {
  AddNamed("a");
  AddNamed("");
  AddNamed("c");
  EXPECT_EQ(Read(), "a, then namelen is 0: -EIO at #1");
}

TEST_P(DirentReaderTest, NamelenUpTo4095IsAccepted) {
  const std::string longest(4095, 'n');
  AddNamed(longest);
  EXPECT_EQ(Read(), longest + ", then end of the reply: 0 at the end");
}

TEST_P(DirentReaderTest, NamelenAbove4095IsAnError) {
  AddNamed("a");
  AddNamed(std::string(4096, 'n'));
  EXPECT_EQ(Read(), "a, then namelen is above name_max: -EIO at #1");
}

TEST_P(DirentReaderTest, Before615TheLongestNameHad1024Bytes) {
  const Profile& before = *FindProfile("linux_before_6_15");
  const std::string longest(1024, 'n');
  AddNamed(longest);
  AddNamed(std::string(1025, 'n'));
  EXPECT_EQ(Read(before),
            longest + ", then namelen is above name_max: -EIO at #1");
}

TEST_P(DirentReaderTest, NamelenIsJudgedBeforeTheRecordsEnd) {
  for (const uint32_t namelen : {4096u, 0xffffffffu}) {
    writer_ = DirentWriter(GetParam());
    starts_.clear();
    AddNamed("a");
    Add({.name = "cut", .namelen = namelen});
    EXPECT_EQ(Read(), "a, then namelen is above name_max: -EIO at #1");
  }
}

TEST_P(DirentReaderTest, Namelen0InTheLast24BytesIsAnErrorToo) {
  AddNamed("");
  EXPECT_EQ(Read(), "namelen is 0: -EIO at #0");
}

TEST_P(DirentReaderTest, ARecordThatIsCutOffEndsTheParseQuietly) {
  for (size_t kept = header_size(); kept < header_size() + 16; ++kept) {
    writer_ = DirentWriter(GetParam());
    starts_.clear();
    AddNamed("a");
    AddNamed("ten bytes.");
    CutAfter(1, kept);
    EXPECT_EQ(Read(),
              "a, then the record runs past the end of the reply: 0 at #1");
  }
}

TEST_P(DirentReaderTest, ACutIsJudgedBeforeASlash) {
  AddNamed("a");
  AddNamed("a/b");
  CutAfter(1, header_size() + 7);
  EXPECT_EQ(Read(),
            "a, then the record runs past the end of the reply: 0 at #1");
}

TEST_P(DirentReaderTest, ASlashAnywhereInTheNameIsAnError) {
  for (const char* name : {"/", "/ab", "a/b", "ab/", "seven b/"}) {
    writer_ = DirentWriter(GetParam());
    starts_.clear();
    AddNamed("a");
    AddNamed(name);
    AddNamed("c");
    EXPECT_EQ(Read(), "a, then the name holds a '/': -EIO at #1");
  }
}

TEST_P(DirentReaderTest, ASlashInThePaddingIsNotLookedAt) {
  Add({.name = "a", .padding_byte = '/'});
  AddNamed("b");
  EXPECT_EQ(Read(), "a b, then end of the reply: 0 at the end");
}

TEST_P(DirentReaderTest, LinuxTakesAnyOtherByteAndAnyNumber) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) {
    if (byte != '/') all += static_cast<char>(byte);
  }
  Add({.ino = UINT64_MAX, .off = UINT64_MAX, .type = UINT32_MAX, .name = all});
  Add({.name = "zeros"});
  EXPECT_EQ(Read(), all + " zeros, then end of the reply: 0 at the end");
}

// Seams.

TEST_P(DirentReaderTest, ASeamAnywhereChangesNothingButBounced) {
  //   [hdr|a     ][hdr|name of some len][hdr|end]
  //        ^ each byte, in 2 and in 3 segments, two seams at once included
  Add({.ino = 1, .off = 1, .type = 4, .name = "a"});
  Add({.ino = 2, .off = 2, .type = 8, .name = "name of some len"});
  Add({.ino = 3, .off = 3, .type = 8, .name = "end"});
  int replies = 0;
  int bounced = 0;
  for (size_t i = 0; i <= size(); ++i) {
    for (size_t j = i; j <= size(); ++j) {
      DirentReader reader(GetParam(), Reply({i, j}));
      Dirent record;
      for (size_t k = 0; k < 3; ++k) {
        ASSERT_TRUE(reader.Next(&record)) << i << " " << j;
        ASSERT_EQ(record.ino, k + 1);
        ASSERT_EQ(record.off, k + 1);
        ASSERT_EQ(record.pos, starts_[k]);
        const size_t start = starts_[k] + header_size();
        const size_t end = start + record.name.size();
        const bool straddles = (i > start && i < end) || (j > start && j < end);
        ASSERT_EQ(record.bounced, straddles) << i << " " << j;
        ASSERT_EQ(LiesInOneSegment(record.name), !straddles) << i << " " << j;
        ASSERT_EQ(record.name, writer_.bytes().substr(start, end - start));
        bounced += straddles ? 1 : 0;
      }
      ASSERT_FALSE(reader.Next(&record));
      ASSERT_EQ(reader.stop(), Stop::kEndOfReply);
      ASSERT_EQ(reader.pos(), size());
      ++replies;
    }
  }
  EXPECT_GT(replies, 5000);
  EXPECT_GT(bounced, 1000);
}

TEST_P(DirentReaderTest, ANameThatBeginsAtASeamIsBorrowed) {
  AddNamed("first");
  DirentReader reader(GetParam(), Reply({header_size()}));
  Dirent record;
  ASSERT_TRUE(reader.Next(&record));
  EXPECT_FALSE(record.bounced);
  EXPECT_EQ(record.name.data(), segments_[1].base);
}

TEST_P(DirentReaderTest, EveryStopIsTheSameBehindEverySeam) {
  struct Case {
    RecordFields last;
    size_t cut;
    Stop stop;
  };
  const Case cases[] = {
      {{.name = "abcdefgh"}, 0, Stop::kEndOfReply},
      {{.name = "abcdefgh"}, header_size() - 9, Stop::kTrailing},
      {{.name = "abcdefgh"}, 1, Stop::kShortRecord},
      {{.name = "abcdefgh", .namelen = 0}, 0, Stop::kEmptyName},
      {{.name = "abcdefgh", .namelen = 5000}, 0, Stop::kLongName},
      {{.name = "abcd/fgh"}, 0, Stop::kSlash},
  };
  for (const Case& c : cases) {
    writer_ = DirentWriter(GetParam());
    starts_.clear();
    AddNamed("first");
    Add(c.last);
    writer_.Cut(c.stop == Stop::kTrailing ? starts_[1] + c.cut
                                          : size() - c.cut);
    for (size_t seam = 0; seam <= size(); ++seam) {
      DirentReader reader(GetParam(), Reply({seam}));
      Dirent record;
      ASSERT_TRUE(reader.Next(&record));
      while (reader.Next(&record)) {
      }
      ASSERT_EQ(reader.stop(), c.stop) << seam;
      ASSERT_EQ(reader.pos(),
                c.stop == Stop::kEndOfReply ? size() : starts_[1]);
    }
  }
}

TEST_P(DirentReaderTest, BytesBehindTheReplyAreNotRead) {
  //   [hdr|a   ][hdr|b ... stale
  //                   ^ nbytes
  AddNamed("a");
  AddNamed("b");
  const std::string bytes = writer_.bytes();
  for (size_t nbytes = 0; nbytes < bytes.size(); ++nbytes) {
    const Segment whole = rooms_[0].Place(bytes);
    segments_ = {whole};
    DirentReader reader(GetParam(), ReplyBytes(segments_, nbytes));
    Dirent record;
    size_t records = 0;
    while (reader.Next(&record)) ++records;
    ASSERT_EQ(records, nbytes >= starts_[1] ? 1u : 0u);
    ASSERT_EQ(reader.error(), 0);
  }
}

TEST_P(DirentReaderTest, NamesAboveTheBounceBufferAreGatheredWhole) {
  Profile any = LinuxProfile();
  any.name_max = kNoNameMax;
  const std::string name(10000, 'n');
  AddNamed(name);
  DirentReader reader(GetParam(), Reply({header_size() + 4097}), any);
  Dirent record;
  ASSERT_TRUE(reader.Next(&record));
  EXPECT_TRUE(record.bounced);
  EXPECT_EQ(record.name, name);
}

// What a caller may rely on.

TEST_P(DirentReaderTest, TheFirstStopIsFinal) {
  AddNamed("a");
  AddNamed("");
  AddNamed("c");
  DirentReader reader(GetParam(), Reply());
  EXPECT_EQ(Story(&reader), "a, then namelen is 0: -EIO at #1");
  EXPECT_EQ(Story(&reader), "namelen is 0: -EIO at #1");
  // Not even a repaired reply brings it back.
  rooms_[0].data()[starts_[1] + header_size() - 8] = std::byte{1};
  EXPECT_EQ(Story(&reader), "namelen is 0: -EIO at #1");
}

TEST_P(DirentReaderTest, AStopLeavesOutAlone) {
  for (const char* last : {"", "a/b"}) {
    for (const size_t drop : {0, 1}) {
      writer_ = DirentWriter(GetParam());
      starts_.clear();
      AddNamed("good");
      Add({.ino = 9, .off = 9, .type = 9, .name = last});
      writer_.Cut(size() - drop);
      DirentReader reader(GetParam(), Reply());
      Dirent record;
      ASSERT_TRUE(reader.Next(&record));
      for (int again = 0; again < 2; ++again) {
        ASSERT_FALSE(reader.Next(&record));
        EXPECT_EQ(record.ino, 0u);
        EXPECT_EQ(record.name, "good");
        EXPECT_EQ(record.pos, 0u);
      }
    }
  }
}

TEST_P(DirentReaderTest, AHeaderThatChangesBehindTheReaderChangesNothing) {
  FuseEntryOut entry_out = {};
  entry_out.nodeid = 7;
  Add({.ino = 1, .name = "first", .entry_out = entry_out});
  Add({.ino = 2, .name = "second", .entry_out = entry_out});
  for (const size_t seam : {size_t{0}, size_t{10}, header_size() + 2}) {
    DirentReader reader(GetParam(), Reply({seam}));
    Dirent record;
    for (const uint64_t ino : {1, 2}) {
      ASSERT_TRUE(reader.Next(&record));
      const size_t end = record.pos + header_size();
      for (size_t i = record.pos; i < end; ++i) {
        (i < seam ? rooms_[0].data()[i] : rooms_[1].data()[i - seam]) =
            std::byte{0xff};
      }
      EXPECT_EQ(record.ino, ino);
      if (GetParam() == RecordFormat::kDirentplus) {
        EXPECT_EQ(reader.entry_out().nodeid, 7u);
      }
    }
    ASSERT_FALSE(reader.Next(&record));
    EXPECT_EQ(reader.stop(), Stop::kEndOfReply);
  }
}

TEST_P(DirentReaderTest, TheNamelenThatWasCheckedIsTheOneSkipped) {
  AddNamed("a/b");
  AddNamed("next");
  DirentReader reader(GetParam(), Reply());
  EXPECT_EQ(Story(&reader), "the name holds a '/': -EIO at #0");
  std::memset(rooms_[0].data(), 0xff, header_size());
  Dirent record;
  ASSERT_TRUE(reader.SkipBad(&record));
  EXPECT_EQ(record.name, "a/b");
  EXPECT_EQ(Story(&reader), "next, then end of the reply: 0 at the end");
}

// Behind a bad record.

TEST_P(DirentReaderTest, SkipBadReadsOnByFramesAlone) {
  AddNamed("a");
  AddNamed("");
  AddNamed("c/c");
  AddNamed("");
  AddNamed("e");
  DirentReader reader(GetParam(), Reply());
  EXPECT_EQ(Story(&reader), "a, then namelen is 0: -EIO at #1");
  Dirent record;
  ASSERT_TRUE(reader.SkipBad(&record));
  EXPECT_EQ(record.pos, starts_[1]);
  EXPECT_EQ(record.name, "");
  EXPECT_EQ(reader.stop(), Stop::kNone);
  EXPECT_EQ(Story(&reader), "c/c  e, then end of the reply: 0 at the end");
}

TEST_P(DirentReaderTest, SkipBadGivesANameAboveNameMaxWhole) {
  const std::string name(5000, 'n');
  AddNamed(name);
  AddNamed("next");
  for (const size_t seam : {size_t{0}, header_size() + 4999}) {
    DirentReader reader(GetParam(), Reply({seam}));
    Dirent record;
    ASSERT_FALSE(reader.Next(&record));
    ASSERT_TRUE(reader.SkipBad(&record));
    EXPECT_EQ(record.name, name);
    EXPECT_EQ(record.bounced, seam != 0);
    EXPECT_EQ(Story(&reader), "next, then end of the reply: 0 at the end");
  }
}

TEST_P(DirentReaderTest, SkipBadKeepsToTheProfilesFrame) {
  Profile lax = LinuxProfile();
  lax.last_padding_required = false;
  AddNamed("a/b");
  AddNamed("unpadded");
  AddNamed("last");
  writer_.Cut(size() - 4);
  DirentReader reader(GetParam(), Reply(), lax);
  Dirent record;
  ASSERT_FALSE(reader.Next(&record));
  ASSERT_TRUE(reader.SkipBad(&record));
  EXPECT_EQ(Story(&reader),
            "unpadded last, then end of the reply: 0 at the end");
}

TEST_P(DirentReaderTest, WhatHasNoFrameIsNotSkipped) {
  AddNamed("a");
  Add({.name = "cut", .namelen = 5000});
  DirentReader cut(GetParam(), Reply());
  EXPECT_EQ(Story(&cut), "a, then namelen is above name_max: -EIO at #1");
  Dirent record = {};
  EXPECT_FALSE(cut.SkipBad(&record));
  EXPECT_EQ(cut.stop(), Stop::kLongName);
  CutAfter(1, 5);
  DirentReader trailing(GetParam(), Reply());
  EXPECT_EQ(Story(&trailing),
            "a, then fewer bytes than a header remain: 0 at #1");
  EXPECT_FALSE(trailing.SkipBad(&record));
  CutAfter(1, 0);
  DirentReader ended(GetParam(), Reply());
  EXPECT_EQ(Story(&ended), "a, then end of the reply: 0 at #1");
  EXPECT_FALSE(ended.SkipBad(&record));
}

TEST(DirentReaderDeathTest, SkipBadBeforeAnyStopAborts) {
  DirentReader reader(RecordFormat::kDirent, ReplyBytes(ByteRun()));
  Dirent record;
  EXPECT_DEATH(reader.SkipBad(&record), "check failed: stop_ != Stop::kNone");
}

// Rules that other profiles have.  parse_test.cc holds what becomes of them.

TEST_P(DirentReaderTest, TheRulesForWhatARecordSaysComeInTheirOrder) {
  // Breaks every rule at once; each step drops the rule that was first.
  Profile strict = LinuxProfile();
  strict.nul = Error(EPERM);
  strict.unprintable = Error(ENOENT);
  strict.not_utf8 = Error(EILSEQ);
  strict.off_negative = Error(EOVERFLOW);
  strict.type_above_u8 = Error(EINVAL);
  Add({.off = UINT64_MAX, .type = 256, .name = std::string("\0/\xff", 3)});
  EXPECT_EQ(Read(strict), "the name holds a '/': -EIO at #0");
  strict.slash = kAccept;
  EXPECT_EQ(Read(strict), "the name holds a NUL: -EPERM at #0");
  strict.nul = kAccept;
  EXPECT_EQ(Read(strict),
            "the name holds an unprintable byte or a backslash: -ENOENT at #0");
  strict.unprintable = kAccept;
  EXPECT_EQ(Read(strict), "the name is not UTF-8: -EILSEQ at #0");
  strict.not_utf8 = kAccept;
  EXPECT_EQ(Read(strict), "off is above INT64_MAX: -EOVERFLOW at #0");
  strict.off_negative = kAccept;
  EXPECT_EQ(Read(strict), "type is above 255: -EINVAL at #0");
  strict.type_above_u8 = kAccept;
  EXPECT_EQ(Read(strict).substr(3), ", then end of the reply: 0 at the end");
}

TEST_P(DirentReaderTest, EachRuleIsExactAboutItsBound) {
  Profile strict = LinuxProfile();
  strict.unprintable = kHide;
  strict.off_negative = kHide;
  strict.type_above_u8 = kHide;
  Add({.name = " ~"});
  Add({.name = "\x1f"});
  Add({.name = "\x7f"});
  Add({.name = "\\"});
  Add({.off = INT64_MAX, .name = "o"});
  Add({.off = uint64_t{INT64_MAX} + 1, .name = "o"});
  Add({.type = 255, .name = "t"});
  Add({.type = 256, .name = "t"});
  EXPECT_EQ(Read(strict),
            " ~ hidden \x1f hidden \x7f hidden \\ o hidden o t hidden t, "
            "then end of the reply: 0 at the end");
}

}  // namespace
}  // namespace fuse_dirents
