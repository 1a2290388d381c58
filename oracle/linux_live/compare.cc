// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Puts random replies to the running kernel and to the reference:
//
//     bazel run --config=opt //oracle/linux_live:compare -- --cases 1000000
//
// Prints a fact a line, as oracle/agreement.h says, and each reply on which
// they differ, made smaller; it stops after 20.  Exits with 1 if there was one.

#include <cstdint>
#include <string>

#include "CLI/CLI.hpp"
#include "base/cli.h"
#include "base/fail.h"
#include "oracle/agreement.h"
#include "oracle/linux_live/live_cases.h"
#include "oracle/linux_live/live_judge.h"
#include "parser/parse.h"

namespace fuse_dirents {
namespace {

int Main(int argc, char** argv) {
  uint64_t cases = 100000;
  uint64_t seed = 1;
  uint64_t first = 0;
  CLI::App app{"Compares the reference with the running kernel."};
  app.add_option("--cases", cases, "Random replies.")->capture_default_str();
  app.add_option("--seed", seed, "Of the replies.")->capture_default_str();
  app.add_option("--first", first, "Number of the first reply.")
      ->capture_default_str();
  if (const auto status = ReadCommandLine(app, argc, argv)) return *status;

  std::string why_not;
  const auto kernel = LiveKernel::Make(&why_not);
  if (kernel == nullptr) return Fail(why_not);
  LiveJudge judge(ParseWithReference, kernel.get());
  PrintFact("linux_live", "kernel version={} profile={} sizing={}",
            KernelRelease(), kernel->facts().profile->name,
            FactsOf(kernel->facts().sizing).name);
  constexpr uint64_t kMostDifferences = 20;
  uint64_t done = 0, differ = 0;
  for (; done < cases && differ < kMostDifferences; ++done) {
    const uint64_t i = first + done;
    const auto difference = judge.Judge(RandomCase(seed, i), seed + i);
    if (!difference) continue;
    ++differ;
    PrintFact("linux_live", "difference case={}\n{}", i, *difference);
  }
  PrintFact("linux_live",
            "replies seed={} first={} cases={} listings={} agree={} differ={}",
            seed, first, done, judge.listings(), done - differ, differ);
  return differ == 0 ? 0 : 1;
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) { return fuse_dirents::Main(argc, argv); }
