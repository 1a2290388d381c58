// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/engine/campaign_target.h"

#include <algorithm>

#include "base/files.h"
#include "base/text.h"

namespace fuse_dirents {

std::optional<std::vector<CampaignTarget>> ReadCampaignTargets(
    const std::string& manifest, const std::string& runfiles,
    std::string* problem) {
  const auto text = ReadFile(manifest, problem);
  if (!text) return std::nullopt;
  std::vector<CampaignTarget> targets;
  for (const std::string& line : Split(*text, '\n')) {
    // Name, command, binary, list of seeds, dictionary or "-", then flags.
    const std::vector<std::string> fields = Split(line, '\t');
    if (fields.size() < 5) {
      *problem = manifest + ": no line of fuzz_campaign(): " + line;
      return std::nullopt;
    }
    CampaignTarget target = {.name = fields[0],
                             .run_command = fields[1],
                             .binary = runfiles + "/" + fields[2],
                             .seeds = {},
                             .dictionary = {},
                             .flags = {fields.begin() + 5, fields.end()}};
    if (fields[4] != "-") target.dictionary = runfiles + "/" + fields[4];
    const auto seeds = ReadFile(runfiles + "/" + fields[3], problem);
    if (!seeds) return std::nullopt;
    if (seeds->empty()) {
      *problem = fields[3] + ": no seeds";
      return std::nullopt;
    }
    target.seeds = Split(*seeds, ',');
    targets.push_back(std::move(target));
  }
  if (targets.empty()) {
    *problem = manifest + ": no targets";
    return std::nullopt;
  }
  return targets;
}

std::string KeepTargets(const std::vector<std::string>& names,
                        std::vector<CampaignTarget>* targets) {
  if (names.empty()) return "";
  for (const std::string& name : names) {
    if (std::ranges::count(*targets, name, &CampaignTarget::name) != 0) {
      continue;
    }
    std::string problem = "unknown target '" + name + "'; expected one of:";
    for (const CampaignTarget& target : *targets) problem += " " + target.name;
    return problem;
  }
  std::erase_if(*targets, [&](const CampaignTarget& target) {
    return std::ranges::count(names, target.name) == 0;
  });
  return "";
}

}  // namespace fuse_dirents
