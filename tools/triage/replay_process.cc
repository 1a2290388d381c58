// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/triage/replay_process.h"

#include <signal.h>

#include <chrono>
#include <utility>

#include "base/process.h"

namespace fuse_dirents {

std::optional<ReplayRun> Replay(const ReplayTarget& target,
                                const std::string& input,
                                const std::string& directory) {
  Process process = {
      .argv = {target.binary, input},
      .directory = directory,
      // The PATH is for llvm-symbolizer.
      .environment = {{"PATH=/usr/lib/llvm-19/bin:/usr/local/bin:/usr/bin:/bin",
                       "ASAN_OPTIONS=detect_leaks=1:"
                       "strip_path_prefix=/proc/self/cwd/"}},
      .timeout = std::chrono::milliseconds(target.timeout_ms),
      .timeout_signal = SIGABRT,
      .merge_stderr = true,
      .max_output = size_t{4} << 20};
  process.argv.insert(process.argv.end(), target.flags.begin(),
                      target.flags.end());
  std::string problem;
  // SaysEnough() reads all of the output.  If a target floods its output,
  // asking at every growth would take longer than the timeout.
  size_t ask_at = 0;
  auto result = RunProcess(process, &problem, [&ask_at](std::string* output) {
    constexpr size_t kLongReport = size_t{256} << 10;
    if (output->size() < ask_at) return true;
    if (output->size() > kLongReport) ask_at = output->size() * 2;
    return !SaysEnough(*output);
  });
  if (!result) return std::nullopt;
  ReplayRun run;
  run.output = std::move(result->out);
  run.status = result->ending.status();
  run.timed_out = result->timed_out;
  run.cut_short = result->stopped;
  return run;
}

}  // namespace fuse_dirents
