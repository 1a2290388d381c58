// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/mutants/mutants.h"

#include <cstdio>
#include <set>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "properties/mutants/kill.h"

namespace fuse_dirents {
namespace {

// Every killer on every mutant, once for all tests.
const std::vector<Try>& Tries() {
  static const auto* const tries = [] {
    auto* result = new std::vector<Try>(TryToKill(EveryMutant()));
    std::fputs(KillTable(*result).c_str(), stdout);
    return result;
  }();
  return *tries;
}

std::vector<Try> TriesOn(Mutant mutant) {
  std::vector<Try> result;
  for (const Try& attempt : Tries()) {
    if (attempt.mutant == mutant) result.push_back(attempt);
  }
  return result;
}

void ExpectSurvives(Mutant mutant) {
  const std::vector<Try> tries = TriesOn(mutant);
  ASSERT_EQ(tries.size(), Killers().size());
  for (const Try& attempt : tries) {
    EXPECT_FALSE(attempt.killed)
        << FactsOf(mutant).name << " is found by " << attempt.killer->name
        << ": " << attempt.by << " " << attempt.death;
    EXPECT_GE(attempt.parses, 5000u) << attempt.killer->name << " tried little";
  }
}

TEST(MutantsTest, EachSaysWhatIsWrongUnderANameOfItsOwn) {
  std::set<std::string_view> names;
  size_t wrong = 0;
  for (const MutantFacts& facts : AllMutants()) {
    EXPECT_EQ(&FactsOf(facts.mutant), &facts) << "stands in another's place";
    EXPECT_TRUE(names.insert(facts.name).second) << facts.name;
    EXPECT_FALSE(facts.what.empty()) << facts.name;
    wrong += facts.mutant != Mutant::kNone && !facts.is_equivalent();
  }
  EXPECT_GE(wrong, 60u);
}

TEST(MutantsTest, BuildHasATargetForEachMutantAlone) {
  EXPECT_EQ(kMutantCount, FUSE_DIRENTS_MUTANT_TARGETS);
}

TEST(MutantsTest, TheRightParserPasses) { ExpectSurvives(Mutant::kNone); }

TEST(MutantsTest, EveryMutantIsFound) {
  for (const MutantFacts& facts : AllMutants()) {
    if (facts.mutant == Mutant::kNone || facts.is_equivalent()) continue;
    bool killed = false;
    for (const Try& attempt : TriesOn(facts.mutant)) killed |= attempt.killed;
    EXPECT_TRUE(killed) << facts.name << " survives: " << facts.what;
  }
}

TEST(MutantsTest, EquivalentMutantsPass) {
  for (const MutantFacts& facts : AllMutants()) {
    if (facts.is_equivalent()) ExpectSurvives(facts.mutant);
  }
}

}  // namespace
}  // namespace fuse_dirents
