// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/check_parser/random_set.h"

#include <set>
#include <string>
#include <vector>

#include "differential/mutants/mutants.h"
#include "gtest/gtest.h"
#include "properties/suite/corpus.h"
#include "properties/suite/suite.h"

namespace fuse_dirents {
namespace {

Subject SubjectOf(std::string_view mutant, bool plus = true) {
  std::string problem;
  return MakeSubject({.name = "mutant",
                      .profile_name = "linux",
                      .dirent = true,
                      .direntplus = plus,
                      .parse = ParseFunctionOf(mutant)},
                     &problem)
      .value();
}

std::vector<Case> CasesOf(const Subject& subject, uint64_t seed, size_t runs) {
  std::vector<Case> cases;
  const CaseSet set = RandomSet(subject, EmbeddedCorpus(), seed, runs);
  set.for_each([&](const Case& c) {
    cases.push_back(c);
    return true;
  });
  EXPECT_EQ(cases.size(), set.size);
  return cases;
}

TEST(RandomSetTest, ASeedGivesTheSameCasesAndMoreRunsGoOnFromThem) {
  const Subject subject = SubjectOf("none");
  const auto cases = CasesOf(subject, 7, 2000);
  auto longer = CasesOf(subject, 7, 3000);
  longer.resize(2000);
  EXPECT_TRUE(cases == longer);
  EXPECT_FALSE(cases == CasesOf(subject, 8, 2000));
}

TEST(RandomSetTest, CasesDifferAndAreOfEachFormatThatIsTaken) {
  std::set<std::string> replies;
  size_t plus = 0;
  for (const Case& c : CasesOf(SubjectOf("none"), 7, 10000)) {
    replies.insert(c.Reply());
    plus += c.format == RecordFormat::kDirentplus;
  }
  EXPECT_GT(replies.size(), 7000u);
  EXPECT_GT(plus, 2000u);
  EXPECT_LT(plus, 8000u);
  for (const Case& c : CasesOf(SubjectOf("none", false), 7, 1000)) {
    ASSERT_EQ(c.format, RecordFormat::kDirent);
  }
}

TEST(RandomSetTest, FindsBugsThatTakeARecordASeamAnAnswerOrState) {
  const auto found = [](const Subject& subject) {
    return RunSet(subject, RandomSet(subject, EmbeddedCorpus(), 1, 20000),
                  {.shrink_tries = 0})
        .has_value();
  };
  EXPECT_FALSE(found(SubjectOf("none")));
  for (const std::string_view mutant :
       {"slash_taken", "emits_when_full", "failed_link_kept", "stale_bounce",
        "name_max_4096", "dots_remembered"}) {
    EXPECT_TRUE(found(SubjectOf(mutant))) << mutant;
  }
}

}  // namespace
}  // namespace fuse_dirents
