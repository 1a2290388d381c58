// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/request/readdir_request.h"

#include <climits>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

constexpr uint32_t kKiB = 1024;
constexpr uint32_t kNoLimit = 0xffffffff;

struct SizeRow {
  SizingRule rule;
  uint32_t page_size, max_pages, max_read, max_write;
  int32_t count;
  size_t bytes;
};

TEST(WantedBytesTest, IsWhatTheKernelComputes) {
  using enum SizingRule;
  const SizeRow rows[] = {
      // A page, whatever is asked for.
      {kOnePage, 4 * kKiB, 32, kNoLimit, kNoLimit, 0, 4096},
      {kOnePage, 4 * kKiB, 32, kNoLimit, kNoLimit, INT_MAX, 4096},
      {kOnePage, 64 * kKiB, 1, 4096, 4096, -1, 65536},
      // Between a page and max_pages pages.
      {kKvmalloc, 4 * kKiB, 32, kNoLimit, kNoLimit, 0, 4096},
      {kKvmalloc, 4 * kKiB, 32, kNoLimit, kNoLimit, 1, 4096},
      {kKvmalloc, 4 * kKiB, 32, kNoLimit, kNoLimit, 4097, 4097},
      {kKvmalloc, 4 * kKiB, 32, kNoLimit, kNoLimit, 32768, 32768},
      {kKvmalloc, 4 * kKiB, 32, kNoLimit, kNoLimit, INT_MAX, 131072},
      {kKvmalloc, 4 * kKiB, 32, kNoLimit, kNoLimit, -1, 131072},
      {kKvmalloc, 4 * kKiB, 32, kNoLimit, kNoLimit, INT_MIN, 131072},
      // The case of the patch: 124 pages of 64 KiB.
      {kKvmalloc, 64 * kKiB, 124, kNoLimit, 1 << 20, INT_MAX, 8126464},
      {kPagedV2, 64 * kKiB, 124, kNoLimit, 1 << 20, INT_MAX, 1 << 20},
      {kPagedV3, 64 * kKiB, 124, 1 << 17, 1 << 20, INT_MAX, 1 << 17},
      {kPaged, 64 * kKiB, 124, kNoLimit, 1 << 20, INT_MAX, 8126464},
      // The low bound above the high one: which wins depends on the count.
      {kPagedV2, 64 * kKiB, 32, kNoLimit, 4096, 0, 65536},
      {kPagedV2, 64 * kKiB, 32, kNoLimit, 4096, 4095, 65536},
      {kPagedV2, 64 * kKiB, 32, kNoLimit, 4096, 4096, 4096},
      {kPagedV2, 64 * kKiB, 32, kNoLimit, 4096, INT_MAX, 4096},
      {kPagedV3, 16 * kKiB, 32, 8192, kNoLimit, 8191, 16384},
      {kPagedV3, 16 * kKiB, 32, 8192, kNoLimit, 8192, 8192},
      // v2 does not look at max_read.
      {kPagedV2, 16 * kKiB, 32, 8192, kNoLimit, 8192, 16384},
      // Above INT_MAX: a negative count is a large unsigned one.
      {kPaged, 64 * kKiB, kMaxMaxPages, kNoLimit, kNoLimit, INT_MAX, INT_MAX},
      {kPaged, 64 * kKiB, kMaxMaxPages, kNoLimit, kNoLimit, INT_MIN,
       0x80000000},
      {kPaged, 64 * kKiB, kMaxMaxPages, kNoLimit, kNoLimit, -1, 0xffff0000},
      // max_pages << PAGE_SHIFT wraps at 32 bits, one page above what
      // max_pages_limit allows.
      {kPaged, 64 * kKiB, kMaxMaxPages + 1, kNoLimit, kNoLimit, 0, 0},
      {kPaged, 64 * kKiB, kMaxMaxPages + 2, kNoLimit, kNoLimit, INT_MAX, 65536},
      {kPaged, 4 * kKiB, 1 << 20, kNoLimit, kNoLimit, 1 << 20, 0},
  };
  for (const SizeRow& row : rows) {
    const RequestLimits limits = {row.page_size, row.max_pages, row.max_read,
                                  row.max_write};
    EXPECT_EQ(WantedBytes(row.rule, limits, row.count), row.bytes)
        << FactsOf(row.rule).name << " page_size=" << row.page_size
        << " max_pages=" << row.max_pages << " count=" << row.count;
  }
}

TEST(WantedBytesTest, IsBetweenAPageAndMaxPagesForEveryCountUpToTwoPages) {
  uint64_t cases = 0;
  for (const uint32_t page_size : {4 * kKiB, 16 * kKiB, 64 * kKiB}) {
    for (const uint32_t max_pages : {1u, 2u, 3u}) {
      const RequestLimits limits = {page_size, max_pages};
      const uint32_t last = (max_pages + 1) * page_size;
      for (uint32_t count = 0; count <= last; ++count, ++cases) {
        uint32_t expected = count;
        if (count < page_size) expected = page_size;
        if (count > max_pages * page_size) expected = max_pages * page_size;
        ASSERT_EQ(WantedBytes(SizingRule::kPaged, limits,
                              static_cast<int32_t>(count)),
                  expected);
      }
    }
  }
  EXPECT_EQ(cases, 9 * (4 + 16 + 64) * uint64_t{kKiB} + 9);
}

TEST(SizeAfterAllocationTest, ShrinksToThePagesThereAreSinceV3) {
  const size_t wanted = 3 * 4096 + 100;
  ASSERT_EQ(PagesFor(wanted, 4096), 4u);
  for (const SizingRuleFacts& facts : AllSizingRules()) {
    if (!facts.by_count) continue;
    const auto whole = SizeAfterAllocation(facts.rule, wanted, 4, 4096);
    ASSERT_TRUE(whole);
    EXPECT_EQ(whole->bytes, wanted);
    EXPECT_EQ(whole->pages, 4u);
    EXPECT_FALSE(SizeAfterAllocation(facts.rule, wanted, 0, 4096));
    for (size_t got = 1; got < 4; ++got) {
      const auto size = SizeAfterAllocation(facts.rule, wanted, got, 4096);
      ASSERT_EQ(size.has_value(), facts.rule == SizingRule::kPaged ||
                                      facts.rule == SizingRule::kPagedV3);
      if (!size) continue;
      EXPECT_EQ(size->bytes, got * 4096);
      EXPECT_EQ(size->pages, got);
    }
  }
}

TEST(SizeAfterAllocationTest, NoPagesWantedIsNoMemory) {
  EXPECT_FALSE(SizeAfterAllocation(SizingRule::kPaged, 0, 0, 65536));
}

std::vector<FolioDesc> DescsFor(const RequestSize& size, uint32_t page_size) {
  std::vector<FolioDesc> descs;
  SetDescsFor(size, page_size, &descs);
  return descs;
}

TEST(DescsForTest, OnlyTheLastPageIsPartial) {
  EXPECT_EQ(DescsFor({4096, 1}, 4096), (std::vector<FolioDesc>{{0, 4096}}));
  EXPECT_EQ(DescsFor({4097, 2}, 4096),
            (std::vector<FolioDesc>{{0, 4096}, {0, 1}}));
  EXPECT_EQ(DescsFor({8192, 2}, 4096),
            (std::vector<FolioDesc>{{0, 4096}, {0, 4096}}));
  // Below a page, where max_write is.
  EXPECT_EQ(DescsFor({4096, 1}, 65536), (std::vector<FolioDesc>{{0, 4096}}));
  const auto largest = DescsFor({0xffff0000, 65535}, 65536);
  ASSERT_EQ(largest.size(), 65535u);
  EXPECT_EQ(largest.back(), (FolioDesc{0, 65536}));
}

}  // namespace
}  // namespace fuse_dirents
