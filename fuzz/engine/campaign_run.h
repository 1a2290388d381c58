// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// One target's part of a campaign.

#ifndef FUSE_DIRENTS_FUZZ_ENGINE_CAMPAIGN_RUN_H_
#define FUSE_DIRENTS_FUZZ_ENGINE_CAMPAIGN_RUN_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "fuzz/engine/campaign_target.h"

namespace fuse_dirents {

struct CampaignOptions {
  int64_t runs = 150000;
  int64_t seed = 1;
  bool only_fuzzes = false;  // Leaves the other two phases out.
  // Files to run with the seeds, such as what earlier campaigns found.  Their
  // names differ.
  std::vector<std::string> finds = {};
  // Called with a line about what is being done.
  std::function<void(const std::string&)> progress = [](const auto&) {};

  // What a campaign fixes, and tests change to see what depends on it.
  std::vector<std::string> environment = {};  // Besides the usual one.
  bool random_addresses = false;
  int core = -1;  // -1: any.
};

// What libFuzzer said after a run that found something new.
struct Growth {
  uint64_t runs = 0;      // Inputs executed until then.
  uint64_t edges = 0;     // Its `cov`.
  uint64_t features = 0;  // Its `ft`: edges by how often a run took them.
};

struct CampaignResult {
  std::string name;
  uint64_t runs = 0;    // Inputs that were executed while fuzzing.
  uint64_t seeded = 0;  // Those of them before the first mutation.
  double seconds = 0;   // How long that took.
  uint64_t edges = 0;   // libFuzzer's `cov`.
  uint64_t corpus = 0;  // Inputs in the final corpus.
  // From the end of the seeds on; each has more edges or features than the one
  // before it.
  std::vector<Growth> growth = {};

  // Digests, empty where fuzzing did not come to its end: of every input that
  // was executed while fuzzing, in order; of how often each run took each edge;
  // and of the final corpus, as PackFolder() returns it.
  std::string inputs_digest, traces_digest, corpus_digest;

  std::vector<std::string> findings;  // Paths of the inputs.
  // Where a phase failed: its name, its log, and the first line of its log that
  // reports a finding.
  std::string failed_phase, log, summary;

  bool ok() const { return failed_phase.empty(); }
  // Whether the target was broken.  If neither, it could not be run.
  bool found() const;
  // Covers what was executed and what was kept; empty like the digests.
  std::string executed_digest() const;
  // Covers that, how often each run took each edge, and the findings.
  std::string digest() const;
};

// Of CampaignResult::findings: where it is below the run's folder.
std::string FindingPlace(const std::string& finding);

// Runs `target` in the new folder `out`, in three phases, and stops after the
// first that fails:
//
//   replay  every seed, whole, looking for leaks
//   fuzz    `runs` runs from `seed` on: the same ones every time
//   leaks   the final corpus, looking for leaks
//
// Looking for a leak runs an input again, which would make the runs differ, so
// the fuzz phase does not do it.
CampaignResult RunCampaignTarget(const CampaignTarget& target,
                                 const std::string& runfiles,
                                 const std::string& out,
                                 const CampaignOptions& options);

// Where and how `target` failed, and for each finding its path and the command
// that reproduces it; a few lines.
// REQUIRES: !result.ok().
std::string FailureText(const CampaignTarget& target,
                        const CampaignResult& result);

// Runs of a target per second of CPU time, and those of an empty target on the
// same corpus, by the same mutator and under the same flags.
struct TargetSpeed {
  double runs_per_second = 0, empty_runs_per_second = 0;
  // Runs for each second that is not spent in the target's calls: what
  // libFuzzer would reach if they took no time and left the same features.
  double runs_per_second_outside = 0;
  std::string log = {}, summary = {};  // As above, where it failed.

  bool ok() const { return log.empty(); }
};

// From what Turns::ToText() returns; nothing if there was no whole turn of
// both.
std::optional<TargetSpeed> SpeedOf(const std::string& turns);

// Fuzzes for about `seconds` in the new folder `out`, in one process that
// takes turns at both (turns.h) once the seeds have been run.
TargetSpeed MeasureTarget(const CampaignTarget& target,
                          const std::string& runfiles, const std::string& out,
                          int64_t seconds, int64_t seed);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_ENGINE_CAMPAIGN_RUN_H_
