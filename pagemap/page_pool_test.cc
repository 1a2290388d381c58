// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "pagemap/page_pool.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <vector>

namespace fuse_dirents {
namespace {

using Pages = std::vector<uint32_t>;

Pages Alloc(PagePool* pool, size_t n) {
  Pages pages(n);
  pages.resize(pool->AllocBulk(pages));
  return pages;
}

TEST(PagePoolTest, PagesComeInTheOrderOfThePool) {
  PagePool pool(4096, 8);
  EXPECT_EQ(Alloc(&pool, 3), (Pages{0, 1, 2}));
  pool.Free(1);
  EXPECT_EQ(Alloc(&pool, 2), (Pages{1, 3}));
  pool.Reset(PageOrder::kDescending);
  EXPECT_EQ(Alloc(&pool, 3), (Pages{7, 6, 5}));
  pool.Free(6);
  EXPECT_EQ(Alloc(&pool, 2), (Pages{6, 4}));
}

// Known answers: SplitMix64 modulo 64.  With seed 8, 1 comes twice; the second
// time it is taken, and 2 is the page after the last, so 3 is chosen.
TEST(PagePoolTest, SeededOrderIsTheSameEverywhere) {
  PagePool pool(4096, 64);
  pool.Reset(PageOrder::kSeeded, 7);
  EXPECT_EQ(Alloc(&pool, 8), (Pages{23, 28, 2, 11, 26, 17, 54, 62}));
  pool.Reset(PageOrder::kSeeded, 8);
  EXPECT_EQ(Alloc(&pool, 8), (Pages{54, 1, 3, 52, 10, 16, 43, 26}));
}

TEST(PagePoolTest, ResetForgetsEverythingButTheSeed) {
  PagePool pool(4096, 100);
  pool.Reset(PageOrder::kSeeded, 3);
  const Pages first = Alloc(&pool, 60);
  pool.Free(first[5]);
  pool.SetFaults({{.call = 0, .short_by = 1}});
  pool.Reset(PageOrder::kSeeded, 3);
  EXPECT_EQ(pool.pages_in_use(), 0u);
  EXPECT_EQ(pool.alloc_calls(), 0u);
  EXPECT_EQ(Alloc(&pool, 60), first);
}

TEST(PagePoolTest, SeededOrderHandsOutEachPageOnceAndNoSuccessor) {
  for (uint64_t seed = 0; seed < 50; ++seed) {
    PagePool pool(4096, 130);
    pool.Reset(PageOrder::kSeeded, seed);
    Pages pages = Alloc(&pool, 131);
    ASSERT_EQ(pages.size(), 130u);
    // Near the end there may be no other choice.
    for (size_t i = 1; i < 100; ++i) {
      EXPECT_NE(pages[i], pages[i - 1] + 1) << "seed " << seed << " at " << i;
    }
    std::ranges::sort(pages);
    for (uint32_t i = 0; i < 130; ++i) ASSERT_EQ(pages[i], i);
  }
}

TEST(PagePoolTest, WindowKeepsPagesTogether) {
  PagePool pool(4096, 1000);
  for (const PageOrder order :
       {PageOrder::kAscending, PageOrder::kDescending, PageOrder::kSeeded}) {
    pool.Reset(order, 1, 20);
    const Pages pages = Alloc(&pool, 1000);
    ASSERT_EQ(pages.size(), 20u);
    EXPECT_LT(*std::ranges::max_element(pages), 20u);
  }
}

TEST(PagePoolTest, FoliosAreAlignedAndOverlapNothing) {
  for (const PageOrder order :
       {PageOrder::kAscending, PageOrder::kDescending, PageOrder::kSeeded}) {
    PagePool pool(4096, 96);
    pool.Reset(order, 5);
    std::vector<int> users(96);
    size_t folios = 0;
    for (unsigned i = 0; i < 40; ++i) {
      const unsigned folio_order = i % (kMaxFolioOrder + 1);
      const auto first = pool.AllocFolio(folio_order);
      if (!first) continue;
      ++folios;
      EXPECT_EQ(*first % (1u << folio_order), 0u);
      for (uint32_t page = 0; page < 1u << folio_order; ++page) {
        ++users.at(*first + page);
      }
    }
    EXPECT_GT(folios, 12u);
    EXPECT_EQ(*std::ranges::max_element(users), 1);
    EXPECT_EQ(static_cast<size_t>(std::ranges::count(users, 1)),
              pool.pages_in_use());
  }
}

TEST(PagePoolTest, FaultsAffectOnlyTheNamedCalls) {
  PagePool pool(4096, 64);
  pool.SetFaults({{.call = 1, .short_by = 3},
                  {.call = 2, .short_by = AllocFault::kAllPages},
                  {.call = 4, .short_by = 1}});
  EXPECT_EQ(Alloc(&pool, 8).size(), 8u);
  EXPECT_EQ(Alloc(&pool, 8).size(), 5u);
  EXPECT_EQ(Alloc(&pool, 8).size(), 0u);
  EXPECT_EQ(Alloc(&pool, 8).size(), 8u);
  EXPECT_EQ(pool.AllocFolio(2), std::nullopt);
  EXPECT_TRUE(pool.AllocFolio(2).has_value());
  EXPECT_EQ(pool.alloc_calls(), 6u);
}

TEST(PagePoolTest, DirectMapHoldsPagesInOrder) {
  PagePool pool(16384, 4);
  std::memset(pool.direct(2), 'x', 16384);
  EXPECT_EQ(pool.direct(2) + 16384, pool.direct(3));
  EXPECT_EQ(*pool.direct(3), std::byte{0});
  EXPECT_EQ(pool.direct(3)[-1], std::byte{'x'});
}

TEST(PagePoolDeathTest, PageIsFreedOnce) {
  PagePool pool(4096, 8);
  ASSERT_EQ(Alloc(&pool, 2).size(), 2u);
  pool.Free(1);
  EXPECT_DEATH(pool.Free(1), "check failed");
  EXPECT_DEATH(pool.Free(5), "check failed");
  EXPECT_DEATH(pool.Free(8), "check failed");
}

}  // namespace
}  // namespace fuse_dirents
