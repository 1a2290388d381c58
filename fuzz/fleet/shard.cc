// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A test action of `bazel test //fuzz:fleet`: runs shards of a campaign, or
// with --plan writes down what the campaign consists of.
//
//   shard MANIFEST RUNFILES --shards=0,1,2 --runs=N --seed=N
//   shard MANIFEST RUNFILES --plan --shards=N --runs=N --seed=N
//
// bazel/fleet.bzl gives the arguments.  Bazel's test sharding, if it is on,
// selects from --shards.  Outputs: record.h.
//
// Exit status: 0, 1 for a finding or a target that could not be run, 2 for bad
// arguments.

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "CLI/CLI.hpp"
#include "base/cli.h"
#include "base/digest.h"
#include "base/fail.h"
#include "base/files.h"
#include "base/packed_files.h"
#include "fmt/format.h"
#include "fuzz/engine/campaign_run.h"
#include "fuzz/engine/campaign_target.h"
#include "fuzz/fleet/record.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

constexpr int kExitFinding = 1;
constexpr uint64_t kMost = 2147483647;

struct Options {
  std::vector<uint64_t> shards;
  uint64_t runs = 0, seed = 0;
  bool plan = false;
};

// Which of the shards this action runs: the first of `total`, the second, ...
struct Turn {
  uint64_t index = 0, total = 1;
};

// A number of the environment; `otherwise` if it is not there.
std::optional<uint64_t> NumberOf(const char* name, uint64_t otherwise) {
  const char* text = std::getenv(name);
  if (text == nullptr) return otherwise;
  const std::string_view digits = text;
  uint64_t number = 0;
  const auto [end, error] =
      std::from_chars(digits.begin(), digits.end(), number);
  if (error != std::errc() || end != digits.end() || number > kMost) {
    Fail(fmt::format("{}={}: expected a number up to {}", name, digits, kMost));
    return std::nullopt;
  }
  return number;
}

// Bazel's test sharding.  Says that we take part in it.
std::optional<Turn> OurTurn() {
  const auto index = NumberOf("TEST_SHARD_INDEX", 0);
  const auto total = NumberOf("TEST_TOTAL_SHARDS", 1);
  if (!index || !total) return std::nullopt;
  if (*index >= *total) {
    Fail(
        fmt::format("TEST_SHARD_INDEX={}: expected less than {}, which is "
                    "TEST_TOTAL_SHARDS",
                    *index, *total));
    return std::nullopt;
  }
  if (const char* status = std::getenv("TEST_SHARD_STATUS_FILE")) {
    const std::string problem = WriteFile(status, "");
    if (!problem.empty()) {
      Fail("TEST_SHARD_STATUS_FILE: " + problem);
      return std::nullopt;
    }
  }
  return Turn{*index, *total};
}

ShardRecord RecordOf(const CampaignResult& result, FleetPlan::Target target,
                     uint64_t shard, const Options& options) {
  ShardRecord record = {
      .target = std::move(target),
      .shard = shard,
      .runs = options.runs,
      .seed = options.seed,
      .executed = result.runs,
      .edges = result.edges,
      .features = result.growth.empty() ? 0 : result.growth.back().features,
      .digest = result.digest(),
      .corpus = {},
      .failed_phase = result.failed_phase,
      .summary = result.summary};
  for (const std::string& finding : result.findings) {
    record.findings.push_back(FindingPlace(finding));
  }
  return record;
}

// Runs one shard and places what it leaves in `outputs`: shard.json last, so a
// shard that was killed has none.  Returns the exit status.
int RunShard(const CampaignTarget& target, const std::string& target_digest,
             const std::string& runfiles, const fs::path& outputs,
             uint64_t shard, const Options& options) {
  const std::string name = ShardName(target.name, shard);
  const TempDirectory scratch;
  const fs::path work = scratch / name;
  CampaignOptions campaign;
  campaign.runs = static_cast<int64_t>(options.runs);
  campaign.seed = SeedOfPart(options.seed, target.name, shard);
  CampaignResult result = RunCampaignTarget(target, runfiles, work, campaign);
  if (!result.ok() && !result.found()) {
    fmt::print("{}: could not be run: {}: {}\n{}", name, result.failed_phase,
               result.summary, MustReadFile(result.log));
    return kExitFinding;
  }
  ShardRecord record =
      RecordOf(result, {target.name, target_digest}, shard, options);
  const fs::path to = outputs / name;
  fs::create_directory(to);
  if (!result.ok()) {
    fs::copy(work / "findings", to / "findings");
    fs::copy_file(result.log, to / fs::path(result.log).filename());
  }
  const std::string corpus = PackFolder(work / "corpus");
  record.corpus = DigestOf(corpus).ToText();
  MustWriteFile(to / kCorpusFile, corpus);
  MustWriteFile(to / kShardFile, record.ToText());
  fmt::print("{}: seed {}, {} runs, {} edges, digest {}\n", name, campaign.seed,
             record.executed, record.edges, record.digest);
  if (result.ok()) return 0;
  // Where they are in the outputs.
  for (std::string& finding : result.findings) {
    finding = name + "/" + FindingPlace(finding);
  }
  result.log = name + "/" + fs::path(result.log).filename().string();
  fmt::print("{}", FailureText(target, result));
  return kExitFinding;
}

int Main(int argc, char** argv) {
  if (argc < 3) return Fail("expected MANIFEST RUNFILES [options]");
  const std::string runfiles = argv[2];
  std::string problem;
  const auto targets = ReadCampaignTargets(argv[1], runfiles, &problem);
  if (!targets) return Fail(problem);

  Options options;
  CLI::App app("Runs shards of a campaign, as a test of Bazel.", "shard");
  const auto positive = CLI::Range(uint64_t{1}, kMost);
  app.add_option("--shards", options.shards, "Numbers of the shards to run")
      ->required()
      ->delimiter(',')
      ->check(CLI::Range(uint64_t{0}, kMost));
  app.add_option("--runs", options.runs, "Runs of a shard")
      ->required()
      ->check(positive);
  app.add_option("--seed", options.seed, "Of the campaign")
      ->required()
      ->check(positive);
  app.add_flag("--plan", options.plan,
               "Write down the campaign; --shards says how many shards");
  if (const auto status = ReadCommandLine(app, argc - 2, argv + 2)) {
    return *status;
  }
  const char* outputs = std::getenv("TEST_UNDECLARED_OUTPUTS_DIR");
  if (outputs == nullptr || !fs::is_directory(outputs)) {
    return Fail("TEST_UNDECLARED_OUTPUTS_DIR: expected a folder, as in a test");
  }
  const auto turn = OurTurn();
  if (!turn) return kExitBadInput;

  if (options.plan) {
    if (options.shards.size() != 1 || options.shards[0] == 0) {
      return Fail("--shards: expected one number above 0 beside --plan");
    }
    FleetPlan plan = {.targets = {},
                      .shards = options.shards[0],
                      .runs = options.runs,
                      .seed = options.seed};
    for (const CampaignTarget& target : *targets) {
      plan.targets.push_back({target.name, DigestOfTarget(target, runfiles)});
    }
    problem = WriteFile(fs::path(outputs) / kPlanFile, plan.ToText());
    return problem.empty() ? 0 : Fail(problem);
  }
  if (targets->size() != 1) {
    return Fail(std::string(argv[1]) + ": expected one target");
  }
  const CampaignTarget& target = targets->front();
  const std::string target_digest = DigestOfTarget(target, runfiles);
  int status = 0;
  try {
    for (size_t i = turn->index; i < options.shards.size(); i += turn->total) {
      status = std::max(status, RunShard(target, target_digest, runfiles,
                                         outputs, options.shards[i], options));
    }
  } catch (const fs::filesystem_error& error) {
    fmt::print("{}: {}\n", error.path1().string(), error.code().message());
    return kExitFinding;
  }
  return status;
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) { return fuse_dirents::Main(argc, argv); }
