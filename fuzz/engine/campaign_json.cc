// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/engine/campaign_json.h"

#include "base/check.h"
#include "base/json.h"
#include "nlohmann/json.hpp"

namespace fuse_dirents {
namespace {

using Json = nlohmann::ordered_json;

Json TargetJson(const CampaignTarget& target, const CampaignResult& result) {
  Json growth = Json::array();
  for (const Growth& at : result.growth) {
    growth.push_back({at.runs, at.edges, at.features});
  }
  return {{"name", target.name},
          {"run_command", target.run_command},
          {"runs", result.runs},
          {"seconds", result.seconds},
          {"edges", result.edges},
          {"corpus", result.corpus},
          {"inputs", result.executed_digest()},
          {"traces", result.traces_digest},
          {"growth", growth},
          {"findings", result.findings},
          {"failed_phase", result.failed_phase},
          {"summary", result.summary}};
}

}  // namespace

std::string CampaignJson(std::span<const CampaignTarget> targets,
                         std::span<const CampaignResult> results,
                         const CampaignOptions& options) {
  FUSE_DIRENTS_CHECK(targets.size() == results.size());
  Json all = Json::array();
  for (size_t i = 0; i < targets.size(); ++i) {
    all.push_back(TargetJson(targets[i], results[i]));
  }
  return RecordJson(
      {{"runs", options.runs}, {"seed", options.seed}, {"targets", all}});
}

}  // namespace fuse_dirents
