// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The mutants that one fuzz target can find, and the replies that show them.

#ifndef FUSE_DIRENTS_FUZZ_BUG_HUNT_HUNTED_H_
#define FUSE_DIRENTS_FUZZ_BUG_HUNT_HUNTED_H_

#include <vector>

#include "differential/mutants/mutants.h"

namespace fuse_dirents {

// Every wrong mutant that shows in one call, on one reply that is not rewritten
// and no longer than a fuzzer makes it.
inline std::vector<const Mutant*> HuntedMutants() {
  std::vector<const Mutant*> mutants;
  for (const Mutant& mutant : AllMutants()) {
    const bool shows = mutant.needs != Needs::kRewrites &&
                       mutant.needs != Needs::kCalls &&
                       mutant.needs != Needs::kLength;
    if (shows && !mutant.is_right()) mutants.push_back(&mutant);
  }
  return mutants;
}

// The format of the replies that show it.
inline RecordFormat HuntedFormat(const Mutant& mutant) {
  return mutant.needs_plus() || !mutant.profile_of().readdir
             ? RecordFormat::kDirentplus
             : RecordFormat::kDirent;
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_BUG_HUNT_HUNTED_H_
