// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What a campaign in shards leaves in the undeclared outputs of its tests:
//
//   plan.json                        of one test: what the campaign consists of
//   TARGET-000000/shard.json         of the others: a shard that ended
//   TARGET-000000/corpus.packed      its finds, as in base/packed_files.h
//   TARGET-000000/findings/          what broke the target, if anything did
//   TARGET-000000/PHASE.log          of the phase that failed, if one did
//
// Few files: Bazel starts two programs for each, and a remote cache keeps each.

#ifndef FUSE_DIRENTS_FUZZ_FLEET_RECORD_H_
#define FUSE_DIRENTS_FUZZ_FLEET_RECORD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fuse_dirents {

inline constexpr std::string_view kPlanFile = "plan.json";
inline constexpr std::string_view kShardFile = "shard.json";
inline constexpr std::string_view kCorpusFile = "corpus.packed";

struct FleetPlan {
  struct Target {
    std::string name;
    std::string digest;  // DigestOfTarget().

    friend bool operator==(const Target&, const Target&) = default;
  };

  std::vector<Target> targets;
  uint64_t shards = 0;  // Of each target.
  uint64_t runs = 0;    // Of each shard.
  uint64_t seed = 0;    // Each shard's own seed is made from it.

  friend bool operator==(const FleetPlan&, const FleetPlan&) = default;
  std::string ToText() const;
};

// One shard of one target.  Holds nothing that depends on when or where it ran,
// nor on the number of shards.
struct ShardRecord {
  FleetPlan::Target target;
  uint64_t shard = 0;  // The first is 0.
  uint64_t runs = 0;   // As in the plan.
  uint64_t seed = 0;   // The same.

  uint64_t executed = 0;  // Inputs, with the seeds.
  uint64_t edges = 0;     // libFuzzer's `cov`.
  uint64_t features = 0;  // Its `ft`.
  std::string digest;     // CampaignResult::digest().
  std::string corpus;     // Digest of corpus.packed.
  // As in CampaignResult, with paths below the shard's folder.
  std::string failed_phase = {}, summary = {};
  std::vector<std::string> findings = {};

  bool ok() const { return failed_phase.empty(); }
  friend bool operator==(const ShardRecord&, const ShardRecord&) = default;
  // JSON, the same bytes for the same shard.
  std::string ToText() const;
};

// Read ToText() back.  Nothing if it is no such text.
std::optional<FleetPlan> ParseFleetPlan(std::string_view text);
std::optional<ShardRecord> ParseShardRecord(std::string_view text);

// "TARGET-000000", a folder's name.
std::string ShardName(std::string_view target, uint64_t shard);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_FLEET_RECORD_H_
