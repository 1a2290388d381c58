// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Puts random replies to the running kernel and to the reference:
//
//     bazel run --config=opt //oracle/linux_live:compare -- --replies 1000000

#include <chrono>
#include <cinttypes>
#include <cstdio>
#include <string>

#include "CLI/CLI.hpp"
#include "base/fail.h"
#include "oracle/linux_live/live_cases.h"
#include "oracle/linux_live/live_judge.h"
#include "parser/parse.h"

namespace fuse_dirents {
namespace {

int Main(int argc, char** argv) {
  uint64_t replies = 100000;
  uint64_t seed = 1;
  uint64_t first = 0;
  CLI::App app{"Compares the reference with the running kernel."};
  app.add_option("--replies", replies, "Random replies.")
      ->capture_default_str();
  app.add_option("--seed", seed, "Of the replies.")->capture_default_str();
  app.add_option("--first", first, "Number of the first reply.")
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  std::string why_not;
  const auto kernel = LiveKernel::Make(&why_not);
  if (kernel == nullptr) return Fail(why_not);
  LiveJudge judge(ParseWithReference, kernel.get());
  const auto start = std::chrono::steady_clock::now();
  uint64_t disagreements = 0;
  const auto report = [&](uint64_t done) {
    const std::chrono::duration<double> took =
        std::chrono::steady_clock::now() - start;
    std::printf("Linux %s, seed %" PRIu64 ": %" PRIu64 " replies, %" PRIu64
                " listings, %" PRIu64 " disagreements, %.0f s\n",
                KernelRelease().c_str(), seed, done, judge.listings(),
                disagreements, took.count());
    std::fflush(stdout);
  };
  for (uint64_t i = 0; i < replies; ++i) {
    if (const auto difference =
            judge.Judge(RandomCase(seed, first + i), seed + first + i)) {
      ++disagreements;
      std::printf("reply %" PRIu64 "\n%s\n", first + i, difference->c_str());
      if (disagreements == 20) {
        report(i + 1);
        return 1;
      }
    }
    if ((i + 1) % 50000 == 0 && i + 1 < replies) report(i + 1);
  }
  report(replies);
  return disagreements == 0 ? 0 : 1;
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) { return fuse_dirents::Main(argc, argv); }
