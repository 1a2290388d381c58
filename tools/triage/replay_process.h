// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs a fuzz target's binary on one input in a separate process.

#ifndef FUSE_DIRENTS_TOOLS_TRIAGE_REPLAY_PROCESS_H_
#define FUSE_DIRENTS_TOOLS_TRIAGE_REPLAY_PROCESS_H_

#include <optional>
#include <string>
#include <vector>

#include "tools/triage/broken_property.h"

namespace fuse_dirents {

struct ReplayTarget {
  std::string binary;              // An absolute path.
  std::vector<std::string> flags;  // Its arguments after the input.
  // At the timeout it gets SIGABRT, at which libFuzzer prints a stack.  After
  // as long again it is killed.
  int timeout_ms = 0;
};

// Runs the target on the file `input`, an absolute path, in `directory`, to its
// end or until its report SaysEnough().  Its environment is fixed and has
// nothing from the caller's.  Processes that it starts, such as a symbolizer,
// end with it.  Returns nothing if the binary cannot be run.
std::optional<ReplayRun> Replay(const ReplayTarget& target,
                                const std::string& input,
                                const std::string& directory);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_TRIAGE_REPLAY_PROCESS_H_
