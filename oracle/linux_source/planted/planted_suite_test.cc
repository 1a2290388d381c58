// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The suite finds each planted edit of the parsers of readdir.c and names its
// rule; so does the report of agreement.

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "base/process.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

struct Printed {
  int status;
  std::string printed;
};

Printed RunPlanted(const char* edit, std::vector<std::string> argv) {
  EXPECT_EQ(setenv("PLANTED", edit, 1), 0);
  argv[0] = "oracle/linux_source/planted/" + argv[0];
  std::string problem;
  const auto result =
      RunProcess({.argv = std::move(argv), .merge_stderr = true}, &problem);
  if (!result) return {127, problem};
  return {result->ending.status(), result->out};
}

struct Edit {
  const char* name;
  const char* rule;
};

class PlantedEdit : public testing::TestWithParam<Edit> {};

TEST_P(PlantedEdit, IsFoundAndNamed) {
  // Without an edit none of these rules is broken, or all edits would give it.
  const Printed run = RunPlanted(
      GetParam().name, {"planted_suite_exhaustive", "--check=exhaustive"});
  EXPECT_EQ(run.status, 1) << run.printed;
  EXPECT_NE(run.printed.find("\nrule: " + std::string(GetParam().rule) + "\n"),
            std::string::npos)
      << run.printed;
}

INSTANTIATE_TEST_SUITE_P(
    Planted, PlantedEdit,
    testing::Values(Edit{"slash_taken", "'/' in the name"},
                    Edit{"pos_before_emit", "Resume"},
                    Edit{"forget_gone", "Lookups"},
                    Edit{"reclen_or_equal", "Emit and full"},
                    Edit{"namelen_off_by_one", "longest name in bytes"},
                    Edit{"link_only_while_not_full", "a lookup"},
                    // A record above a page, copied into a page of the cache.
                    Edit{"oversized_cached", "no_crash"}),
    [](const auto& edit) { return std::string(edit.param.name); });

// The report counts the cases that differ, and shrinks one of each rule.
TEST(PlantedAgreement, NamesTheRuleThatDiffers) {
  const std::vector<std::string> argv = {"planted_agreement", "--cases=3000",
                                         "--sessions=100"};
  const Printed none = RunPlanted("none", argv);
  EXPECT_EQ(none.status, 0) << none.printed;
  EXPECT_NE(none.printed.find(" agree=3000 differ=0\n"), std::string::npos);
  const Printed run = RunPlanted("slash_taken", argv);
  EXPECT_EQ(run.status, 1) << run.printed;
  EXPECT_NE(run.printed.find("bytes=32 rule=\"source: '/' in the name\""),
            std::string::npos)
      << run.printed;
}

}  // namespace
}  // namespace fuse_dirents
