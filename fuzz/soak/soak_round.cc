// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/soak/soak_round.h"

#include "base/json.h"
#include "nlohmann/json.hpp"

namespace fuse_dirents {

using Json = nlohmann::ordered_json;

std::string SoakRound::ToText() const {
  return RecordJson({{"target", target},
                     {"commit", plan.commit},
                     {"sanitizer", plan.sanitizer},
                     {"seed", plan.seed},
                     {"round_runs", plan.round_runs},
                     {"number", number},
                     {"runs", runs},
                     {"edges", edges},
                     {"corpus", corpus},
                     {"digest", digest},
                     {"findings", findings},
                     {"failed_phase", failed_phase},
                     {"log", log},
                     {"summary", summary},
                     {"finding_files", finding_files}});
}

std::optional<SoakRound> ParseSoakRound(std::string_view text) {
  try {
    const Json json = Json::parse(text);
    return SoakRound{.plan = {.commit = json.at("commit"),
                              .sanitizer = json.at("sanitizer"),
                              .seed = json.at("seed"),
                              .round_runs = json.at("round_runs")},
                     .target = json.at("target"),
                     .number = json.at("number"),
                     .runs = json.at("runs"),
                     .edges = json.at("edges"),
                     .corpus = json.at("corpus"),
                     .digest = json.at("digest"),
                     .findings = json.at("findings"),
                     .failed_phase = json.at("failed_phase"),
                     .log = json.at("log"),
                     .summary = json.at("summary"),
                     .finding_files = json.at("finding_files")};
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

}  // namespace fuse_dirents
