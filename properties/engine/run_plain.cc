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
  Bench bench(parsers);
  RandomChooser chooser(options.seed);
  for (size_t i = 0; i < CasesOf(property, options); ++i) {
    const Case c = DrawCase(property.cases, options.profile, &chooser);
    result.distribution.Add(c, &bench);
    if (const Verdict verdict = property.holds(bench, c)) {
      result.counterexample = {c, *verdict};
      break;
    }
    ++result.passed;
  }
  return result;
}

}  // namespace fuse_dirents
