// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "pagemap/view/mapped_view.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "pagemap/poison.h"
#include "pagemap/scatter_reply.h"
#include "parser/reply_bytes.h"

namespace fuse_dirents {
namespace {

// A read that the compiler must not drop.
void Read(const std::byte* at) {
  [[maybe_unused]] const std::byte value =
      *const_cast<const volatile std::byte*>(at);
}

const std::byte* Begin(const MappedView* view) {
  return static_cast<const std::byte*>(view->segment().base);
}

// Whole folios of one page each.
PageArray Pages(const std::vector<uint32_t>& numbers) {
  PageArray pages(4096);
  for (const uint32_t number : numbers) {
    pages.Append({number, 0}, {0, 4096});
  }
  return pages;
}

class MappedViewTest : public testing::Test {
 protected:
  PagePool pool_{4096, 256};
};
using MappedViewDeathTest = MappedViewTest;

TEST_F(MappedViewTest, PagesInAnyOrderReadAsOneRun) {
  PageArray pages(4096);
  pages.Append({7, 0}, {96, 4000});
  pages.Append({2, 1}, {0, 8192});
  pages.Append({9, 0}, {0, 4096});
  std::string reply(4000 + 8192 + 10, '\0');
  for (size_t i = 0; i < reply.size(); ++i) reply[i] = static_cast<char>(i / 7);
  ASSERT_EQ(ScatterReply(std::as_bytes(std::span(reply)), pages, pool_),
            reply.size());

  MappedViewPool views(&pool_);
  const MappedView* view = views.Map(pages, reply.size());
  ASSERT_NE(view, nullptr);
  EXPECT_EQ(view->segment().len, 4000u + 8192u + 4096u);
  EXPECT_EQ(std::string_view(reinterpret_cast<const char*>(Begin(view)),
                             reply.size()),
            reply);
  views.Unmap(view);
}

TEST_F(MappedViewTest, OneMappingCallForEachRunOfAdjacentPages) {
  MappedViewPool views(&pool_);
  const auto calls = [&](const std::vector<uint32_t>& numbers) {
    const uint64_t before = views.counters().mapping_calls;
    const MappedView* view = views.Map(Pages(numbers), 1);
    views.Unmap(view);
    return views.counters().mapping_calls - before;
  };
  EXPECT_EQ(calls({5}), 1u);
  EXPECT_EQ(calls({5, 6, 7, 8}), 1u);
  EXPECT_EQ(calls({8, 7, 6}), 3u);
  EXPECT_EQ(calls({1, 2, 9, 10, 11, 4}), 3u);
  // Reused.
  EXPECT_EQ(calls({8, 7, 6}), 0u);
  EXPECT_EQ(views.counters().reuses, 1u);
  EXPECT_EQ(views.counters().reserve_calls, 4u);
}

TEST_F(MappedViewTest, AdjacentFoliosAreOneRun) {
  MappedViewPool views(&pool_);
  PageArray pages(4096);
  pages.Append({4, 2}, {0, 4 * 4096});
  pages.Append({8, 2}, {0, 4 * 4096});
  pages.Append({16, 2}, {0, 100});
  views.Unmap(views.Map(pages, 1));
  EXPECT_EQ(views.counters().mapping_calls, 2u);
}

TEST_F(MappedViewDeathTest, ReadsJustOutsideTheViewFault) {
  MappedViewPool views(&pool_);
  for (int round = 0; round < 2; ++round) {  // Fresh, then used again.
    const MappedView* view = views.Map(Pages({3, 1}), 8192);
    ASSERT_NE(view, nullptr);
    Read(Begin(view));
    Read(Begin(view) + 8191);
    EXPECT_DEATH(Read(Begin(view) - 1), "");
    EXPECT_DEATH(Read(Begin(view) + 8192), "");
    views.Unmap(view);
  }
}

TEST_F(MappedViewDeathTest, WritesFault) {
  MappedViewPool views(&pool_);
  const MappedView* view = views.Map(Pages({3}), 4096);
  ASSERT_NE(view, nullptr);
  EXPECT_DEATH(*const_cast<volatile std::byte*>(Begin(view)) = std::byte{1},
               "");
  views.Unmap(view);
}

TEST_F(MappedViewDeathTest, ReadOfTheTailIsCaughtUnderASanitizer) {
  MappedViewPool views(&pool_);
  const MappedView* view = views.Map(Pages({3, 1}), 5001);
  ASSERT_NE(view, nullptr);
  EXPECT_FALSE(IsPoisoned(Begin(view)));
  EXPECT_FALSE(IsPoisoned(Begin(view) + 5000));
  EXPECT_EQ(IsPoisoned(Begin(view) + 5001), kPoisonWorks);
  EXPECT_EQ(IsPoisoned(Begin(view) + 8191), kPoisonWorks);
#if defined(FUSE_DIRENTS_ASAN)
  EXPECT_DEATH(Read(Begin(view) + 5001), "use-after-poison");
#elif defined(FUSE_DIRENTS_MSAN)
  EXPECT_DEATH(
      {
        if (Begin(view)[5001] == std::byte{1}) Read(Begin(view));
      },
      "use-of-uninitialized-value");
#else
  Read(Begin(view) + 5001);
#endif
  views.Unmap(view);
}

TEST_F(MappedViewTest, ReusedViewPoisonsForItsOwnLength) {
  MappedViewPool views(&pool_);
  const PageArray pages = Pages({3, 1});
  for (const size_t nbytes : {8192u, 10u, 4097u, 0u, 599u}) {
    const MappedView* view = views.Map(pages, nbytes);
    ASSERT_NE(view, nullptr);
    if (nbytes > 0) {
      EXPECT_FALSE(IsPoisoned(Begin(view) + nbytes - 1));
    }
    if (nbytes < 8192) {
      EXPECT_EQ(IsPoisoned(Begin(view) + nbytes), kPoisonWorks) << nbytes;
      EXPECT_EQ(IsPoisoned(Begin(view) + 8191), kPoisonWorks) << nbytes;
    }
    const std::byte* begin = Begin(view);
    views.Unmap(view);
    EXPECT_EQ(IsPoisoned(begin), kPoisonWorks) << "use after unmap";
  }
  EXPECT_EQ(views.counters().reuses, 4u);
}

TEST_F(MappedViewTest, HeadOfTheFirstFolioIsPoisoned) {
  MappedViewPool views(&pool_);
  PageArray pages(4096);
  pages.Append({7, 0}, {96, 4000});
  const MappedView* view = views.Map(pages, 100);
  ASSERT_NE(view, nullptr);
  EXPECT_EQ(IsPoisoned(Begin(view) - 1), kPoisonWorks);
  EXPECT_EQ(IsPoisoned(Begin(view) - 96), kPoisonWorks);
  views.Unmap(view);
}

TEST_F(MappedViewTest, SameListTwiceAtOnceMakesTwoViews) {
  MappedViewPool views(&pool_);
  const MappedView* a = views.Map(Pages({3}), 10);
  const MappedView* b = views.Map(Pages({3}), 20);
  ASSERT_NE(a, nullptr);
  ASSERT_NE(b, nullptr);
  EXPECT_NE(a->segment().base, b->segment().base);
  EXPECT_EQ(views.live_views(), 2u);
  views.Unmap(a);
  views.Unmap(b);
}

TEST_F(MappedViewTest, FailMapsFailsThatManyCalls) {
  MappedViewPool views(&pool_);
  views.Unmap(views.Map(Pages({3}), 10));
  views.FailMaps(2);
  EXPECT_EQ(views.Map(Pages({3}), 10), nullptr);
  EXPECT_EQ(views.Map(Pages({4}), 10), nullptr);
  const MappedView* view = views.Map(Pages({3}), 10);
  EXPECT_NE(view, nullptr);
  views.Unmap(view);
  EXPECT_EQ(views.live_views(), 0u);
}

TEST_F(MappedViewTest, LeastRecentlyUsedViewIsGivenUp) {
  MappedViewPool views(&pool_, {.mappings = 100, .views = 2, .bytes = 1 << 20});
  views.Unmap(views.Map(Pages({1}), 1));
  views.Unmap(views.Map(Pages({2}), 1));
  views.Unmap(views.Map(Pages({1}), 1));  // 2 is now the least recently used.
  views.Unmap(views.Map(Pages({3}), 1));
  EXPECT_EQ(views.counters().evictions, 1u);
  views.Unmap(views.Map(Pages({1}), 1));
  EXPECT_EQ(views.counters().evictions, 1u);
  views.Unmap(views.Map(Pages({2}), 1));
  EXPECT_EQ(views.counters().evictions, 2u);
  // A view of the same size reuses the addresses.
  EXPECT_EQ(views.counters().reserve_calls, 2u);
}

TEST_F(MappedViewTest, StaysUnderItsMappings) {
  MappedViewPool views(&pool_, {.mappings = 40, .views = 99, .bytes = 1 << 20});
  PagePool order(4096, 256);
  for (uint64_t seed = 0; seed < 200; ++seed) {
    order.Reset(PageOrder::kSeeded, seed);
    std::vector<uint32_t> numbers(1 + seed % 16);
    ASSERT_EQ(order.AllocBulk(numbers), numbers.size());
    const MappedView* view = views.Map(Pages(numbers), 1);
    ASSERT_NE(view, nullptr);
    EXPECT_LE(views.mappings(), 40u);
    views.Unmap(view);
  }
  EXPECT_GT(views.counters().evictions, 100u);
}

TEST_F(MappedViewTest, MapFailsIfLiveViewsLeaveNoRoom) {
  MappedViewPool views(&pool_, {.mappings = 7, .views = 9, .bytes = 1 << 20});
  const MappedView* live = views.Map(Pages({1, 3}), 1);
  ASSERT_NE(live, nullptr);
  EXPECT_EQ(views.Map(Pages({5, 7}), 1), nullptr);
  EXPECT_EQ(views.Map(Pages({1, 3, 5, 7, 9, 11}), 1), nullptr);
  const MappedView* other = views.Map(Pages({5}), 1);
  EXPECT_NE(other, nullptr);
  views.Unmap(other);
  views.Unmap(live);
  other = views.Map(Pages({5, 7}), 1);
  EXPECT_NE(other, nullptr);
  views.Unmap(other);
}

TEST_F(MappedViewDeathTest, ViewIsUnmappedOnce) {
  MappedViewPool views(&pool_);
  const MappedView* view = views.Map(Pages({1}), 1);
  views.Unmap(view);
  EXPECT_DEATH(views.Unmap(view), "check failed");
}

}  // namespace
}  // namespace fuse_dirents
