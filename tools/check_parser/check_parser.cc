// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/check_parser/check_parser.h"

#include <chrono>
#include <cstdio>
#include <vector>

#include "base/progress.h"
#include "fmt/format.h"
#include "properties/suite/case_sets.h"
#include "properties/suite/corpus.h"
#include "properties/suite/run_sets.h"
#include "tools/check_parser/random_set.h"

namespace fuse_dirents {
namespace {

using Clock = std::chrono::steady_clock;

// A group of sets under one heading.
struct Part {
  std::string heading;
  std::vector<CaseSet> sets;
};

std::vector<Part> PartsOf(const Subject& subject, const ParserCheck& check) {
  std::vector<Part> parts;
  parts.push_back({"corpus", CorpusSets(subject, EmbeddedCorpus())});
  parts.push_back({"exhaustive", ExhaustiveSets(subject)});
  parts.push_back({fmt::format("properties, seed {}", check.seed),
                   PropertySets(subject, check.seed, kCasesOfEach)});
  if (check.runs > 0) {
    parts.push_back(
        {fmt::format("random, seed {}", check.seed),
         {RandomSet(subject, EmbeddedCorpus(), check.seed, check.runs)}});
  }
  return parts;
}

}  // namespace

int CheckParser(Subject& subject, const ParserCheck& check,
                std::string* problem) {
  Progress progress;
  Clock::time_point begin;
  const auto watch = [&](const CaseSet& set, uint64_t cases) {
    if (cases == 0) begin = Clock::now();
    if (cases == set.size) {
      progress.Erase();
      if (!check.timing) return;
      const std::chrono::duration<double> took = Clock::now() - begin;
      fmt::print(stderr, "{}: {} cases in {:.2f} s, {:.0f} a second\n",
                 set.name, cases, took.count(),
                 static_cast<double>(cases) / took.count());
    } else if (progress.Due()) {
      progress.Show(
          fmt::format("{}: {} of {} cases", set.name, cases, set.size));
    }
  };
  EveryRule every_rule(&subject);
  EveryRule* const keep_going = check.keep_going ? &every_rule : nullptr;
  for (const Part& part : PartsOf(subject, check)) {
    fmt::print("{}\n", part.heading);
    const int status =
        RunSets(subject, part.sets, {}, keep_going, problem, watch);
    if (status == kBadArguments) return status;
    if (status == kBreaksRule && !check.keep_going) return status;
  }
  return PrintEnd(subject, keep_going);
}

}  // namespace fuse_dirents
