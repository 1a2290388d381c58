// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Records that straddle the seams of segments.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "parser/reader/dirent_reader_fixture.h"

namespace fuse_dirents {
namespace {

using DirentReaderSeamsTest = DirentReaderFixture;

INSTANTIATE_TEST_SUITE_P(Formats, DirentReaderSeamsTest, BothFormats(),
                         FormatTestName);

TEST_P(DirentReaderSeamsTest, ASeamAnywhereChangesNothingButBounced) {
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

TEST_P(DirentReaderSeamsTest, ANameThatBeginsAtASeamIsBorrowed) {
  AddNamed("first");
  DirentReader reader(GetParam(), Reply({header_size()}));
  Dirent record;
  ASSERT_TRUE(reader.Next(&record));
  EXPECT_FALSE(record.bounced);
  EXPECT_EQ(record.name.data(), segments_[1].base);
}

TEST_P(DirentReaderSeamsTest, EveryStopIsTheSameAfterEverySeam) {
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

TEST_P(DirentReaderSeamsTest, BytesAfterTheReplyAreNotRead) {
  //   [hdr|a   ][hdr|b ... stale
  //                   ^ nbytes
  AddNamed("a");
  AddNamed("b");
  const std::string bytes = writer_.bytes();
  for (size_t nbytes = 0; nbytes < bytes.size(); ++nbytes) {
    const std::string_view whole = rooms_[0].Place(bytes);
    segments_ = {{whole.data(), whole.size()}};
    DirentReader reader(GetParam(), ReplyBytes(segments_, nbytes));
    Dirent record;
    size_t records = 0;
    while (reader.Next(&record)) ++records;
    ASSERT_EQ(records, nbytes >= starts_[1] ? 1u : 0u);
    ASSERT_EQ(reader.error(), 0);
  }
}

TEST_P(DirentReaderSeamsTest, NamesAboveTheBounceBufferAreGatheredWhole) {
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

}  // namespace
}  // namespace fuse_dirents
