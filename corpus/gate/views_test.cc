// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The replies of the corpus on pages and in views, also where these are scarce.
// A view shows the bytes of the reply, whatever pool, limit or failure came
// before it.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "corpus/gate/test_corpus.h"
#include "differential/input.h"
#include "differential/runner.h"
#include "gtest/gtest.h"
#include "pagemap/laid_out_reply.h"
#include "pagemap/poison.h"
#include "pagemap/scatter_reply.h"
#include "parser/frames.h"
#include "parser/parse.h"

namespace fuse_dirents {
namespace {

constexpr size_t kPage = 4096;
constexpr size_t kMaxBytes = 4 * kPage;

// The curated replies of at most kMaxBytes.
const std::vector<CuratedReply>& Replies() {
  static const auto& replies =
      *new std::vector<CuratedReply>(CuratedReplies(kMaxBytes));
  EXPECT_GE(replies.size(), 100u);
  return replies;
}

// The first `nbytes` bytes of `segments`.
std::string Shown(std::span<const Segment> segments, size_t nbytes) {
  std::string bytes;
  for (const Segment& segment : segments) {
    const size_t len = std::min(segment.len, nbytes - bytes.size());
    bytes.append(static_cast<const char*>(segment.base), len);
  }
  return bytes;
}

TEST(ViewsTest, EachLayoutShowsTheReplyInEveryViewHoweverOften) {
  ReplyArena arena;
  for (const CuratedReply& reply : Replies()) {
    for (const auto& [name, layout] : DefaultLayouts()) {
      LaidOutReply& laid = arena.Lay(reply.bytes(), layout);
      const size_t nbytes = laid.nbytes();
      const std::string expected(reply.input.reply.substr(0, nbytes));
      for (int again = 0; again < 2; ++again) {
        EXPECT_EQ(Shown(laid.Linear(), nbytes), expected) << name;
        EXPECT_EQ(Shown(laid.Segmented(), nbytes), expected) << name;
        EXPECT_EQ(laid.Mapped().empty(), !laid.mappable()) << name;
        if (!laid.mappable()) continue;
        EXPECT_EQ(Shown(laid.Mapped(), nbytes), expected) << name;
      }
      const Segment& first = laid.Segmented()[0];
      if (nbytes < first.len) {
        const auto* const base = static_cast<const std::byte*>(first.base);
        EXPECT_EQ(IsPoisoned(base + nbytes), kPoisonWorks) << name;
      }
    }
  }
}

TEST(ViewsTest, TheReferenceReadsSegmentsAsItReadsOneRun) {
  ReplyArena arena;
  for (const CuratedReply& reply : Replies()) {
    for (const auto& [name, layout] : DefaultLayouts()) {
      LaidOutReply& laid = arena.Lay(reply.bytes(), layout);
      Trace whole, parts;
      RunParser(&ParseWithReference, Presentation::kLinear, reply.format,
                reply.input.choices, &laid, &whole);
      RunParser(&ParseWithReference, Presentation::kSegmented, reply.format,
                reply.input.choices, &laid, &parts);
      EXPECT_FALSE(whole.empty());
      EXPECT_EQ(whole.ToText(), parts.ToText()) << reply.path << " " << name;
    }
  }
}

TEST(LayoutsTest, TheTextOfEachLayoutMakesIt) {
  const auto expect_made = [](const Layout& layout) {
    std::string problem;
    EXPECT_EQ(Layout::FromText(layout.ToText(), &problem), layout) << problem;
  };
  for (const auto& [name, layout] : DefaultLayouts()) expect_made(layout);
  for (const CuratedReply& reply : Replies()) {
    expect_made(reply.input.choices.layout);
  }
}

constexpr PageOrder kOrders[] = {PageOrder::kAscending, PageOrder::kDescending,
                                 PageOrder::kSeeded};

// One reply on pages of a small pool.
class ScarceViews : public testing::TestWithParam<PageOrder> {
 protected:
  static constexpr uint32_t kPoolPages = 64;
  static constexpr size_t kSlots = 8;

  struct Scarce {
    Scarce(const MappedViewPool::Limits& at_most, const PagePool* pool)
        : limits(at_most), views(pool, at_most) {}

    MappedViewPool::Limits limits;
    MappedViewPool views;
    size_t refused = 0;  // Views that no limit has room for.
    size_t crowded = 0;  // Those without room beside another.
  };

  // Takes folios of 2^`order` pages for the reply, which starts `head` bytes
  // into the first of them.
  void Place(ByteRun reply, unsigned order, uint32_t head) {
    pages_.Clear();
    while (pages_.size() == 0 || pages_.desc_bytes() < reply.size()) {
      const std::optional<uint32_t> page = pool_.AllocFolio(order);
      ASSERT_TRUE(page);
      const auto bytes = static_cast<uint32_t>(kPage << order);
      pages_.Append({*page, order}, {head, bytes - head});
      head = 0;
    }
    ASSERT_EQ(ScatterReply(reply, pages_, pool_), reply.size());
  }

  void Free() {
    for (const Folio& folio : pages_.folios()) {
      pool_.Free(folio.first_page, folio.order);
    }
  }

  // What a view of pages_ takes: mappings, with its two guards, and bytes.
  std::pair<size_t, size_t> Cost() const {
    size_t mappings = 2, bytes = 0;
    uint32_t next = UINT32_MAX;
    for (size_t i = 0; i < pages_.size(); ++i) {
      const Folio& folio = pages_.folios()[i];
      mappings += folio.first_page != next;
      next = folio.first_page + (1u << folio.order);
      bytes += pages_.FolioBytes(i);
    }
    return {mappings, bytes};
  }

  void ExpectShown(const MappedView* view, std::string_view reply) {
    ASSERT_NE(view, nullptr);
    EXPECT_EQ(Shown({&view->segment(), 1}, reply.size()), reply);
  }

  void ExpectMapped(std::string_view reply, Scarce* scarce);

  PagePool pool_{kPage, kPoolPages};
  PageArray pages_{kPage};
  SegmentedView segmented_{&pool_, kSlots};
};

// Maps pages_ as often as the limits allow, and twice at a time.
void ScarceViews::ExpectMapped(std::string_view reply, Scarce* scarce) {
  MappedViewPool& views = scarce->views;
  const auto [mappings, bytes] = Cost();
  const bool fits =
      mappings <= scarce->limits.mappings && bytes <= scarce->limits.bytes;
  views.FailMaps(1);
  EXPECT_EQ(views.Map(pages_, reply.size()), nullptr);
  const MappedView* const view = views.Map(pages_, reply.size());
  ASSERT_EQ(view != nullptr, fits);
  scarce->refused += !fits;
  if (fits) {
    ExpectShown(view, reply);
    const MappedView* const twin = views.Map(pages_, reply.size());
    scarce->crowded += twin == nullptr;
    if (twin != nullptr) {
      ExpectShown(twin, reply);
      views.Unmap(twin);
    }
    views.Unmap(view);
  }
  EXPECT_EQ(views.live_views(), 0u);
  EXPECT_LE(views.mappings(), scarce->limits.mappings);
}

TEST_P(ScarceViews, ShowTheReplyOrNothing) {
  constexpr MappedViewPool::Limits kLimits[] = {
      {.mappings = 4}, {.bytes = 3 * kPage}, {.views = 1}};
  std::deque<Scarce> all;
  for (const MappedViewPool::Limits& limits : kLimits) {
    all.emplace_back(limits, &pool_);
  }
  uint32_t seed = 0;
  for (const CuratedReply& reply : Replies()) {
    const std::string bytes(reply.input.reply);
    pool_.Reset(GetParam(), ++seed);
    // Other pages than those of the last reply.
    std::vector<uint32_t> taken(seed % 9);
    ASSERT_EQ(pool_.AllocBulk(taken), taken.size());
    // As many slots as the pages of order 0 take.
    SegmentedView tight(&pool_, (4093 + bytes.size()) / kPage + 1);
    for (const unsigned order : {0u, 1u, 2u}) {
      for (const uint32_t head : {0u, 4093u}) {
        SCOPED_TRACE(std::string(reply.path) + " order " +
                     std::to_string(order));
        Place(reply.bytes(), order, head);
        for (Scarce& scarce : all) ExpectMapped(bytes, &scarce);
        EXPECT_EQ(Shown(tight.Show(pages_, bytes.size()), bytes.size()), bytes);
        for (int again = 0; again < 2; ++again) {
          EXPECT_EQ(Shown(segmented_.Show(pages_, bytes.size()), bytes.size()),
                    bytes);
          EXPECT_LE(segmented_.mapped_slots(), kSlots);
        }
        Free();
      }
    }
  }
  EXPECT_GT(all[1].refused, 0u);
  for (const Scarce& scarce : all) {
    EXPECT_GT(scarce.crowded, 0u);
    EXPECT_GT(scarce.views.counters().evictions, 0u);
    EXPECT_GT(scarce.views.counters().reuses, 0u);
  }
  EXPECT_GT(segmented_.mapping_calls(), kSlots);
}

TEST_P(ScarceViews, APoolOfNoViewsMapsNothing) {
  pool_.Reset(GetParam());
  Place(Replies()[0].bytes(), 0, 0);
  MappedViewPool none(&pool_, {.views = 0});
  EXPECT_EQ(none.Map(pages_, 0), nullptr);
}

TEST_P(ScarceViews, DescsThatLeaveTheStartOfAFolioIdleAreShownAsSegmentsAlone) {
  for (const CuratedReply& reply : Replies()) {
    const std::string bytes(reply.input.reply);
    pool_.Reset(GetParam(), bytes.size());
    pages_.Clear();
    while (pages_.size() < 2 || pages_.desc_bytes() < bytes.size()) {
      const std::optional<uint32_t> page = pool_.AllocFolio(0);
      ASSERT_TRUE(page);
      pages_.Append({*page, 0}, {59, kPage - 59});
    }
    EXPECT_FALSE(pages_.mappable());
    ASSERT_EQ(ScatterReply(reply.bytes(), pages_, pool_), bytes.size());
    EXPECT_EQ(Shown(segmented_.Show(pages_, bytes.size()), bytes.size()),
              bytes);
  }
}

// As many folios as a reply has records, and a page that is part of none.
TEST_P(ScarceViews, APoolHandsOutEveryFolioOnceAndThenNone) {
  constexpr uint32_t kMostFolios = 200;
  PagePool pool(kPage, (kMostFolios << kMaxFolioOrder) + 1);
  for (const CuratedReply& reply : Replies()) {
    const auto folios = static_cast<uint32_t>(std::min<size_t>(
        kMostFolios, FramesOf(reply.format, reply.input.reply).size()));
    for (unsigned order = 0; order <= kMaxFolioOrder; ++order) {
      SCOPED_TRACE(std::string(reply.path) + " order " + std::to_string(order));
      const uint32_t rest = order == 0 ? 0 : 1;
      if (folios + rest == 0) continue;
      pool.Reset(GetParam(), folios, (folios << order) + rest);
      pool.SetFaults({{.call = 0}});
      EXPECT_EQ(pool.AllocFolio(order), std::nullopt);
      std::set<uint32_t> taken;
      for (uint32_t i = 0; i < folios; ++i) {
        const std::optional<uint32_t> page = pool.AllocFolio(order);
        ASSERT_TRUE(page);
        EXPECT_EQ(*page % (1u << order), 0u);
        EXPECT_TRUE(taken.insert(*page).second);
      }
      EXPECT_EQ(pool.AllocFolio(order), std::nullopt);
      std::array<uint32_t, 2> bulk;
      EXPECT_EQ(pool.AllocBulk(bulk), rest);
      // Each that is given back is the next one, and the last.
      for (const uint32_t page : taken) {
        pool.Free(page, order);
        EXPECT_EQ(pool.AllocFolio(order), page);
        EXPECT_EQ(pool.AllocFolio(order), std::nullopt);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Orders, ScarceViews, testing::ValuesIn(kOrders));

}  // namespace
}  // namespace fuse_dirents
