// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Each part of the suite finds as many mutants as it did, and together they
// find all.

#include <cstdio>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "properties/kill/kill.h"

namespace fuse_dirents {
namespace {

// The wrong mutants that a killer lets pass, beside those that need rewrites of
// a killer that makes none.
const std::map<std::string_view, std::vector<std::string_view>> kSurvivors = {
    {"corpus",
     {"lonely_byte_lost", "segments_consumed", "leaks_on_error",
      "first_mib_only", "long_refused_after_slash"}},
    {"properties",
     {"lonely_byte_lost", "dots_remembered", "long_refused_after_slash",
      "segments_consumed", "leaks_on_error", "surrogates_taken",
      "first_mib_only", "edk2_blocks_unjudged", "openbsd_lone_header_judged"}},
    {"exhaustive",
     {"dot_dot_at_seam_linked", "segments_consumed", "leaks_on_error",
      "first_mib_only", "long_refused_after_slash",
      "starnix_judges_when_full"}},
    {"suite", {}},
};

bool Survives(const Killer& killer, const Mutant& mutant) {
  if (mutant.is_right()) return true;
  if (mutant.needs == Needs::kRewrites && !killer.rewrites) return true;
  for (const std::string_view name : kSurvivors.at(killer.name)) {
    if (name == mutant.name) return true;
  }
  return false;
}

class KillerTest : public testing::TestWithParam<Killer> {};

TEST_P(KillerTest, FindsAllButItsSurvivors) {
  const Killer killer = GetParam();
  std::vector<const Mutant*> mutants;
  for (const Mutant& mutant : AllMutants()) mutants.push_back(&mutant);
  const std::vector<Try> tries = TryToKill(mutants, {&killer, 1});
  std::fputs(KillTable(tries, {&killer, 1}).c_str(), stdout);
  ASSERT_EQ(tries.size(), AllMutants().size());
  for (const Try& attempt : tries) {
    EXPECT_NE(attempt.killed, Survives(killer, *attempt.mutant))
        << attempt.mutant->name << ": " << attempt.mutant->what << " "
        << attempt.by << " " << attempt.death;
  }
}

INSTANTIATE_TEST_SUITE_P(, KillerTest,
                         testing::ValuesIn(Killers().begin(), Killers().end()),
                         [](const auto& param_info) {
                           return std::string(param_info.param.name);
                         });

TEST(KillersTest, EachMutantIsFoundByOne) {
  for (const Mutant& mutant : AllMutants()) {
    if (mutant.is_right()) continue;
    bool found = false;
    for (const Killer& killer : Killers()) {
      found = found || !Survives(killer, mutant);
    }
    EXPECT_TRUE(found) << mutant.name << " survives: " << mutant.what;
  }
}

}  // namespace
}  // namespace fuse_dirents
