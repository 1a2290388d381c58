// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs a fuzz target's binary on one input, in a process of its own.

#ifndef FUSE_DIRENTS_TOOLS_REPLAY_PROCESS_H_
#define FUSE_DIRENTS_TOOLS_REPLAY_PROCESS_H_

#include <optional>
#include <string>

#include "tools/broken_property.h"

namespace fuse_dirents {

// Runs `binary INPUT` to its end, at most `timeout_ms`, or until its report
// SaysEnough().  Binary and input are absolute paths; `directory` is where it
// runs.  The environment is fixed: nothing of the caller's is handed on.
// Whatever it starts, such as a symbolizer, ends with it.  Nothing where the
// binary cannot be run.
std::optional<ReplayRun> Replay(const std::string& binary,
                                const std::string& input,
                                const std::string& directory, int timeout_ms);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_REPLAY_PROCESS_H_
