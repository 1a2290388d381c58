// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The exhaustive set that is about a bug finds the mutant that has it, and the
// recipe that it prints shows it again.

#include <string>
#include <string_view>

#include "differential/mutants/mutants.h"
#include "gtest/gtest.h"
#include "pagemap/poison.h"
#include "parser/profile/profile.h"
#include "properties/exhaustive/exhaustive_set.h"

namespace fuse_dirents {
namespace {

struct Canary {
  std::string_view set, mutant;
  Presentation presentation;
};

// Runs the set on the mutant alone, until it differs from the reference.
std::string FailureOf(const Canary& canary) {
  const ListedParser parsers[] = {
      {"canary", canary.presentation, ParseFunctionOf(canary.mutant)}};
  CaseRunner runner(parsers, LinuxProfile());
  const ExhaustiveSet& set = FindExhaustiveSet(canary.set);
  for (const RecordFormat format :
       {RecordFormat::kDirent, RecordFormat::kDirentplus}) {
    for (unsigned part = 0; part < set.parts && runner.failure().empty();
         ++part) {
      set.run(Extent::kThinned, format, part, &runner);
    }
  }
  return runner.failure();
}

constexpr Canary kCanaries[] = {
    {"namelen_seams", "lonely_byte_lost", Presentation::kSegmented},
    {"namelen_seams", "empty_segment_ends", Presentation::kSegmented},
    {"namelen_pages", "late_first_page_refused", Presentation::kMapped},
// Where bytes can be poisoned, this parser would end there.
#if !defined(FUSE_DIRENTS_ASAN) && !defined(FUSE_DIRENTS_MSAN)
    {"cuts", "length_rounded_up", Presentation::kSegmented},
#endif
    {"field_values", "type_of_16_bits", Presentation::kLinear},
    {"field_values", "namelen_of_8_bits", Presentation::kLinear},
    {"slash_seams", "slash_after_seam_unseen", Presentation::kSegmented},
    {"slash_seams", "slash_right_after_seam_unseen", Presentation::kSegmented},
    {"slash_seams", "slash_right_before_seam_unseen", Presentation::kSegmented},
    {"small_replies", "second_forget_lost", Presentation::kLinear},
};

class ExhaustiveCanary : public testing::TestWithParam<Canary> {};

TEST_P(ExhaustiveCanary, IsFound) {
  const std::string failure = FailureOf(GetParam());
  // What stands between the dashes is a case.
  const size_t begin = failure.find("# why: ");
  ASSERT_NE(begin, failure.npos) << failure;
  const std::string recipe =
      failure.substr(begin, failure.find("---\n", begin) - begin);
  std::string problem;
  EXPECT_TRUE(Case::FromRecipe(recipe, &problem)) << problem << "\n" << recipe;
  std::printf("%s", recipe.c_str());
}

INSTANTIATE_TEST_SUITE_P(, ExhaustiveCanary, testing::ValuesIn(kCanaries),
                         [](const auto& param_info) {
                           return std::string(param_info.param.set) +
                                  "_finds_" +
                                  std::string(param_info.param.mutant);
                         });

TEST(ExhaustiveSets, StateIsReportedAsState) {
  const std::string failure =
      FailureOf({"small_replies", "fails_now_and_then", Presentation::kLinear});
  EXPECT_NE(failure.find("it keeps state"), failure.npos) << failure;
}

TEST(ExhaustiveSets, TheRightParserPasses) {
  EXPECT_EQ(FailureOf({"field_values", "none", Presentation::kSegmented}), "");
}

}  // namespace
}  // namespace fuse_dirents
