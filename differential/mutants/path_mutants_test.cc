// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/mutants/path_mutants.h"

#include <set>
#include <string_view>

#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

TEST(PathMutantsTest, TheTableHasEachMutantOnceInOrder) {
  std::set<std::string_view> names;
  size_t next = 1;
  for (const PathMutantFacts& facts : AllPathMutants()) {
    EXPECT_EQ(static_cast<size_t>(facts.mutant), next++) << facts.name;
    EXPECT_EQ(FactsOf(facts.mutant).name, facts.name);
    EXPECT_TRUE(names.insert(facts.name).second) << facts.name;
    EXPECT_FALSE(facts.what.empty());
  }
  EXPECT_EQ(next, static_cast<size_t>(kLastPathMutant) + 1);
}

TEST(PathMutantsTest, EachJudgeMustFindAllButTheOneThatFaults) {
  for (const PathJudge judge :
       {PathJudge::kReaddirTests, PathJudge::kListingProperty,
        PathJudge::kSessionFuzzer}) {
    size_t must = 0;
    for (const PathMutantFacts& facts : AllPathMutants()) {
      must += facts.FoundBy(judge) ? 1 : 0;
    }
    EXPECT_EQ(must, 43u);
    EXPECT_EQ(must, AllPathMutants().size() - 1);
  }
}

TEST(PathMutantsTest, ABugIsPlantedForALifetime) {
  EXPECT_FALSE(IsPlanted(PathMutant::kPagesLeak));
  {
    const PlantedPathMutant planted(PathMutant::kPagesLeak);
    EXPECT_TRUE(IsPlanted(PathMutant::kPagesLeak));
    EXPECT_FALSE(IsPlanted(PathMutant::kLinksTwice));
  }
  EXPECT_FALSE(IsPlanted(PathMutant::kPagesLeak));
}

}  // namespace
}  // namespace fuse_dirents
