// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/exhaustive/sizing_search.h"

#include <cstdint>
#include <string>

#include "base/files.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

TEST(SizingSearchTest, TheSearchLooksAtEveryCornerWhereNothingBreaks) {
  uint64_t cases = 0;
  const SizingGuarantee always = {"always", "", 0,
                                  [](const Sized&) { return true; }};
  EXPECT_FALSE(SmallestBreach(always, SizingRule::kPaged, &cases));
  EXPECT_GT(cases, 100000u);
}

TEST(SizingSearchTest, TheSearchFindsABreachWhereNoneIsClaimedToBeKept) {
  uint64_t cases = 0;
  for (const SizingGuarantee& guarantee : AllSizingGuarantees()) {
    for (const SizingRuleFacts& facts : AllSizingRules()) {
      const auto breach = SmallestBreach(guarantee, facts.rule, &cases);
      EXPECT_EQ(guarantee.KeptBy(facts.rule), !breach.has_value())
          << guarantee.name << " by " << facts.name << ": "
          << (breach ? SizingCaseText(facts.rule, *breach) : "kept");
    }
  }
}

TEST(SizingSearchTest, SizingMdShowsTheClaimsAndWhatTheSearchFinds) {
  const std::string text = MustReadFile("readdir/request/SIZING.md");
  const std::string table = SizingTable();
  EXPECT_NE(text.find("<!-- generated -->\n\n" + table +
                      "\n<!-- end of generated -->"),
            std::string::npos)
      << "readdir/request/SIZING.md is stale; between its two marks should "
         "stand:\n\n"
      << table;
}

}  // namespace
}  // namespace fuse_dirents
