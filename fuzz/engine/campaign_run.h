// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// One target's part of a campaign.

#ifndef FUSE_DIRENTS_FUZZ_ENGINE_CAMPAIGN_RUN_H_
#define FUSE_DIRENTS_FUZZ_ENGINE_CAMPAIGN_RUN_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/engine/campaign_target.h"

namespace fuse_dirents {

struct CampaignResult {
  std::string name;
  uint64_t runs = 0;    // Inputs that were executed while fuzzing.
  double seconds = 0;   // That took.
  uint64_t edges = 0;   // libFuzzer's `cov`.
  uint64_t corpus = 0;  // Inputs in the final corpus.
  // Of every input that was executed while fuzzing, in order, and of the final
  // corpus.  Empty where that did not come to its end.
  std::string digest;
  // Of each alone, for who asks which of them differs.
  std::string executed_digest, corpus_digest;

  std::vector<std::string> findings;  // Paths of the inputs.
  // Where a phase failed: its name, its log, and what it said last.
  std::string failed_phase, log, summary;

  bool ok() const { return failed_phase.empty(); }
};

// What a campaign keeps from a target, or, to see what depends on it, does not.
struct Surroundings {
  std::vector<std::string> environment;  // Besides that of every campaign.
  bool random_addresses = false;
  int core = -1;  // -1: any.
};

using Progress = std::function<void(const std::string& line)>;

// Runs `target` in the new folder `out`, in three phases, of which the first
// that fails is the last:
//
//   replay  every seed, whole, looking for leaks
//   fuzz    `runs` runs from `seed` on: the same ones every time
//   leaks   the final corpus, looking for leaks
//
// The phases are apart since looking for a leak runs an input again, which
// would make the runs differ.
CampaignResult RunCampaignTarget(const CampaignTarget& target,
                                 const std::string& runfiles,
                                 const std::string& out, int64_t runs,
                                 int64_t seed, const Progress& progress,
                                 const Surroundings& surroundings = {});

// What a target does in a second of CPU time, and what one would that claims
// nothing, on the same corpus, by the same mutator and under the same flags.
struct TargetSpeed {
  std::string name;
  double runs_per_second = 0, empty_runs_per_second = 0;
  // Where it failed: its log, and what it said last.
  std::string log, summary;

  bool ok() const { return log.empty(); }
};

// Fuzzes from `seed` on for about `seconds` in the new folder `out`, in one
// process that takes turns at both (executed_inputs.cc), once the seeds have
// been run.
TargetSpeed MeasureTarget(const CampaignTarget& target,
                          const std::string& runfiles, const std::string& out,
                          int64_t seconds, int64_t seed);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_ENGINE_CAMPAIGN_RUN_H_
