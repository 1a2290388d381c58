// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The tests that dirent_parser_suite() makes:
//
//     --check=properties|exhaustive|corpus   which one
//     --seed=N --cases=N                     random cases of each property
//     --hang_seconds=N                       limit of one case
//     --replay=FILE                          only the case in a recipe
//     --keep_going                           report every rule that breaks
//     --shrink_seconds=N                     limit of the search for a simpler
//                                            case
//
// Exits with 0 if the parser follows every rule, 1 if it breaks one, and 2 for
// wrong arguments.

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "properties/engine/run.h"
#include "properties/suite/case_sets.h"
#include "properties/suite/child.h"
#include "properties/suite/corpus.h"
#include "properties/suite/parser_under_suite.h"
#include "properties/suite/run_sets.h"

namespace fuse_dirents {
namespace {

struct Flags {
  std::string check;
  uint64_t seed = kDefaultSeed;
  size_t cases = kCasesOfEach;
  std::string replay;
  bool keep_going = false;
  SuiteOptions options;
};

int Fail(const std::string& problem) {
  std::fprintf(stderr, "%s\n", problem.c_str());
  return kBadArguments;
}

// False, and a line in *problem, where `arg` is none that is known.
bool ReadFlag(std::string_view arg, Flags* flags, std::string* problem) {
  const auto [key, value] = SplitKeyValue(arg);
  if (key == "--check" &&
      (value == "properties" || value == "exhaustive" || value == "corpus")) {
    flags->check = value;
    return true;
  }
  if (arg == "--keep_going") return flags->keep_going = true;
  if (key == "--replay") return flags->replay = value, true;
  const auto number = ParseNumber(value);
  if (key == "--seed" && number) return flags->seed = *number, true;
  if (key == "--cases" && number && *number >= 100 && *number <= 100000000) {
    return flags->cases = *number, true;
  }
  if (key == "--shrink_seconds" && number && *number <= 3600) {
    flags->options.shrink_time = std::chrono::seconds(*number);
    return true;
  }
  if (key == "--hang_seconds" && number && *number > 0 && *number <= 3600) {
    SetHangSeconds(static_cast<int>(*number));
    return true;
  }
  *problem = std::string(arg) +
             ": expected --check=properties, exhaustive or corpus, --seed=N, "
             "--cases=N (100 to 100000000), --hang_seconds=N (1 to 3600), "
             "--shrink_seconds=N (0 to 3600), --keep_going or --replay=RECIPE";
  return false;
}

std::vector<CaseSet> SetsOf(const Subject& subject, const Flags& flags) {
  if (flags.check == "exhaustive") return ExhaustiveSets(subject);
  if (flags.check == "corpus") return CorpusSets(subject, EmbeddedCorpus());
  std::printf("--seed=%llu --cases=%zu\n",
              static_cast<unsigned long long>(flags.seed), flags.cases);
  return PropertySets(subject, flags.seed, flags.cases);
}

int Run(Subject& subject, const Flags& flags, std::string* problem) {
  EveryRule every_rule(&subject);
  const int status = RunSets(subject, SetsOf(subject, flags), flags.options,
                             flags.keep_going ? &every_rule : nullptr, problem);
  if (status == kBadArguments) return status;
  if (status == kBreaksRule && !flags.keep_going) return status;
  return PrintEnd(subject, &every_rule);
}

int Main(int argc, char** argv) {
  Flags flags;
  std::string problem;
  for (int i = 1; i < argc; ++i) {
    if (!ReadFlag(argv[i], &flags, &problem)) return Fail(problem);
  }
  auto subject = MakeSubject(LinkedParser(), &problem);
  if (!subject) return Fail(problem);
  std::printf("%s\n", subject->ToText().c_str());
  if (flags.replay.empty() && flags.check.empty()) {
    return Fail("--check= is missing");
  }
  const int status = flags.replay.empty()
                         ? Run(*subject, flags, &problem)
                         : ReplayCase(*subject, flags.replay, &problem);
  return status == kBadArguments ? Fail(problem) : status;
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) { return fuse_dirents::Main(argc, argv); }
