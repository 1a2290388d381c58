// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_FUZZ_ENGINE_FUZZ_OUTPUT_H_
#define FUSE_DIRENTS_FUZZ_ENGINE_FUZZ_OUTPUT_H_

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/process.h"

namespace fuse_dirents {

// Whether `line` of a fuzz binary's output reports a finding: ours
// (ReportFinding(), FUSE_DIRENTS_CHECK), a sanitizer's or libFuzzer's.
inline bool ReportsFinding(std::string_view line) {
  for (const std::string_view mark :
       {"check failed: ", "runtime error: ", "ERROR: ",
        "WARNING: MemorySanitizer: ", "Sanitizer: hard rss limit exhausted"}) {
    if (line.find(mark) != line.npos) return true;
  }
  return line.starts_with("finding: ");
}

// What a fuzz binary printed.
struct FuzzOutput {
  std::string log;
  // The first line that reports a finding, which later ones follow from.
  std::string verdict;
  uint64_t runs = 0;  // As -print_final_stats=1 prints it.

  // Runs a binary to its end and returns its status.
  int Run(const Process& process) {
    constexpr std::string_view kRuns = "stat::number_of_executed_units:";
    return RunForLines(
               process,
               [&](std::string_view line) {
                 if (line.starts_with(kRuns)) {
                   runs = std::stoull(std::string(line.substr(kRuns.size())));
                 }
                 if (verdict.empty() && ReportsFinding(line)) verdict = line;
                 log += std::string(line) + "\n";
               })
        .status();
  }
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_ENGINE_FUZZ_OUTPUT_H_
