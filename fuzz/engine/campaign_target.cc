// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/engine/campaign_target.h"

#include <algorithm>

#include "base/digest.h"
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

std::string DigestOfTarget(const CampaignTarget& target,
                           const std::string& runfiles) {
  DigestStream all;
  const auto add = [&all](std::string_view bytes) {
    all.Add(std::to_string(bytes.size()) + "\n");
    all.Add(bytes);
  };
  add(MustReadFile(target.binary));
  add(target.dictionary.empty() ? "" : MustReadFile(target.dictionary));
  for (const std::string& flag : target.flags) add(flag);
  for (const std::string& seed : target.seeds) {
    add(seed);
    add(MustReadFile(runfiles + "/" + seed));
  }
  return all.Get().ToText();
}

int64_t SeedOfPart(uint64_t seed, std::string_view target, uint64_t number) {
  const Digest digest =
      DigestOf(std::to_string(seed) + "\n" + std::string(target) + "\n" +
               std::to_string(number));
  return static_cast<int64_t>(1 + digest.low % 0x7ffffffe);
}

}  // namespace fuse_dirents
