// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <cstdio>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "base/files.h"
#include "base/text.h"
#include "gtest/gtest.h"
#include "properties/engine/property_test.h"
#include "properties/engine/run.h"
#include "properties/engine/test_target.h"

namespace fuse_dirents {

// Without it, gtest would print an address.
static void PrintTo(const Property* property, std::ostream* os) {
  *os << property->name;
}

namespace {

RunOptions options;
std::optional<Case> replayed;

int Fail(const std::string& problem) {
  std::fprintf(stderr, "%s\n", problem.c_str());
  return 2;
}

// 0, or the exit status after a bad flag.
int ReadFlag(std::string_view flag) {
  const auto [key, value] = SplitKeyValue(flag);
  if (key == "--replay") {
    std::string problem;
    const auto text = ReadFile(value, &problem);
    if (!text) return Fail(problem);
    replayed = Case::FromRecipe(*text, &problem);
    if (!replayed) return Fail(std::string(value) + ": " + problem);
    return 0;
  }
  const auto number = ParseNumber(value);
  if (key == "--seed" && number) {
    options.seed = *number;
  } else if (key == "--cases" && number && *number > 0 &&
             *number <= 100000000) {
    options.cases = *number;
  } else {
    return Fail(std::string(flag) +
                ": unknown; expected --seed=N, --cases=N (1 to 100000000) or "
                "--replay=RECIPE, or a flag of gtest");
  }
  return 0;
}

class PropertyTest : public testing::TestWithParam<const Property*> {};

TEST_P(PropertyTest, Holds) {
  const Property& property = *GetParam();
  const std::string name(property.name);
  if (replayed) {
    if (!FitsRules(property.cases, *replayed)) {
      std::printf("%s: not about such a case\n", name.c_str());
      return;
    }
    Runner runner;
    const Failure failure = property.find_failure(runner, *replayed);
    EXPECT_FALSE(failure) << name << " does not hold: " << *failure;
    return;
  }
  const RunResult result = RunProperty(property, OurParsers(), options);
  std::printf("%s: %s\n", name.c_str(), result.distribution.ToText().c_str());
  const auto problem = Problem(property, options, result);
  EXPECT_FALSE(problem) << *problem << "bazel run " << TestTarget()
                        << " -- --gtest_filter=*/" << name
                        << " --replay=FILE\n";
}

INSTANTIATE_TEST_SUITE_P(, PropertyTest,
                         testing::ValuesIn(PropertiesUnderTest().begin(),
                                           PropertiesUnderTest().end()),
                         [](const auto& param_info) {
                           return std::string(param_info.param->name);
                         });

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  for (int i = 1; i < argc; ++i) {
    if (const int status = fuse_dirents::ReadFlag(argv[i])) return status;
  }
  if (fuse_dirents::replayed) {
    std::printf("replaying one case\n");
  } else {
    std::printf("%s, --seed=%llu --cases=%zu\n",
                std::string(fuse_dirents::DriverName()).c_str(),
                static_cast<unsigned long long>(fuse_dirents::options.seed),
                fuse_dirents::options.cases);
  }
  return RUN_ALL_TESTS();
}
