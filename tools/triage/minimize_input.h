// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_TOOLS_TRIAGE_MINIMIZE_INPUT_H_
#define FUSE_DIRENTS_TOOLS_TRIAGE_MINIMIZE_INPUT_H_

#include <cstddef>
#include <string>

#include "differential/reduce/reduce.h"
#include "fuzz/inputs/fuzz_targets.h"

namespace fuse_dirents {

// Reduces `input` of a fuzz target (differential/reduce/reduce.h): a reply with
// its choices, numbers, or bytes.  If it is rewritten as one of the first two
// (EncodeInput(), WholeInput()) and then no longer fails, it is bytes.  After
// each cut that leaves more than `quiet_bytes`, prints the size to stderr in
// the name of `command`.
// REQUIRES: still_fails(input).
Reduced<std::string> MinimizeInput(const InputKind& kind,
                                   const std::string& input, size_t max_tries,
                                   const StillFails<std::string>& still_fails,
                                   const char* command, size_t quiet_bytes = 0);

// What came of `bytes` bytes, as a line for the user.
std::string ReductionText(size_t bytes, const Reduced<std::string>& reduced);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_TRIAGE_MINIMIZE_INPUT_H_
