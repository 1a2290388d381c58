// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What a caller of the reader may rely on, also after a bad record.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include "gtest/gtest.h"
#include "parser/reader/dirent_reader_fixture.h"

namespace fuse_dirents {
namespace {

using DirentReaderTest = DirentReaderFixture;

INSTANTIATE_TEST_SUITE_P(Formats, DirentReaderTest, BothFormats(),
                         FormatTestName);

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

// What a caller may rely on.

TEST_P(DirentReaderTest, TheFirstStopIsFinal) {
  AddNamed("a");
  AddNamed("");
  AddNamed("c");
  DirentReader reader(GetParam(), Reply());
  EXPECT_EQ(Story(&reader), "a, then namelen is 0: -EIO at #1");
  EXPECT_EQ(Story(&reader), "namelen is 0: -EIO at #1");
  // The stop is final, even if the reply is repaired.
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

TEST_P(DirentReaderTest, AHeaderThatChangesAfterNextHasNoEffect) {
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

// After a bad record.

TEST_P(DirentReaderTest, AfterSkipBadOnlyFramesCount) {
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

TEST_P(DirentReaderTest, SkipBadReadsALongNameWhole) {
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

TEST_P(DirentReaderTest, ARecordWithoutAFrameIsNotSkipped) {
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

}  // namespace
}  // namespace fuse_dirents
