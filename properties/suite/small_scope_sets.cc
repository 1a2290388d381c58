// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/suite/small_scope_sets.h"

#include <string>

#include "properties/exhaustive/exhaustive_set.h"

namespace fuse_dirents {
namespace {

constexpr RecordFormat kFormats[] = {RecordFormat::kDirent,
                                     RecordFormat::kDirentplus};

CaseRunner::Turn ToRunner(Turn turn) {
  switch (turn) {
    case Turn::kRun:
      return CaseRunner::Turn::kRun;
    case Turn::kPass:
      return CaseRunner::Turn::kPass;
    case Turn::kStop:
      break;
  }
  return CaseRunner::Turn::kStop;
}

Asked AskAll(const Subject& subject, const ExhaustiveSet& set,
             std::span<const ListedParser> parsers,
             const std::function<Turn()>& turn) {
  CaseRunner runner(parsers, subject.held_to);
  Asked asked;
  bool over = false;
  runner.AskAtEach([&] {
    const Turn next = turn();
    if (next == Turn::kStop) {
      over = true;
      asked.last = runner.current();
    }
    return ToRunner(next);
  });
  for (const RecordFormat format : kFormats) {
    if (!subject.Takes(format)) continue;
    for (unsigned part = 0; part < set.parts && !over; ++part) {
      set.run(format, part, &runner);
      if (runner.failure().empty()) continue;
      over = true;
      asked = {runner.current(), runner.failure()};
    }
  }
  if (asked.last) asked.last->choices.profile = subject.profile;
  return asked;
}

}  // namespace

std::vector<CaseSet> SmallScopeSets(const Subject& subject) {
  std::vector<CaseSet> sets;
  for (const ExhaustiveSet& set : ExhaustiveSets()) {
    uint64_t cases = 0;
    for (const RecordFormat format : kFormats) {
      if (subject.Takes(format)) cases += set.cases[static_cast<int>(format)];
    }
    sets.push_back(
        {.name = "exhaustive/" + std::string(set.name),
         .size = set.parts * cases,
         .ask_all = [&subject, &set](const auto& parsers, const auto& turn) {
           return AskAll(subject, set, parsers, turn);
         }});
  }
  return sets;
}

}  // namespace fuse_dirents
