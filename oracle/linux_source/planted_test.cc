// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The suite finds each planted edit of readdir.c and names its rule.

#include <cstdio>
#include <cstdlib>
#include <string>

#include "base/process.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

constexpr char kFolder[] = "oracle/linux_source/";

struct Printed {
  int status;
  std::string printed;
};

Printed RunSuite(const std::string& suite, const std::string& check) {
  std::string problem;
  const auto result =
      RunProcess({.argv = {kFolder + suite + "_" + check, "--check=" + check},
                  .merge_stderr = true},
                 &problem);
  if (!result) return {127, problem};
  return {result->ending.status(), result->out};
}

struct Edit {
  const char* name;
  const char* check;
  const char* rule;
};

class PlantedEdit : public testing::TestWithParam<Edit> {};

TEST_P(PlantedEdit, IsFoundAndNamed) {
  ASSERT_EQ(setenv("PLANTED", GetParam().name, 1), 0);
  const Printed run = RunSuite("planted_source", GetParam().check);
  EXPECT_EQ(run.status, 1) << run.printed;
  EXPECT_NE(run.printed.find("\nrule: " + std::string(GetParam().rule) + "\n"),
            std::string::npos)
      << run.printed;
}

INSTANTIATE_TEST_SUITE_P(
    Planted, PlantedEdit,
    testing::Values(Edit{"slash_taken", "exhaustive", "'/' in the name"},
                    Edit{"pos_before_emit", "exhaustive", "Resume"},
                    Edit{"forget_gone", "exhaustive", "Lookups"},
                    Edit{"reclen_or_equal", "exhaustive", "Emit and full"},
                    Edit{"namelen_off_by_one", "exhaustive",
                         "longest name in bytes"},
                    Edit{"link_only_while_not_full", "exhaustive", "a lookup"}),
    [](const auto& param_info) { return std::string(param_info.param.name); });

// A record of more than a page that is copied into a page of the cache.
TEST(PlantedCache, IsFoundWithItsNamelen) {
  const Printed run = RunSuite("planted_cache", "exhaustive");
  EXPECT_EQ(run.status, 1) << run.printed;
  EXPECT_NE(run.printed.find("\nrule: no_crash\n"), std::string::npos)
      << run.printed;
}

}  // namespace
}  // namespace fuse_dirents
