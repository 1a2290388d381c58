// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs fuzz targets for a fixed number of runs from a fixed seed.
//
//   campaign_main MANIFEST RUNFILES [options]; `bazel run //fuzz:campaign`
//   gives the first two (campaign.bzl).
//
// Exit status: 0, 1 for a finding, 2 for bad arguments.

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
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

struct Options {
  int64_t runs = 150000;
  int64_t seed = 1;
  int64_t jobs = std::max(1u, std::thread::hardware_concurrency());
  std::vector<std::string> targets;
  std::string out;
};

int Fail(std::string message) {
  std::replace_if(
      message.begin(), message.end(), [](char c) { return c == '\n'; }, ' ');
  std::fprintf(stderr, "campaign: %s\n", message.c_str());
  return kExitBadInput;
}

// Keeps of `all` what options name, in the order of `all`.
bool Choose(const Options& options, std::vector<CampaignTarget>* all,
            std::string* problem) {
  if (options.targets.empty()) return true;
  std::string names;
  for (const CampaignTarget& target : *all) {
    names += (names.empty() ? "" : ", ") + target.name;
  }
  for (const std::string& name : options.targets) {
    if (std::none_of(all->begin(), all->end(),
                     [&](const CampaignTarget& t) { return t.name == name; })) {
      *problem =
          "--target: unknown target '" + name + "'; expected one of: " + names;
      return false;
    }
  }
  std::erase_if(*all, [&](const CampaignTarget& target) {
    return std::find(options.targets.begin(), options.targets.end(),
                     target.name) == options.targets.end();
  });
  return true;
}

// Makes options->out, and an absolute path of it.
bool MakeOut(Options* options, std::string* problem) {
  std::error_code error;
  if (options->out.empty()) {
    const auto made = MakeDirectory(
        fs::temp_directory_path(error) / "fuse_dirents_campaign", problem);
    options->out = made.value_or("");
    return made.has_value();
  }
  options->out = fs::absolute(options->out, error);
  fs::create_directories(options->out, error);
  const std::string expected = "; expected a new or empty folder";
  if (error) {
    *problem = "--out: " + options->out + ": " + error.message() + expected;
    return false;
  }
  const bool empty = fs::is_empty(options->out, error);
  if (error || !empty || access(options->out.c_str(), W_OK | X_OK) != 0) {
    *problem = "--out: " + options->out + ": " +
               (error    ? error.message()
                : !empty ? "not empty"
                         : std::strerror(errno)) +
               expected;
    return false;
  }
  return true;
}

std::vector<CampaignResult> RunAll(const std::vector<CampaignTarget>& targets,
                                   const std::string& runfiles,
                                   const Options& options) {
  std::vector<CampaignResult> results(targets.size());
  std::atomic<size_t> next = 0;
  std::mutex printing;
  const Progress progress = [&printing](const std::string& line) {
    const std::lock_guard lock(printing);
    std::fprintf(stderr, "%s\n", line.c_str());
  };
  const auto work = [&] {
    for (size_t i; (i = next++) < targets.size();) {
      results[i] = RunCampaignTarget(targets[i], runfiles,
                                     options.out + "/" + targets[i].name,
                                     options.runs, options.seed, progress);
    }
  };
  std::vector<std::thread> workers;
  const size_t jobs =
      std::min(static_cast<size_t>(options.jobs), targets.size());
  for (size_t i = 0; i < jobs; ++i) workers.emplace_back(work);
  for (std::thread& worker : workers) worker.join();
  return results;
}

void PrintTable(const std::vector<CampaignResult>& results) {
  size_t width = std::strlen("target");
  for (const CampaignResult& result : results) {
    width = std::max(width, result.name.size());
  }
  const int name = static_cast<int>(width);
  std::printf("%-*s %10s %8s %6s %7s %8s  %s\n", name, "target", "runs",
              "runs/s", "edges", "corpus", "findings", "digest");
  for (const CampaignResult& result : results) {
    const double speed = result.seconds > 0
                             ? static_cast<double>(result.runs) / result.seconds
                             : 0;
    std::printf(
        "%-*s %10llu %8.0f %6llu %7llu %8zu  %s\n", name, result.name.c_str(),
        static_cast<unsigned long long>(result.runs), speed,
        static_cast<unsigned long long>(result.edges),
        static_cast<unsigned long long>(result.corpus), result.findings.size(),
        result.digest.empty() ? "-" : result.digest.c_str());
  }
}

// In single quotes where the shell would otherwise read more than a word.
std::string ShellWord(const std::string& word) {
  const bool plain = std::all_of(word.begin(), word.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::strchr("/._-+=:,@", c) != nullptr;
  });
  if (plain && !word.empty()) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

void PrintFailure(const CampaignTarget& target, const CampaignResult& result) {
  std::printf("\n%s: %s: %s\n  log        %s\n", target.name.c_str(),
              result.failed_phase.c_str(), result.summary.c_str(),
              result.log.c_str());
  for (const std::string& finding : result.findings) {
    std::printf("  finding    %s\n  reproduce  %s %s\n", finding.c_str(),
                target.run_command.c_str(), ShellWord(finding).c_str());
  }
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
  app.add_option("--runs", options.runs, "Runs of each target")
      ->capture_default_str()
      ->check(CLI::Range(int64_t{1}, int64_t{2147483647}));
  app.add_option("--seed", options.seed, "Where the mutations begin")
      ->capture_default_str()
      ->check(CLI::Range(int64_t{1}, int64_t{2147483647}));
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
  try {
    app.parse(argc - 2, argv + 2);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help
    return Fail(std::string(error.what()) +
                "; expected what `campaign --help` lists");
  }
  if (!Choose(options, &*targets, &problem)) return Fail(problem);
  // `bazel run` starts programs elsewhere; paths are meant from where it was
  // typed.
  if (const char* directory = std::getenv("BUILD_WORKING_DIRECTORY")) {
    if (chdir(directory) != 0) {
      return Fail(std::string(directory) + ": " + std::strerror(errno));
    }
  }
  if (!MakeOut(&options, &problem)) return Fail(problem);

  std::fprintf(stderr,
               "campaign: %lld runs of each target from seed %lld, in %s\n",
               static_cast<long long>(options.runs),
               static_cast<long long>(options.seed), options.out.c_str());
  const auto results = RunAll(*targets, runfiles, options);
  PrintTable(results);
  bool ok = true;
  for (size_t i = 0; i < results.size(); ++i) {
    if (results[i].ok()) continue;
    ok = false;
    PrintFailure((*targets)[i], results[i]);
  }
  return ok ? 0 : kExitFinding;
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) { return fuse_dirents::Main(argc, argv); }
