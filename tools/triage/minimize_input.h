// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Makes an input of a fuzz target as simple as it can be while it still does
// what it does.

#ifndef FUSE_DIRENTS_TOOLS_TRIAGE_MINIMIZE_INPUT_H_
#define FUSE_DIRENTS_TOOLS_TRIAGE_MINIMIZE_INPUT_H_

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "fuzz/inputs/fuzz_targets.h"

namespace fuse_dirents {

// Whether an input still does it.  Asked once for each input.
using StillFails = std::function<bool(std::string_view input)>;

struct Minimized {
  std::string input;
  size_t runs = 0;  // Times that `still_fails` was asked.
  // No single step makes it simpler: it did not stop for want of runs.
  bool is_minimal = false;
};

// Minimises `input`, which is known to fail, with at most `max_runs` questions.
// Records and choices of the trailer are dropped before bytes are; a name
// becomes letters 'a', everything else zeros.  Of numbers, items are dropped,
// and the rest becomes the least that it can be.  Of bytes, none can be taken
// away alone in the end.  No result is longer than what it came from, but for
// numbers that are written down whole first; and each was asked for.
// The same answers give the same result.  `progress` hears of each step that
// was taken.
Minimized MinimizeInput(
    const InputKind& kind, std::string input, size_t max_runs,
    const StillFails& still_fails,
    const std::function<void(size_t runs, size_t bytes)>& progress = {});

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_TRIAGE_MINIMIZE_INPUT_H_
