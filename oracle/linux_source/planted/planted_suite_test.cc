// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The suite passes readdir.c without an edit, finds each planted edit of its
// parsers, and names the rule.

#include <cstdlib>
#include <string>

#include "base/process.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

struct Printed {
  int status;
  std::string printed;
};

Printed RunSuite(const char* edit) {
  EXPECT_EQ(setenv("PLANTED", edit, 1), 0);
  std::string problem;
  const auto result = RunProcess(
      {.argv = {"oracle/linux_source/planted/planted_suite_exhaustive",
                "--check=exhaustive"},
       .merge_stderr = true},
      &problem);
  if (!result) return {127, problem};
  return {result->ending.status(), result->out};
}

struct Edit {
  const char* name;
  const char* rule;
};

class PlantedEdit : public testing::TestWithParam<Edit> {};

TEST_P(PlantedEdit, IsFoundAndNamed) {
  const Printed run = RunSuite(GetParam().name);
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

TEST(PlantedSuite, PassesWithoutAnEdit) {
  const Printed run = RunSuite("none");
  EXPECT_EQ(run.status, 0) << run.printed;
}

}  // namespace
}  // namespace fuse_dirents
