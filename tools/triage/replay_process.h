// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs a fuzz target's binary on one input, in a process of its own.

#ifndef FUSE_DIRENTS_TOOLS_TRIAGE_REPLAY_PROCESS_H_
#define FUSE_DIRENTS_TOOLS_TRIAGE_REPLAY_PROCESS_H_

#include <optional>
#include <string>
#include <vector>

#include "tools/triage/broken_property.h"

namespace fuse_dirents {

struct ReplayTarget {
  std::string binary;              // An absolute path.
  std::vector<std::string> flags;  // Handed to it behind the input.
  // Then it is sent SIGABRT, which libFuzzer answers with a stack, and ended
  // after as long again.
  int timeout_ms = 0;
};

// Runs the target on the file `input`, an absolute path, to its end, or until
// its report SaysEnough().  `directory` is where it runs.  The environment is
// fixed: nothing of the caller's is handed on.  Whatever it starts, such as a
// symbolizer, ends with it.  Nothing where the binary cannot be run.
std::optional<ReplayRun> Replay(const ReplayTarget& target,
                                const std::string& input,
                                const std::string& directory);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_TRIAGE_REPLAY_PROCESS_H_
