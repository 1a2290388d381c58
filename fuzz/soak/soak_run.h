// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_FUZZ_SOAK_SOAK_RUN_H_
#define FUSE_DIRENTS_FUZZ_SOAK_SOAK_RUN_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "fuzz/soak/soak_state.h"

namespace fuse_dirents {

// When a soak ends; the first that holds.
struct SoakGoal {
  // No round begins later.
  std::optional<std::chrono::steady_clock::time_point> deadline = {};
  // Each target has as many, with those of earlier soaks.
  std::optional<uint64_t> rounds = {}, runs = {};
};

// Runs rounds, the target with the fewest next and `jobs` at once.  A target
// that fails gets no more rounds, and the others go on.  Prints each round to
// stderr and each failure to stdout when it happens; failures of earlier soaks
// come first.  Returns whether no target failed and each could be run.
bool RunSoak(const SoakGoal& goal, size_t jobs,
             std::vector<SoakTarget>* targets);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_SOAK_SOAK_RUN_H_
