// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Measures how fast fuzz targets run beside a target that claims nothing.
//
//   throughput_main MANIFEST RUNFILES --goal=TARGET=SHARE... [options];
//   `bazel run //fuzz:throughput` gives the first ones (campaign.bzl).
//
// Exit status: 0, whatever the speed; 1 for a finding, 2 for bad arguments.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <system_error>
#include <vector>

#include "CLI/CLI.hpp"
#include "base/files.h"
#include "fuzz/engine/campaign_run.h"
#include "fuzz/engine/campaign_target.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

constexpr int kExitFinding = 1;
constexpr int kExitBadInput = 2;

int Fail(std::string message) {
  std::replace_if(
      message.begin(), message.end(), [](char c) { return c == '\n'; }, ' ');
  std::fprintf(stderr, "throughput: %s\n", message.c_str());
  return kExitBadInput;
}

// "TARGET=SHARE" of each; nothing else is accepted.
bool ReadGoals(const std::vector<std::string>& words,
               std::map<std::string, double>* goals) {
  for (const std::string& word : words) {
    const size_t equals = word.find('=');
    if (equals == word.npos) return false;
    char* end = nullptr;
    const double share = std::strtod(word.c_str() + equals + 1, &end);
    if (*end != '\0' || share <= 0 || share > 1) return false;
    (*goals)[word.substr(0, equals)] = share;
  }
  return true;
}

int Main(int argc, char** argv) {
  if (argc < 3) return Fail("expected MANIFEST RUNFILES [options]");
  const std::string runfiles = argv[2];
  std::string problem;
  auto targets = ReadCampaignTargets(argv[1], runfiles, &problem);
  if (!targets) return Fail(problem);

  int64_t seconds = 20;
  int64_t seed = 1;
  std::vector<std::string> names, goal_words;
  CLI::App app(
      "Fuzzes each target and, in turns, one that does nothing, in one process "
      "from one corpus, and prints the runs of each in a second of CPU time.",
      "throughput");
  app.add_option("--seconds", seconds, "How long each target runs")
      ->capture_default_str()
      ->check(CLI::Range(int64_t{1}, int64_t{86400}));
  app.add_option("--seed", seed, "Where the mutations begin")
      ->capture_default_str()
      ->check(CLI::Range(int64_t{1}, int64_t{2147483647}));
  app.add_option("--target", names, "A target to run, again for more")
      ->allow_extra_args(false);
  app.add_option("--goal", goal_words, "TARGET=SHARE of the empty target")
      ->allow_extra_args(false);
  try {
    app.parse(argc - 2, argv + 2);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help
    return Fail(std::string(error.what()) +
                "; expected what `throughput --help` lists");
  }
  std::map<std::string, double> goals;
  if (!ReadGoals(goal_words, &goals)) {
    return Fail("--goal: expected TARGET=SHARE, the share above 0, at most 1");
  }
  for (const std::string& name : names) {
    if (std::none_of(targets->begin(), targets->end(),
                     [&](const CampaignTarget& t) { return t.name == name; })) {
      return Fail("--target: unknown target '" + name + "'");
    }
  }
  std::error_code error;
  const auto out = MakeDirectory(
      fs::temp_directory_path(error) / "fuse_dirents_throughput", &problem);
  if (!out) return Fail(problem);

  std::printf("%-20s %10s %12s %7s %6s\n", "target", "runs/s", "empty runs/s",
              "share", "goal");
  bool ok = true;
  for (const CampaignTarget& target : *targets) {
    if (!names.empty() &&
        std::find(names.begin(), names.end(), target.name) == names.end()) {
      continue;
    }
    const TargetSpeed speed = MeasureTarget(
        target, runfiles, *out + "/" + target.name, seconds, seed);
    if (!speed.ok()) {
      std::printf("%-20s %s\n  log        %s\n", target.name.c_str(),
                  speed.summary.c_str(), speed.log.c_str());
      ok = false;
      continue;
    }
    const double share = speed.runs_per_second / speed.empty_runs_per_second;
    std::printf("%-20s %10.0f %12.0f %7.3f", target.name.c_str(),
                speed.runs_per_second, speed.empty_runs_per_second, share);
    const auto goal = goals.find(target.name);
    if (goal != goals.end()) {
      std::printf(" %6.2f  %s", goal->second,
                  share >= goal->second ? "met" : "not met");
    }
    std::printf("\n");
    std::fflush(stdout);
  }
  if (ok) fs::remove_all(*out, error);
  return ok ? 0 : kExitFinding;
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) { return fuse_dirents::Main(argc, argv); }
