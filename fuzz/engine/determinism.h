// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Whether a fuzz target does the same twice.  DETERMINISM.md says what this can
// see.

#ifndef FUSE_DIRENTS_FUZZ_ENGINE_DETERMINISM_H_
#define FUSE_DIRENTS_FUZZ_ENGINE_DETERMINISM_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "fuzz/engine/campaign_run.h"
#include "fuzz/engine/campaign_target.h"

namespace fuse_dirents {

struct DeterminismReport {
  // What differed, of "executed inputs", "final corpus" and "verdict" between
  // two campaigns, and "behaviour" of an input behind other inputs.
  std::vector<std::string> differs;
  CampaignResult first, second;
  size_t replayed = 0;           // Inputs whose behaviour was compared.
  std::vector<std::string> odd;  // Edges that differ: where in the source.
};

// Another core, and what a campaign pins set free: random addresses and more of
// an environment.
Surroundings OtherSurroundings();

// Runs `target` twice in new folders below `out`, the second time in `other`
// and started by a process with another environment and other address layout,
// then runs the final corpus of the first in one process three times: to warm
// up, from the first to the last, and from the last to the first.
DeterminismReport CheckDeterminism(const CampaignTarget& target,
                                   const std::string& runfiles,
                                   const std::string& out, int64_t runs,
                                   const Surroundings& other);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_ENGINE_DETERMINISM_H_
