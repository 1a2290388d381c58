// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/engine/chooser.h"
#include "properties/engine/generators.h"
#include "properties/engine/run.h"

namespace fuse_dirents {

std::string_view DriverName() { return "plain"; }

RunResult RunProperty(const Property& property,
                      std::span<const ListedParser> parsers,
                      const RunOptions& options) {
  RunResult result;
  result.distribution = Distribution(property.kinds);
  Runner runner(parsers);
  RandomChooser chooser(options.seed);
  for (size_t i = 0; i < CasesOf(property, options); ++i) {
    const Case c = DrawCase(property.cases, options.profile, &chooser);
    result.distribution.Add(c, &runner);
    if (const Failure failure = property.find_failure(runner, c)) {
      result.counterexample = {c, *failure};
      break;
    }
    ++result.passed;
  }
  return result;
}

}  // namespace fuse_dirents
