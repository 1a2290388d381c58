// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs fuzz targets for a fixed number of runs from a fixed seed, or measures
// how fast they run.
//
//   campaign MANIFEST RUNFILES [options]; `bazel run //fuzz:campaign` and
//   `bazel run //fuzz:throughput` give the first ones (campaign.bzl).
//
// Exit status: 0, 1 for a finding, 2 for bad arguments.

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "CLI/CLI.hpp"
#include "base/cli.h"
#include "base/fail.h"
#include "base/files.h"
#include "fuzz/engine/campaign_json.h"
#include "fuzz/engine/campaign_run.h"
#include "fuzz/engine/campaign_target.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

constexpr int kExitFinding = 1;

struct Options {
  CampaignOptions campaign;
  int64_t jobs = std::max(1u, std::thread::hardware_concurrency());
  std::vector<std::string> targets;
  std::string out, json;
  int64_t seconds = 0;                  // Above 0: measure.
  std::map<std::string, double> goals;  // By target.
};

// Makes the folder *out, and its path absolute.  Returns what is wrong, or "".
std::string MakeOut(std::string* out) {
  std::error_code error;
  std::string problem;
  if (out->empty()) {
    *out =
        MakeDirectory(fs::temp_directory_path(error) / "fuse_dirents_campaign",
                      &problem)
            .value_or("");
    return problem;
  }
  *out = fs::absolute(*out, error);
  fs::create_directories(*out, error);
  const bool empty = !error && fs::is_empty(*out, error);
  if (error) {
    problem = error.message();
  } else if (!empty) {
    problem = "not empty";
  } else if (access(out->c_str(), W_OK | X_OK) != 0) {
    problem = std::strerror(errno);
  } else {
    return "";
  }
  return "--out: " + *out + ": " + problem + "; expected a new or empty folder";
}

std::vector<CampaignResult> RunAll(const std::vector<CampaignTarget>& targets,
                                   const std::string& runfiles,
                                   const Options& options) {
  std::vector<CampaignResult> results(targets.size());
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    for (size_t i; (i = next++) < targets.size();) {
      results[i] = RunCampaignTarget(targets[i], runfiles,
                                     options.out + "/" + targets[i].name,
                                     options.campaign);
    }
  };
  std::vector<std::thread> workers;
  const size_t jobs =
      std::min(static_cast<size_t>(options.jobs), targets.size());
  for (size_t i = 0; i < jobs; ++i) workers.emplace_back(work);
  for (std::thread& worker : workers) worker.join();
  return results;
}

// `inputs` covers what was executed and what was kept, `traces` what the target
// did.
void PrintTable(const std::vector<CampaignResult>& results) {
  std::printf("%-20s %10s %8s %6s %7s %8s  %-32s  %s\n", "target", "runs",
              "runs/s", "edges", "corpus", "findings", "inputs", "traces");
  for (const CampaignResult& result : results) {
    const bool ended = !result.inputs_digest.empty();
    std::printf(
        "%-20s %10llu %8.0f %6llu %7llu %8zu  %-32s  %s\n", result.name.c_str(),
        static_cast<unsigned long long>(result.runs),
        result.seconds > 0 ? static_cast<double>(result.runs) / result.seconds
                           : 0,
        static_cast<unsigned long long>(result.edges),
        static_cast<unsigned long long>(result.corpus), result.findings.size(),
        ended ? result.executed_digest().c_str() : "-",
        ended ? result.traces_digest.c_str() : "-");
  }
}

bool Measure(const CampaignTarget& target, const std::string& runfiles,
             const Options& options) {
  const TargetSpeed speed =
      MeasureTarget(target, runfiles, options.out + "/" + target.name,
                    options.seconds, options.campaign.seed);
  if (!speed.ok()) {
    std::printf("%-20s %s\n  log        %s\n", target.name.c_str(),
                speed.summary.c_str(), speed.log.c_str());
    return false;
  }
  const double share = speed.runs_per_second / speed.empty_runs_per_second;
  std::printf("%-20s %10.0f %12.0f %7.3f %7.3f", target.name.c_str(),
              speed.runs_per_second, speed.empty_runs_per_second, share,
              speed.runs_per_second_outside / speed.empty_runs_per_second);
  if (const auto goal = options.goals.find(target.name);
      goal != options.goals.end()) {
    std::printf(" %6.2f  %s", goal->second,
                share >= goal->second ? "met" : "not met");
  }
  std::printf("\n");
  std::fflush(stdout);
  return true;
}

int Main(int argc, char** argv) {
  if (argc < 3) return Fail("expected MANIFEST RUNFILES [options]");
  const std::string runfiles = argv[2];
  std::string problem;
  auto targets = ReadCampaignTargets(argv[1], runfiles, &problem);
  if (!targets) return Fail(problem);

  Options options;
  CLI::App app(
      "Runs fuzz targets for a fixed number of runs from a fixed seed: first "
      "their seeds, then mutations.  The same options give the same digests.",
      "campaign");
  const auto positive = CLI::Range(int64_t{1}, int64_t{2147483647});
  app.add_option("--runs", options.campaign.runs, "Runs of each target")
      ->capture_default_str()
      ->check(positive);
  app.add_option("--seed", options.campaign.seed, "Where the mutations begin")
      ->capture_default_str()
      ->check(positive);
  app.add_option("--target", options.targets,
                 "A target to run, again for more; all by default")
      ->allow_extra_args(false);
  app.add_option("--jobs", options.jobs,
                 "Targets that run at once; changes no result")
      ->capture_default_str()
      ->check(CLI::Range(int64_t{1}, int64_t{1024}));
  app.add_option("--out", options.out,
                 "A new or empty folder for corpora, findings and logs; a "
                 "temporary one by default");
  app.add_option("--json", options.json,
                 "A file to write the results to, with the growth of coverage");
  app.add_option("--seconds", options.seconds,
                 "Measures each target for this time instead: its runs in a "
                 "second of CPU time beside those of an empty target")
      ->take_last()
      ->excludes("--json")
      ->check(CLI::Range(int64_t{1}, int64_t{86400}));
  app.add_option("--goal", options.goals,
                 "TARGET SHARE: what it should reach of the empty target")
      ->needs("--seconds");
  if (const auto status = ReadCommandLine(app, argc - 2, argv + 2)) {
    return *status;
  }
  problem = KeepTargets(options.targets, &*targets);
  if (!problem.empty()) return Fail("--target: " + problem);
  if (!EnterCallersFolder()) return kExitBadInput;
  const bool is_temporary = options.out.empty();
  problem = MakeOut(&options.out);
  if (!problem.empty()) return Fail(problem);

  bool ok = true;
  if (options.seconds > 0) {
    std::printf("%-20s %10s %12s %7s %7s %6s\n", "target", "runs/s",
                "empty runs/s", "share", "bound", "goal");
    for (const CampaignTarget& target : *targets) {
      ok = Measure(target, runfiles, options) && ok;
    }
    if (ok && is_temporary) fs::remove_all(options.out);
    return ok ? 0 : kExitFinding;
  }
  std::fprintf(
      stderr, "campaign: %lld runs of each target from seed %lld, in %s\n",
      static_cast<long long>(options.campaign.runs),
      static_cast<long long>(options.campaign.seed), options.out.c_str());
  std::mutex printing;
  options.campaign.progress = [&printing](const std::string& line) {
    const std::lock_guard lock(printing);
    std::fprintf(stderr, "%s\n", line.c_str());
  };
  const auto results = RunAll(*targets, runfiles, options);
  PrintTable(results);
  if (!options.json.empty()) {
    problem = WriteFile(options.json,
                        CampaignJson(*targets, results, options.campaign));
    if (!problem.empty()) return Fail("--json: " + problem);
  }
  for (size_t i = 0; i < results.size(); ++i) {
    if (results[i].ok()) continue;
    ok = false;
    std::printf("\n%s", FailureText((*targets)[i], results[i]).c_str());
  }
  return ok ? 0 : kExitFinding;
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) { return fuse_dirents::Main(argc, argv); }
