// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "pagemap/layout.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace fuse_dirents {
namespace {

TEST(LayoutTest, TextOmitsDefaults) {
  EXPECT_EQ(Layout().ToText(), "default");
  // README.md shows this one.
  const Layout layout = {.page_size = 16384,
                         .order = PageOrder::kSeeded,
                         .order_seed = 7,
                         .folio_order = 1,
                         .head = 8,
                         .desc_limit = 61,
                         .desc_lengths = {1, 2, 0, 5},
                         .cut = 100,
                         .stale = Stale::kPlausibleRecords,
                         .stale_seed = 9};
  EXPECT_EQ(layout.ToText(),
            "page_size=16384 order=seeded:7 folio_order=1 head=8 desc_limit=61 "
            "desc_lengths=1,2,0,5 cut=100 stale=records:9");
}

TEST(LayoutTest, TextReadsBackExactly) {
  size_t layouts = 0;
  for (const NamedLayout& named : DefaultLayouts()) {
    for (const std::optional<uint32_t> cut :
         {std::optional<uint32_t>(), std::optional<uint32_t>(4294967295)}) {
      for (const PageOrder order :
           {PageOrder::kAscending, PageOrder::kDescending,
            PageOrder::kSeeded}) {
        for (const uint64_t seed : {uint64_t{0}, ~uint64_t{0}}) {
          Layout layout = named.layout;
          layout.cut = cut;
          layout.order = order;
          layout.order_seed = seed;
          layout.stale_seed = seed;
          std::string error;
          const auto read = Layout::FromText(layout.ToText(), &error);
          ASSERT_TRUE(read.has_value()) << layout.ToText() << ": " << error;
          EXPECT_EQ(*read, layout) << layout.ToText();
          ++layouts;
        }
      }
    }
  }
  EXPECT_GE(layouts, 100u);
}

TEST(LayoutTest, TextMayListItsPartsInAnyOrderAndDefaults) {
  std::string problem;
  EXPECT_EQ(Layout::FromText("", &problem), Layout());
  EXPECT_EQ(Layout::FromText("cut=none stale=zero  page_size=4096 "
                             "order=seeded:0",
                             &problem),
            Layout());
  EXPECT_EQ(Layout::FromText("stale=records desc_limit=3", &problem),
            (Layout{.desc_limit = 3, .stale = Stale::kPlausibleRecords}));
}

TEST(LayoutTest, BadTextIsRefusedInOneLineThatNamesThePart) {
  const struct {
    const char* text;
    const char* error;
  } kCases[] = {
      {"colour=red",
       "layout: at 'colour=red': expected page_size, order, folio_order, head, "
       "desc_limit, desc_lengths, cut or stale"},
      {"head=8 head=x", "layout: at 'head=x': expected a number"},
      {"head=8x", "layout: at 'head=8x': expected a number"},
      {"head=-1", "layout: at 'head=-1': expected a number"},
      {"head=4294967296", "layout: at 'head=4294967296': expected a number"},
      {"head", "layout: at 'head': expected a number"},
      {"order=random",
       "layout: at 'order=random': expected ascending, descending or "
       "seeded:NUMBER"},
      {"order=seeded:",
       "layout: at 'order=seeded:': expected ascending, descending or "
       "seeded:NUMBER"},
      {"stale=records:x",
       "layout: at 'stale=records:x': expected zero, ones or records:NUMBER"},
      {"desc_lengths=1,,2",
       "layout: at 'desc_lengths=1,,2': expected numbers with commas between "
       "them"},
      {"cut=", "layout: at 'cut=': expected none or a number"},
      {"page_size=8192",
       "layout: page_size is 8192, expected 4096, 16384 or 65536"},
      {"folio_order=5", "layout: folio_order is 5, expected at most 4"},
      {"head=4096",
       "layout: head is 4096, expected less than the folio's 4096 bytes"},
      {"page_size=65536 folio_order=4 desc_lengths="
       "0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0",
       "layout: desc_lengths has 33 lengths, expected at most 32"},
      {"default default",
       "layout: at 'default': expected page_size, order, folio_order, head, "
       "desc_limit, desc_lengths, cut or stale"},
  };
  for (const auto& [text, expected] : kCases) {
    std::string error;
    EXPECT_EQ(Layout::FromText(text, &error), std::nullopt) << text;
    EXPECT_EQ(error, expected);
  }
}

TEST(LayoutTest, DefaultLayoutsDifferAndCoverEveryPart) {
  std::set<std::string_view> names;
  std::set<std::string> texts;
  std::set<size_t> page_sizes, limits;
  std::set<PageOrder> orders;
  std::set<Stale> stales;
  size_t whole = 0, large_folios = 0, heads = 0;
  for (const auto& [name, layout] : DefaultLayouts()) {
    EXPECT_TRUE(names.insert(name).second) << name;
    EXPECT_TRUE(texts.insert(layout.ToText()).second) << name;
    EXPECT_TRUE(layout.IsValid()) << name;
    page_sizes.insert(layout.page_size);
    limits.insert(layout.desc_limit);
    orders.insert(layout.order);
    stales.insert(layout.stale);
    whole += layout.desc_limit == 0 && layout.desc_lengths.empty();
    large_folios += layout.folio_order == 2;
    heads += layout.head != 0;
  }
  EXPECT_EQ(page_sizes, (std::set<size_t>{4096, 16384, 65536}));
  EXPECT_EQ(limits, (std::set<size_t>{0, 1, 59, 61, 599}));
  EXPECT_EQ(orders.size(), 3u);
  EXPECT_EQ(stales.size(), 3u);
  EXPECT_GE(whole, 10u);
  EXPECT_GE(large_folios, 2u);
  EXPECT_GE(heads, 3u);
  EXPECT_EQ(DefaultLayouts()[0].layout, Layout());
}

}  // namespace
}  // namespace fuse_dirents
