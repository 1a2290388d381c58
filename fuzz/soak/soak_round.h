// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_FUZZ_SOAK_SOAK_ROUND_H_
#define FUSE_DIRENTS_FUZZ_SOAK_SOAK_ROUND_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fuse_dirents {

// What a row of the ledger is about, besides the target.
struct SoakPlan {
  std::string commit;
  std::string sanitizer;  // A value of //bazel:sanitizer.
  uint64_t seed = 1;      // Each round's own seed is made from it.
  // Runs in a round; those of the seeds and earlier finds are among them.
  uint64_t round_runs = 500000;

  friend bool operator==(const SoakPlan&, const SoakPlan&) = default;
};

// One round of one target, as it was kept.
struct SoakRound {
  SoakPlan plan;
  std::string target;
  uint64_t number = 0;  // The first is 0.
  uint64_t runs = 0;    // Mutated inputs: without the seeds and earlier finds.
  uint64_t edges = 0;   // libFuzzer's `cov`.
  uint64_t corpus = 0;  // Inputs in libFuzzer's final corpus.
  // Covers every executed input, how often each run took each edge, the finds,
  // and the findings.
  std::string digest = {};
  uint64_t findings = 0;
  // As in CampaignResult, with paths below the round's folder.
  std::string failed_phase = {}, log = {}, summary = {};
  std::vector<std::string> finding_files = {};

  bool ok() const { return findings == 0; }
  // JSON, the same bytes for the same round.
  std::string ToText() const;
};

// Reads SoakRound::ToText() back.  Nothing if it is no such text.
std::optional<SoakRound> ParseSoakRound(std::string_view text);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_SOAK_SOAK_ROUND_H_
