// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/fleet/record.h"

#include "base/json.h"
#include "fmt/format.h"
#include "nlohmann/json.hpp"

namespace fuse_dirents {

using Json = nlohmann::ordered_json;

std::string FleetPlan::ToText() const {
  Json list = Json::array();
  for (const Target& target : targets) {
    list.push_back({{"name", target.name}, {"digest", target.digest}});
  }
  return RecordJson(
      {{"targets", list}, {"shards", shards}, {"runs", runs}, {"seed", seed}});
}

std::string ShardRecord::ToText() const {
  return RecordJson({{"target", target.name},
                     {"target_digest", target.digest},
                     {"shard", shard},
                     {"runs", runs},
                     {"seed", seed},
                     {"executed", executed},
                     {"edges", edges},
                     {"features", features},
                     {"digest", digest},
                     {"corpus", corpus},
                     {"failed_phase", failed_phase},
                     {"summary", summary},
                     {"findings", findings}});
}

std::optional<FleetPlan> ParseFleetPlan(std::string_view text) {
  try {
    const Json json = Json::parse(text);
    FleetPlan plan = {.targets = {},
                      .shards = json.at("shards"),
                      .runs = json.at("runs"),
                      .seed = json.at("seed")};
    for (const Json& target : json.at("targets")) {
      plan.targets.push_back(
          {.name = target.at("name"), .digest = target.at("digest")});
    }
    return plan;
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

std::optional<ShardRecord> ParseShardRecord(std::string_view text) {
  try {
    const Json json = Json::parse(text);
    return ShardRecord{.target = {.name = json.at("target"),
                                  .digest = json.at("target_digest")},
                       .shard = json.at("shard"),
                       .runs = json.at("runs"),
                       .seed = json.at("seed"),
                       .executed = json.at("executed"),
                       .edges = json.at("edges"),
                       .features = json.at("features"),
                       .digest = json.at("digest"),
                       .corpus = json.at("corpus"),
                       .failed_phase = json.at("failed_phase"),
                       .summary = json.at("summary"),
                       .findings = json.at("findings")};
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

std::string ShardName(std::string_view target, uint64_t shard) {
  return fmt::format("{}-{:06}", target, shard);
}

}  // namespace fuse_dirents
