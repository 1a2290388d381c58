// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What a soak has done so far, in a folder:
//
//   OUT/TARGET/KEY/target, dictionary, inputs/   what the rounds read
//   OUT/TARGET/KEY/000000/round.json             a round that ended
//   OUT/TARGET/KEY/000000/corpus/                its finds
//   OUT/TARGET/KEY/000000/findings/              what broke the target
//   OUT/TARGET/KEY/running.XXXXXX/               a round that has not ended
//
// KEY is a digest of all that the rounds depend on: binary, seeds, dictionary,
// flags, base seed, and runs in a round.  The files are copies, so a later
// build changes no round.  A folder gets its number by rename(), whole, so
// SIGKILL loses at most the rounds that are running.  They run again, to the
// same result.

#ifndef FUSE_DIRENTS_FUZZ_SOAK_SOAK_STATE_H_
#define FUSE_DIRENTS_FUZZ_SOAK_SOAK_STATE_H_

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fuzz/engine/campaign_target.h"
#include "fuzz/soak/soak_round.h"

namespace fuse_dirents {

// The rounds of one target.
class SoakTarget {
 public:
  // Opens or makes the target's folder in `out`.  On failure returns nothing;
  // *problem is one line.
  static std::optional<SoakTarget> Open(const CampaignTarget& target,
                                        const std::string& runfiles,
                                        const std::filesystem::path& out,
                                        const SoakPlan& plan,
                                        std::string* problem);

  // Runs the next round: its seeds are those of the target and the finds of all
  // earlier rounds.  Returns "", or why there is no new round: the target could
  // not be run, which is no finding.
  // REQUIRES: !failed().
  std::string RunNext();

  const std::string& name() const { return target_.name; }
  const std::vector<SoakRound>& rounds() const { return rounds_; }
  uint64_t runs() const;
  // Whether the last round has a finding; then it stays the last.
  bool failed() const { return !rounds_.empty() && !rounds_.back().ok(); }
  // FailureText() of the last round.
  // REQUIRES: failed().
  std::string Failure() const;

 private:
  SoakTarget(CampaignTarget target, std::filesystem::path folder, SoakPlan plan)
      : target_(std::move(target)),
        folder_(std::move(folder)),
        plan_(std::move(plan)) {}

  std::string TryNext();
  std::filesystem::path FolderOf(uint64_t number) const;

  CampaignTarget target_;  // Its paths lead into folder_.
  std::filesystem::path folder_;
  SoakPlan plan_;
  std::vector<SoakRound> rounds_;
};

// All rounds below `out`: those of one KEY together, in order.  Skips what is
// no round.  On failure returns nothing; *problem is one line.
std::optional<std::vector<std::vector<SoakRound>>> ReadSoakRounds(
    const std::filesystem::path& out, std::string* problem);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_SOAK_SOAK_STATE_H_
