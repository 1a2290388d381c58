// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/mutants/mutants.h"

#include <cstddef>
#include <cstdio>
#include <set>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "properties/kill/kill.h"

namespace fuse_dirents {
namespace {

TEST(MutantsTest, EachSaysWhatIsWrongUnderANameOfItsOwn) {
  std::set<std::string_view> names;
  size_t wrong = 0;
  for (const MutantFacts& facts : AllMutants()) {
    EXPECT_EQ(&FactsOf(facts.mutant), &facts) << "stands in another's place";
    EXPECT_TRUE(names.insert(facts.name).second) << facts.name;
    EXPECT_FALSE(facts.what.empty()) << facts.name;
    wrong += !facts.is_right();
  }
  EXPECT_GE(wrong, 60u);
}

// So many groups of mutants can be tried apart.
constexpr size_t kGroups = 8;

class MutantsInGroup : public testing::TestWithParam<size_t> {};

TEST_P(MutantsInGroup, AreFoundUnlessTheyAreRight) {
  std::vector<Mutant> mutants;
  const std::vector<Mutant> all = EveryMutant();
  for (size_t i = GetParam(); i < all.size(); i += kGroups) {
    mutants.push_back(all[i]);
  }
  ASSERT_GE(mutants.size(), all.size() / kGroups);
  // One process at a time: the shards run side by side.
  const std::vector<Try> tries = TryToKill(mutants, 1);
  ASSERT_EQ(tries.size(), mutants.size() * Killers().size());
  std::fputs(KillTable(tries).c_str(), stdout);

  std::set<Mutant> killed;
  for (const Try& attempt : tries) {
    const MutantFacts& facts = FactsOf(attempt.mutant);
    if (attempt.killed) killed.insert(attempt.mutant);
    if (!facts.is_right()) continue;
    EXPECT_FALSE(attempt.killed)
        << facts.name << " is found by " << attempt.killer->name << ": "
        << attempt.by << " " << attempt.death;
    EXPECT_GE(attempt.parses, 5000u) << attempt.killer->name << " tried little";
  }
  for (const Mutant mutant : mutants) {
    const MutantFacts& facts = FactsOf(mutant);
    EXPECT_TRUE(facts.is_right() || killed.contains(mutant))
        << facts.name << " survives: " << facts.what;
  }
}

INSTANTIATE_TEST_SUITE_P(, MutantsInGroup, testing::Range(size_t{0}, kGroups));

}  // namespace
}  // namespace fuse_dirents
