// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/suite/run_sets.h"

#include <cstdio>
#include <optional>
#include <utility>
#include <vector>

#include "base/files.h"
#include "properties/engine/distribution.h"
#include "properties/suite/child.h"
#include "properties/suite/suite.h"

namespace fuse_dirents {
namespace {

// What is printed stands there even if a later case ends the program.
void Print(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

int PrintFailed(const Subject& subject) {
  Print(std::string(subject.name) + ": FAILED\n");
  return kBreaksRule;
}

// Which kind of case the random cases lack, if any.
std::optional<std::string> Lacks(const Subject& subject, const CaseSet& set) {
  Distribution distribution(set.property->kinds);
  Runner runner(OurParsers());
  set.for_each([&](const Case& c) {
    distribution.Add(c, &runner);
    return true;
  });
  return distribution.Lacks(
      set.property->min_cut_percent,
      subject.dirent && subject.direntplus && !set.property->cases.plus_only);
}

}  // namespace

int RunSets(const Subject& subject, std::span<const CaseSet> sets,
            const SuiteOptions& options, EveryRule* every_rule,
            std::string* problem, const WatchSet& watch) {
  int status = kPasses;
  for (const CaseSet& set : sets) {
    SuiteOptions with_print = options;
    with_print.on_found = [&](const FoundViolation& found) {
      Print("  " + set.name + ": breaks a rule\n" + FirstText(subject, found));
    };
    if (watch) {
      watch(set, 0);
      WatchCases([&](uint64_t cases) { watch(set, cases); });
    }
    std::vector<FoundViolation> found;
    if (every_rule != nullptr) {
      found = every_rule->Run(set, with_print);
    } else if (auto first = RunSet(subject, set, with_print)) {
      found.push_back(*std::move(first));
    }
    WatchCases({});
    if (watch) watch(set, set.size);
    for (const FoundViolation& one : found) {
      status = kBreaksRule;
      Print(ToText(subject, one));
    }
    if (status == kBreaksRule && every_rule == nullptr) {
      return PrintFailed(subject);
    }
    if (set.property != nullptr) {
      if (const auto lacks = Lacks(subject, set)) {
        *problem = set.name + " has shown little: " + *lacks;
        return kBadArguments;
      }
    }
    Print("  " + set.name + ": " + std::to_string(set.size) + " cases\n");
  }
  return status;
}

int PrintEnd(const Subject& subject, const EveryRule* every_rule) {
  std::string text;
  if (every_rule != nullptr) {
    for (const std::string& line : every_rule->left_out()) {
      text += "  not checked: " + line + "\n";
    }
  }
  for (const std::string& line : subject.NotChecked()) {
    text += "  not checked: " + line + "\n";
  }
  if (every_rule != nullptr && !every_rule->rules().empty()) {
    text += "rules that break:\n";
    for (const std::string& rule : every_rule->rules()) {
      text += "  " + rule + "\n";
    }
    Print(text);
    return PrintFailed(subject);
  }
  Print(text + std::string(subject.name) + ": passed\n");
  return kPasses;
}

int ReplayCase(const Subject& subject, const std::string& path,
               std::string* problem) {
  const auto text = ReadFile(path, problem);
  if (!text) return kBadArguments;
  auto c = Case::FromRecipe(*text, problem);
  if (!c) {
    *problem = path + ": " + *problem;
    return kBadArguments;
  }
  c->choices.profile = subject.profile;
  if (!subject.Takes(c->format)) {
    *problem = path + ": of a format that " + std::string(subject.name) +
               " is not asked to parse";
    return kBadArguments;
  }
  if (const auto found = RunCase(subject, *c)) {
    Print(ToText(subject, *found));
    return PrintFailed(subject);
  }
  Print(std::string(subject.name) + ": passed\n");
  return kPasses;
}

}  // namespace fuse_dirents
