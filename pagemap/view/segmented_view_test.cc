// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "pagemap/view/segmented_view.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

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

const std::byte* Begin(const Segment& segment) {
  return static_cast<const std::byte*>(segment.base);
}

class SegmentedViewTest : public testing::Test {
 protected:
  PagePool pool_{4096, 64};
  PageArray pages_{4096};
};
using SegmentedViewDeathTest = SegmentedViewTest;

//     page 3        page 1   page 4, 5
//     [..|abc|...]  []       [defgh|stale]
TEST_F(SegmentedViewTest, OneSegmentForEachDesc) {
  pages_.Append({3, 0}, {2, 3});
  pages_.Append({1, 0}, {16, 0});
  pages_.Append({4, 1}, {0, 8192});
  const std::string_view reply = "abcdefgh";
  ASSERT_EQ(ScatterReply(std::as_bytes(std::span(reply)), pages_, pool_), 8u);
  SegmentedView view(&pool_, 10);
  const std::span<const Segment> segments = view.Show(pages_, 8);
  ASSERT_EQ(segments.size(), 3u);
  std::string read;
  for (const Segment& segment : segments) {
    read.append(reinterpret_cast<const char*>(segment.base),
                std::min<size_t>(segment.len, 8 - read.size()));
  }
  EXPECT_EQ(read, reply);
  EXPECT_EQ(segments[0].len, 3u);
  EXPECT_EQ(segments[1].len, 0u);
  EXPECT_EQ(segments[2].len, 8192u);
}

TEST_F(SegmentedViewDeathTest, EveryFolioIsBetweenUnreadablePages) {
  // Adjacent pages: a plain mapping of the memfd would hide an over-read.
  pages_.Append({3, 0}, {0, 4096});
  pages_.Append({4, 0}, {0, 4096});
  SegmentedView view(&pool_, 10);
  const std::span<const Segment> segments = view.Show(pages_, 8192);
  for (const Segment& segment : segments) {
    Read(Begin(segment));
    Read(Begin(segment) + 4095);
    EXPECT_DEATH(Read(Begin(segment) - 1), "");
    EXPECT_DEATH(Read(Begin(segment) + 4096), "");
  }
}

TEST_F(SegmentedViewTest, OnlyTheReplyIsNotPoisoned) {
  pages_.Append({3, 0}, {8, 59});
  pages_.Append({1, 0}, {0, 61});
  pages_.Append({2, 0}, {0, 599});
  SegmentedView view(&pool_, 10);
  const std::span<const Segment> all = view.Show(pages_, 59 + 61 + 599);
  EXPECT_FALSE(IsPoisoned(Begin(all[2]) + 598));

  const std::span<const Segment> segments = view.Show(pages_, 59 + 30);
  ASSERT_EQ(segments.size(), 3u);
  EXPECT_FALSE(IsPoisoned(Begin(segments[0])));
  EXPECT_FALSE(IsPoisoned(Begin(segments[0]) + 58));
  EXPECT_EQ(IsPoisoned(Begin(segments[0]) - 1), kPoisonWorks);
  EXPECT_EQ(IsPoisoned(Begin(segments[0]) + 59), kPoisonWorks);
  EXPECT_FALSE(IsPoisoned(Begin(segments[1]) + 29));
  EXPECT_EQ(IsPoisoned(Begin(segments[1]) + 30), kPoisonWorks);
  EXPECT_EQ(IsPoisoned(Begin(segments[2])), kPoisonWorks);
  EXPECT_EQ(IsPoisoned(Begin(segments[2]) + 598), kPoisonWorks);

  const std::byte* first = Begin(segments[0]);
  view.Hide();
  EXPECT_EQ(IsPoisoned(first), kPoisonWorks);
#if defined(FUSE_DIRENTS_ASAN)
  EXPECT_DEATH(Read(first), "use-after-poison");
#endif
}

TEST_F(SegmentedViewTest, SlotsAreMappedOnceAndStayUnderTheirBound) {
  SegmentedView view(&pool_, 8);
  for (uint32_t round = 0; round < 3; ++round) {
    pages_.Clear();
    for (uint32_t i = 0; i < 6; ++i) pages_.Append({i, 0}, {0, 4096});
    ASSERT_EQ(view.Show(pages_, 1).size(), 6u);
    EXPECT_EQ(view.mapping_calls(), 6u);
  }
  for (uint32_t round = 0; round < 20; ++round) {
    pages_.Clear();
    for (uint32_t i = 0; i < 3; ++i) {
      pages_.Append({3 * (round % 5) + 12 + i, 0}, {0, 4096});
    }
    pages_.Append({round % 5 * 2, 1}, {0, 8192});
    const std::span<const Segment> segments = view.Show(pages_, 100);
    Read(Begin(segments[0]) + 99);
    EXPECT_LE(view.mapped_slots(), 8u);
  }
}

}  // namespace
}  // namespace fuse_dirents
