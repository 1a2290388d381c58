// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The tests that dirent_parser_suite() makes:
//
//     --check=properties|exhaustive|corpus   which one
//     --seed=N --cases=N                     random cases of each property
//     --hang_seconds=N                       limit of one case
//     --replay=FILE                          only the case in a recipe
//     @FILE                                  the corpus: paths between commas
//
// Exits with 0 if the parser follows every rule, 1 if it breaks one, and 2 for
// wrong arguments.

#include <cstdio>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/files.h"
#include "base/text.h"
#include "properties/engine/distribution.h"
#include "properties/engine/run.h"
#include "properties/suite/case_sets.h"
#include "properties/suite/child.h"
#include "properties/suite/parser_under_suite.h"
#include "properties/suite/suite.h"

namespace fuse_dirents {
namespace {

// Random cases of each property; slow properties have fewer.
constexpr size_t kCasesOfEach = 1000;
// A corpus with fewer files of a format has lost some.
constexpr size_t kLeastFiles = 40;

struct Flags {
  std::string check;
  uint64_t seed = kDefaultSeed;
  size_t cases = kCasesOfEach;
  std::string replay;
  std::vector<std::string> corpus;
};

int Fail(const std::string& problem) {
  std::fprintf(stderr, "%s\n", problem.c_str());
  return 2;
}

std::vector<std::string> PathsIn(std::string_view list) {
  std::vector<std::string> paths;
  while (!list.empty()) {
    const size_t end = std::min(list.find(','), list.size());
    paths.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return paths;
}

// False, and a line in *problem, where `arg` is none that is known.
bool ReadFlag(std::string_view arg, Flags* flags, std::string* problem) {
  if (arg.starts_with('@')) {
    const auto list = ReadFile(arg.substr(1), problem);
    if (!list) return false;
    flags->corpus = PathsIn(*list);
    return true;
  }
  const auto [key, value] = SplitKeyValue(arg);
  if (key == "--check" &&
      (value == "properties" || value == "exhaustive" || value == "corpus")) {
    flags->check = value;
    return true;
  }
  if (key == "--replay") return flags->replay = value, true;
  const auto number = ParseNumber(value);
  if (key == "--seed" && number) return flags->seed = *number, true;
  if (key == "--cases" && number && *number >= 100 && *number <= 100000000) {
    return flags->cases = *number, true;
  }
  if (key == "--hang_seconds" && number && *number > 0 && *number <= 3600) {
    SetHangSeconds(static_cast<int>(*number));
    return true;
  }
  *problem = std::string(arg) +
             ": expected --check=properties, exhaustive or corpus, --seed=N, "
             "--cases=N (100 to 100000000), --hang_seconds=N (1 to 3600), "
             "--replay=RECIPE, or @LIST of the "
             "corpus' files";
  return false;
}

int Report(const Subject& subject, const FoundViolation& found) {
  std::printf("%s", ToText(subject, found).c_str());
  std::printf("%s: FAILED\n", std::string(subject.name).c_str());
  return 1;
}

int Replay(const Subject& subject, const std::string& path) {
  std::string problem;
  const auto text = ReadFile(path, &problem);
  if (!text) return Fail(problem);
  auto c = Case::FromRecipe(*text, &problem);
  if (!c) return Fail(path + ": " + problem);
  c->choices.profile = subject.profile;
  if (!subject.Takes(c->format)) {
    return Fail(path + ": of a format that " + std::string(subject.name) +
                " is not asked to parse");
  }
  if (const auto found = RunCase(subject, *c)) return Report(subject, *found);
  std::printf("%s: passed\n", std::string(subject.name).c_str());
  return 0;
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

int Run(const Subject& subject, const Flags& flags) {
  std::string problem;
  const auto corpus = ReadInputFiles(flags.corpus, &problem);
  if (!corpus) return Fail(problem);
  std::vector<CaseSet> sets;
  if (flags.check == "properties") {
    std::printf("--seed=%llu --cases=%zu\n",
                static_cast<unsigned long long>(flags.seed), flags.cases);
    sets = PropertySets(subject, flags.seed, flags.cases);
  } else if (flags.check == "exhaustive") {
    sets = ExhaustiveSets(subject);
  } else {
    sets = CorpusSets(subject, *corpus);
    if (sets.back().size < kLeastFiles) {
      return Fail("the corpus has " + std::to_string(sets.back().size) +
                  " files for this parser, expected at least " +
                  std::to_string(kLeastFiles));
    }
  }
  for (const CaseSet& set : sets) {
    if (const auto found = RunSet(subject, set)) {
      std::printf("  %s: breaks a rule\n", set.name.c_str());
      return Report(subject, *found);
    }
    if (set.property != nullptr) {
      if (const auto lacks = Lacks(subject, set)) {
        return Fail(set.name + " has shown little: " + *lacks);
      }
    }
    std::printf("  %s: %zu cases\n", set.name.c_str(), set.size);
  }
  for (const std::string& line : subject.NotChecked()) {
    std::printf("  not checked: %s\n", line.c_str());
  }
  if (flags.check == "exhaustive") {
    std::printf("  not checked here: leaks, which the other two tests find\n");
  }
  std::printf("%s: passed\n", std::string(subject.name).c_str());
  return 0;
}

int Main(int argc, char** argv) {
  Flags flags;
  std::string problem;
  for (int i = 1; i < argc; ++i) {
    if (!ReadFlag(argv[i], &flags, &problem)) return Fail(problem);
  }
  const auto subject = MakeSubject(LinkedParser(), &problem);
  if (!subject) return Fail(problem);
  std::printf("%s\n", subject->ToText().c_str());
  if (!flags.replay.empty()) return Replay(*subject, flags.replay);
  if (flags.check.empty()) return Fail("--check= is missing");
  return Run(*subject, flags);
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) { return fuse_dirents::Main(argc, argv); }
