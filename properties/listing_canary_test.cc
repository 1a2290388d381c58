// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The path mutants that the properties of listings must find.

#include <cstdio>

#include "differential/mutants/path_mutants.h"
#include "gtest/gtest.h"
#include "properties/canary.h"
#include "properties/listing_properties.h"

namespace fuse_dirents {
namespace {

struct Canary {
  const Property& property;
  PathMutant mutant;
};

class ListingCanary : public ::testing::TestWithParam<Canary> {};

TEST_P(ListingCanary, IsFoundByItsProperty) {
  const PlantedPathMutant planted(GetParam().mutant);
  ExpectFound(GetParam().property);
}

INSTANTIATE_TEST_SUITE_P(
    , ListingCanary,
    ::testing::Values(Canary{kSizingGuarantees, PathMutant::kSizedAsPosted},
                      Canary{kShortAllocation, PathMutant::kSizeUncapped},
                      Canary{kShortAllocation, PathMutant::kResumesBeforeLast},
                      Canary{kCacheReplay, PathMutant::kCacheCutsNames},
                      Canary{kCacheReplay, PathMutant::kCacheNeverServes},
                      Canary{kAdaptiveListing, PathMutant::kResumesBeforeLast},
                      Canary{kAdaptiveListing, PathMutant::kResumesPastUntaken},
                      Canary{kListingModel, PathMutant::kErrorIsEnd}),
    [](const auto& test) {
      return std::string(test.param.property.name) + "_" +
             std::string(FactsOf(test.param.mutant).name);
    });

TEST(ListingCanaryTest, TheModelFindsEveryPathMutantThatItMust) {
  size_t found = 0;
  for (const PathMutantFacts& facts : AllPathMutants()) {
    if (!facts.FoundBy(PathJudge::kListingProperty)) continue;
    const PlantedPathMutant planted(facts.mutant);
    const RunResult result = RunProperty(kListingModel, OurParsers(), {});
    EXPECT_TRUE(result.counterexample) << facts.name << ": " << facts.what;
    if (!result.counterexample) continue;
    ++found;
    std::printf("%s: case %zu\n", std::string(facts.name).c_str(),
                result.passed);
  }
  EXPECT_EQ(found, AllPathMutants().size() - 1);
}

}  // namespace
}  // namespace fuse_dirents
