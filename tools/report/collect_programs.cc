// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the campaign, the table of kills and the coverage of the corpus print.

#include <filesystem>

#include "base/files.h"
#include "base/hex.h"
#include "differential/input.h"
#include "differential/recipe.h"
#include "fuzz/inputs/fuzz_targets.h"
#include "tools/report/collect.h"
#include "tools/report/run_tool.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

constexpr char kCampaign[] = "fuzz/campaign";
constexpr char kKills[] = "properties/kill/table";
constexpr char kCoverage[] = "corpus/coverage";

// The format of what `target` found, or "" if that is no reply.
std::string FormatOfFinding(const std::string& target, std::string_view bytes) {
  for (const FuzzTarget& known : OurFuzzTargets()) {
    if (known.name != target || !known.kind.reply) continue;
    return std::string(
        FormatName(FormatOf(*known.kind.reply, DecodeInput(bytes).choices)));
  }
  return "";
}

// A file that the campaign left.  It is kept below a name that does not depend
// on where.
std::string ReadFinding(const CampaignTargetRow& target, std::string* path,
                        RepliesPart* replies) {
  std::string problem;
  const auto bytes = ReadFile(*path, &problem);
  if (!bytes) return problem;
  *path = "findings/" + target.name + "-" + fs::path(*path).filename().string();
  Reply& reply = replies->replies.emplace_back();
  reply.kind = kFinding;
  reply.title = target.name + ": " + target.failed_phase;
  reply.path = *path;
  reply.format = FormatOfFinding(target.name, *bytes);
  reply.hex = HexOf(*bytes);
  reply.words = target.summary;
  reply.command = "bazel run //tools:dirents -- triage " + *path +
                  " --target " + target.name;
  return "";
}

}  // namespace

std::string CollectCampaign(const Tree& tree, const Limits& limits,
                            CampaignPart* part, RepliesPart* replies) {
  const TempDirectory directory;
  const std::string file = directory / "campaign.json";
  const std::string seed = std::to_string(limits.seed);
  std::vector<std::string> argv = {kCampaign, "--out=" + directory / "out",
                                   "--json=" + file, "--seed=" + seed};
  std::string chosen;
  if (limits.runs > 0) {
    argv.push_back("--runs=" + std::to_string(limits.runs));
  }
  for (const std::string& target : limits.targets) {
    argv.push_back("--target=" + target);
    chosen += " --target " + target;
  }
  std::string problem;
  if (!RunTool(tree, argv, true, &problem)) return problem;
  const auto json = ReadFile(file, &problem);
  if (!json) return problem;
  problem = FromJson(*json, part);
  if (!problem.empty()) return std::string(kCampaign) + ": " + problem;
  part->origin.command = "bazel run //fuzz:campaign -- --runs " +
                         std::to_string(part->runs) + " --seed " + seed +
                         chosen;
  for (CampaignTargetRow& target : part->targets) {
    for (std::string& finding : target.findings) {
      problem = ReadFinding(target, &finding, replies);
      if (!problem.empty()) return problem;
    }
  }
  return "";
}

std::string CollectMutants(const Tree& tree, const Limits& limits,
                           MutantsPart* part) {
  std::vector<std::string> argv = {kKills, "--json"};
  part->origin.command = "bazel run //properties/kill:table";
  if (!limits.mutants.empty()) part->origin.command += " --";
  for (const std::string& mutant : limits.mutants) {
    argv.push_back(mutant);
    part->origin.command += " " + mutant;
  }
  std::string problem;
  const auto json = RunTool(tree, argv, false, &problem);
  if (!json) return problem;
  problem = FromJson(*json, part);
  return problem.empty() ? "" : std::string(kKills) + ": " + problem;
}

std::string CollectCoverage(const Tree& tree, CoveragePart* part) {
  part->origin.command = "bazel run //corpus:coverage";
  std::string problem;
  const auto json = RunTool(tree, {kCoverage, "--json"}, true, &problem);
  if (!json) return problem;
  problem = FromJson(*json, part);
  return problem.empty() ? "" : std::string(kCoverage) + ": " + problem;
}

}  // namespace fuse_dirents
