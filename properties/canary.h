// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// For tests of the properties themselves: something broken that must be found.

#ifndef FUSE_DIRENTS_PROPERTIES_CANARY_H_
#define FUSE_DIRENTS_PROPERTIES_CANARY_H_

#include <cstdio>
#include <span>
#include <string>

#include "differential/parser_list.h"
#include "gtest/gtest.h"
#include "properties/engine/property.h"
#include "properties/engine/run.h"

namespace fuse_dirents {

// The property finds the canary, and what it found can be replayed.
inline void ExpectFound(const Property& property,
                        std::span<const ListedParser> parsers = OurParsers(),
                        size_t max_records = 2) {
  RunOptions options;
  const RunResult result = RunProperty(property, parsers, options);
  ASSERT_TRUE(result.counterexample)
      << property.name << " holds for " << result.passed << " cases";
  const Counterexample& found = *result.counterexample;
  const std::string recipe = found.c.ToRecipe(found.failure);
  const std::string report = Problem(property, options, result).value_or("");
  EXPECT_NE(report.find("format "), std::string::npos) << report;

  std::string problem;
  const auto replayed = Case::FromRecipe(recipe, &problem);
  ASSERT_TRUE(replayed) << problem << "\n" << recipe;
  Runner runner(parsers);
  EXPECT_TRUE(property.find_failure(runner, *replayed))
      << "does not fail again:\n"
      << recipe;
  if (DriverName() == "RapidCheck") {
    EXPECT_LE(found.c.records.size(), max_records) << "is not shrunk:\n"
                                                   << recipe;
  }
  std::printf("%s, after %zu cases:\n%s", std::string(property.name).c_str(),
              result.passed, found.c.ToRecipe("canary").c_str());
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_CANARY_H_
