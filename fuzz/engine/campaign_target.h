// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_FUZZ_ENGINE_CAMPAIGN_TARGET_H_
#define FUSE_DIRENTS_FUZZ_ENGINE_CAMPAIGN_TARGET_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fuse_dirents {

// A fuzz target as fuzz_campaign() in campaign.bzl writes it down.
struct CampaignTarget {
  std::string name;
  std::string run_command;         // Runs it on files: "bazel run LABEL --".
  std::string binary;              // Path of the libFuzzer binary.
  std::vector<std::string> seeds;  // Paths below the runfiles, sorted.
  std::string dictionary;          // Path; empty where there is none.
  std::vector<std::string> flags;  // Such as "-max_len=4096".
};

// Reads a manifest whose paths are relative to `runfiles`.  On
// failure returns nothing and says in *problem what is wrong.
std::optional<std::vector<CampaignTarget>> ReadCampaignTargets(
    const std::string& manifest, const std::string& runfiles,
    std::string* problem);

// Keeps the targets called `names`, or all of them if `names` is empty.
// Returns what is wrong, or "".
std::string KeepTargets(const std::vector<std::string>& names,
                        std::vector<CampaignTarget>* targets);

// Covers all that runs of `target` depend on besides their seed and number:
// its binary, dictionary, flags and seeds.
std::string DigestOfTarget(const CampaignTarget& target,
                           const std::string& runfiles);

// The -seed of part `number` of a campaign of `target`, such as a round or a
// shard: positive, and below 2^31.
int64_t SeedOfPart(uint64_t seed, std::string_view target, uint64_t number);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_ENGINE_CAMPAIGN_TARGET_H_
