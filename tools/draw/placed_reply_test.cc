// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/draw/placed_reply.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "parser/dirent_writer.h"

namespace fuse_dirents {
namespace {

// Pages 7, 2 and 9 of 64 bytes.  Records of 40, 32 and 32 bytes.
//
//     page 7             page 2               page 9
//     [........|0    ]   [0|1   |2         ]  [..|2    |stale]
//      16       48        ^ 48               112 ^ from byte 4
class PlacedReplyTest : public testing::Test {
 protected:
  PlacedReplyTest() {
    writer_.Append({.name = "a name of 16 by"});
    writer_.Append({.name = "b"});
    writer_.Append({.name = "c"});
    pages_.Append({7, 0}, {16, 48});
    pages_.Append({3, 0}, {0, 0});
    pages_.Append({2, 0}, {0, 40});
    pages_.Append({9, 0}, {4, 60});
  }

  DirentWriter writer_{RecordFormat::kDirent};
  PageArray pages_{64};
};

TEST_F(PlacedReplyTest, FindsSeamsAndWhatStraddlesThem) {
  const std::string reply(writer_.bytes());
  ASSERT_EQ(reply.size(), 104u);
  const PlacedReply placed(RecordFormat::kDirent, reply, reply.size(), pages_);
  EXPECT_EQ(placed.seams(), (std::vector<size_t>{48, 88}));
  ASSERT_EQ(placed.straddles().size(), 2u);
  EXPECT_EQ(placed.straddles()[0].record, 1u);
  EXPECT_EQ(placed.PagesOf(placed.straddles()[0]), "pages 7, 2");
  EXPECT_EQ(placed.straddles()[1].record, 2u);
  EXPECT_EQ(placed.PagesOf(placed.straddles()[1]), "pages 2, 9");
}

// A record that ends where a desc does straddles nothing.
TEST_F(PlacedReplyTest, RecordBesideASeamIsWhole) {
  PageArray pages(64);
  pages.Append({0, 0}, {0, 40});
  pages.Append({1, 0}, {0, 64});
  const std::string reply(writer_.bytes());
  const PlacedReply placed(RecordFormat::kDirent, reply, reply.size(), pages);
  EXPECT_EQ(placed.seams(), (std::vector<size_t>{40}));
  EXPECT_TRUE(placed.straddles().empty());
}

TEST_F(PlacedReplyTest, PartsCoverEveryByteOfTheDescs) {
  const std::string reply(writer_.bytes());
  for (size_t nbytes = 0; nbytes <= reply.size(); ++nbytes) {
    const PlacedReply placed(RecordFormat::kDirent, reply, nbytes, pages_);
    for (size_t begin = 0; begin < placed.desc_bytes(); begin += 13) {
      const size_t end = std::min(begin + 50, placed.desc_bytes());
      const auto parts = placed.PartsIn(begin, end);
      ASSERT_FALSE(parts.empty());
      EXPECT_LE(parts.front().begin, begin);
      EXPECT_GE(parts.back().end, end);
      for (size_t i = 1; i < parts.size(); ++i) {
        EXPECT_EQ(parts[i].begin, parts[i - 1].end) << nbytes;
      }
    }
  }
}

TEST_F(PlacedReplyTest, SaysWhatFollowsTheRecords) {
  const std::string reply(writer_.bytes());
  const PlacedReply placed(RecordFormat::kDirent, reply, 80, pages_);
  const auto parts = placed.PartsIn(72, placed.desc_bytes());
  ASSERT_EQ(parts.size(), 3u);
  EXPECT_EQ(parts[0].ink, Ink::kTrailing);
  EXPECT_EQ(parts[1].ink, Ink::kCutOff);
  EXPECT_EQ(parts[2].ink, Ink::kStale);
}

}  // namespace
}  // namespace fuse_dirents
