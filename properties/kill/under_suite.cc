// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Puts mutants under dirent_parser_suite()'s exhaustive and property sets, as
// anybody's parser would be, and prints which rule each breaks:
//
//     bazel run //properties/kill:under_suite [-- NAME...]
//
// Exits with 1 where a wrong one passes or a right one does not.

#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "base/check.h"
#include "differential/mutants/mutants.h"
#include "properties/engine/run.h"
#include "properties/suite/case_sets.h"
#include "properties/suite/parser_under_suite.h"
#include "properties/suite/small_scope_sets.h"
#include "properties/suite/suite.h"

namespace fuse_dirents {
namespace {

constexpr size_t kCasesOfEach = 1000;

// Prints the line of one mutant; whether it is as it should be.
bool Try(const MutantFacts& facts) {
  std::string problem;
  const auto subject = MakeSubject({.name = facts.name,
                                    .profile_name = "linux",
                                    .parse = ParseFunctionOf(facts.mutant)},
                                   &problem);
  FUSE_DIRENTS_CHECK(subject);
  std::vector<CaseSet> sets = ExhaustiveSets(*subject);
  for (const CaseSet& set : SmallScopeSets(*subject)) sets.push_back(set);
  for (const CaseSet& set :
       PropertySets(*subject, kDefaultSeed, kCasesOfEach)) {
    sets.push_back(set);
  }
  std::string found = "passes";
  for (const CaseSet& set : sets) {
    const auto violation = RunSet(*subject, set, 0);
    if (!violation) continue;
    found = set.name + ": " + violation->violation.rule;
    break;
  }
  const bool is_due = (found == "passes") == facts.is_right();
  std::printf("| %3d | %s | %s |%s\n", static_cast<int>(facts.mutant),
              std::string(facts.name).c_str(), found.c_str(),
              is_due ? "" : " WRONG");
  std::fflush(stdout);
  return is_due;
}

int Main(int argc, char** argv) {
  std::vector<MutantFacts> mutants;
  for (int i = 1; i < argc; ++i) {
    const MutantFacts* facts = FindMutant(argv[i]);
    if (facts == nullptr) {
      std::fprintf(stderr, "%s: no such mutant\n", argv[i]);
      return 2;
    }
    mutants.push_back(*facts);
  }
  if (mutants.empty()) mutants.assign(AllMutants().begin(), AllMutants().end());
  size_t wrong = 0;
  for (const MutantFacts& facts : mutants) wrong += !Try(facts);
  std::printf("%zu parsers, %zu not as they should be\n", mutants.size(),
              wrong);
  return wrong == 0 ? 0 : 1;
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) { return fuse_dirents::Main(argc, argv); }
