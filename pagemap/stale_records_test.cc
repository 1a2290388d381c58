// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "pagemap/stale_records.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/random.h"
#include "parser/entry_out.h"
#include "parser/reader/dirent_reader.h"
#include "parser/reply_bytes.h"
#include "parser/wire.h"

namespace fuse_dirents {
namespace {

constexpr size_t kBytes = 160 * 20;

class StaleRecordsTest : public testing::TestWithParam<uint64_t> {
 protected:
  StaleRecordsTest() { FillStaleRecords(GetParam(), 0, bytes_); }

  std::array<std::byte, kBytes> bytes_;
};

// Linux would link each of them.
TEST_P(StaleRecordsTest, ReadAsWellFormedInEitherFormatFromAnyRecordOn) {
  for (const RecordFormat format :
       {RecordFormat::kDirent, RecordFormat::kDirentplus}) {
    const bool plus = format == RecordFormat::kDirentplus;
    for (size_t from = 0; from < 320; from += kStaleRecordBytes) {
      DirentReader reader(format, ReplyBytes(ByteRun(bytes_).subspan(from)));
      Dirent dirent;
      size_t records = 0;
      for (; reader.Next(&dirent); ++records) {
        EXPECT_EQ(dirent.name.substr(0, 5), "stale");
        EXPECT_EQ(dirent.type, 8u);
        if (!plus) continue;
        EXPECT_FALSE(IsBadEntryOut(reader.entry_out()));
        EXPECT_GT(reader.entry_out().nodeid, kFuseRootId);
      }
      EXPECT_EQ(records, (kBytes - from) / (plus ? 160 : 32));
      if (!plus) {
        EXPECT_EQ(reader.stop(), Stop::kEndOfReply);
      }
    }
  }
}

TEST_P(StaleRecordsTest, AnyPieceIsThatPartOfTheStream) {
  for (const size_t pos : {0u, 1u, 24u, 31u, 32u, 599u}) {
    for (const size_t len : {0u, 1u, 8u, 61u, 1000u}) {
      std::vector<std::byte> piece(len);
      FillStaleRecords(GetParam(), pos, piece);
      EXPECT_TRUE(std::ranges::equal(piece, ByteRun(bytes_).subspan(pos, len)));
    }
  }
}

TEST(StaleRecordsMemoryTest, TheCacheChangesNothing) {
  StaleRecords records;
  Random random(1);
  for (int i = 0; i < 300; ++i) {
    const uint64_t seed = random.Below(3);
    const uint64_t pos = random.Below(10000);
    std::vector<std::byte> expected(random.Below(12000)), got(expected.size());
    FillStaleRecords(seed, pos, expected);
    records.Fill(seed, pos, got);
    ASSERT_EQ(got, expected) << seed << " " << pos << " " << got.size();
  }
}

TEST(StaleRecordsSeedTest, SeedsDiffer) {
  std::array<std::byte, 320> a, b;
  FillStaleRecords(1, 0, a);
  FillStaleRecords(2, 0, b);
  EXPECT_NE(a, b);
}

INSTANTIATE_TEST_SUITE_P(Seeds, StaleRecordsTest,
                         testing::Values(0, 1, 9, ~uint64_t{0}));

}  // namespace
}  // namespace fuse_dirents
