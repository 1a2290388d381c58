// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// For each mutant, the rule that the suite names is the same whether the parser
// is linked into the program, as dirent_parser_suite() does, or loaded from a
// shared object, as `dirents check-parser` does.

#include "differential/mutants/mutants.h"

#include <stdlib.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "properties/kill/kill.h"
#include "properties/suite/child.h"
#include "properties/suite/parser_under_suite.h"
#include "properties/suite/suite.h"
#include "tools/check_parser/object_parser.h"

namespace fuse_dirents {
namespace {

constexpr char kObject[] = "tools/check_parser/planted.so";

// Sets that each mutant is put under at least; they find nearly all.
constexpr size_t kFewSets = 4;

Subject SubjectOf(const Mutant& mutant, const ObjectParser& parser) {
  std::string problem;
  const auto subject = MakeSubject({.name = "mutant",
                                    .profile_name = mutant.profile,
                                    .parse = parser.parse,
                                    .load = parser.load},
                                   &problem);
  EXPECT_TRUE(subject) << problem;
  return subject.value();
}

std::string RuleOf(const Subject& subject, const CaseSet& set) {
  const auto found = RunSet(subject, set, {.shrink_tries = 0});
  return found ? found->violation.rule : "";
}

class MutantTest : public testing::TestWithParam<const Mutant*> {};

TEST_P(MutantTest, BreaksTheSameRuleFromASharedObject) {
  const Mutant& mutant = *GetParam();
  // The object reads it as it parses for the first time, in a child.
  ASSERT_EQ(setenv("PLANTED", std::string(mutant.name).c_str(), 1), 0);
  SetHangSeconds(1);
  const Subject linked = SubjectOf(mutant, {{}, ParseFunctionOf(mutant)});
  const Subject loaded =
      SubjectOf(mutant, ParserOfObject(kObject, "planted_parse"));
  const auto linked_sets = SuiteSets(linked), loaded_sets = SuiteSets(loaded);
  for (size_t i = 0; i < linked_sets.size(); ++i) {
    if (mutant.is_right() && i == kFewSets) return;
    const std::string rule = RuleOf(linked, linked_sets[i]);
    if (i < kFewSets || !rule.empty()) {
      SCOPED_TRACE(linked_sets[i].name);
      ASSERT_EQ(rule, RuleOf(loaded, loaded_sets[i]));
    }
    if (!rule.empty()) return;
  }
  FAIL() << "no set finds it";
}

INSTANTIATE_TEST_SUITE_P(, MutantTest, testing::ValuesIn([] {
                           std::vector<const Mutant*> mutants;
                           for (const Mutant& mutant : AllMutants()) {
                             mutants.push_back(&mutant);
                           }
                           return mutants;
                         }()),
                         [](const auto& param_info) {
                           std::string name(param_info.param->name);
                           std::ranges::replace(name, '.', '_');
                           return name;
                         });

}  // namespace
}  // namespace fuse_dirents
