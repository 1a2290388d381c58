// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs fuzz targets in turn for hours, and writes down what they ran.
//
//   soak MANIFEST RUNFILES --sanitizer=NAME [options]; `bazel run //fuzz:soak`
//   gives the first ones (campaign.bzl).
//
// Exit status: 0, 1 for a finding or a target that could not be run, 2 for bad
// arguments.

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <ratio>
#include <string>
#include <thread>
#include <vector>

#include "CLI/CLI.hpp"
#include "base/cli.h"
#include "base/commit.h"
#include "base/fail.h"
#include "base/files.h"
#include "base/in_workspace.h"
#include "fmt/format.h"
#include "fuzz/engine/campaign_target.h"
#include "fuzz/soak/ledger.h"
#include "fuzz/soak/soak_round.h"
#include "fuzz/soak/soak_run.h"
#include "fuzz/soak/soak_state.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int kExitFinding = 1;

struct Options {
  SoakPlan plan;
  std::optional<double> hours;
  std::optional<uint64_t> rounds, runs;
  std::vector<std::string> targets;
  size_t jobs = std::max(1u, std::thread::hardware_concurrency());
  std::string out, ledger;
};

void PrintTable(const std::vector<SoakTarget>& targets) {
  fmt::print("{:<20} {:>7} {:>12} {:>6} {:>7} {:>8}  {}\n", "target", "rounds",
             "runs", "edges", "corpus", "findings", "digest of last round");
  for (const SoakTarget& target : targets) {
    const std::vector<SoakRound>& rounds = target.rounds();
    const SoakRound last = rounds.empty() ? SoakRound() : rounds.back();
    // Only the last round can have findings.
    fmt::print("{:<20} {:>7} {:>12} {:>6} {:>7} {:>8}  {}\n", target.name(),
               rounds.size(), target.runs(), last.edges, last.corpus,
               last.findings, last.digest.empty() ? "-" : last.digest);
  }
}

// Fills in what `bazel run` knows.  Returns what is missing, or "".
std::string UseWorkspace(Options* options) {
  // The page is written after the build, so it is no change.
  constexpr char kPage[] = "fuzz/SOAK.md";
  if (options->plan.commit.empty()) {
    options->plan.commit = CommitOfWorkspace(kPage);
  }
  if (options->ledger.empty() &&
      std::getenv("BUILD_WORKSPACE_DIRECTORY") != nullptr) {
    options->ledger = InWorkspace(kPage);
  }
  if (options->plan.commit.empty()) {
    return "--commit: git does not know it; expected the commit that was built";
  }
  if (options->ledger.empty()) {
    return "--ledger: expected a file, without `bazel run`";
  }
  const char* state = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  if (options->out.empty() && state != nullptr) {
    options->out = fs::path(state) / "fuse_dirents/soak";
  } else if (options->out.empty() && home != nullptr) {
    options->out = fs::path(home) / ".local/state/fuse_dirents/soak";
  }
  if (options->out.empty()) return "--out: expected a folder, without $HOME";
  return "";
}

// Makes the folder and locks it for as long as the program runs.  Returns what
// is wrong, or "".
std::string LockOut(const std::string& out) {
  std::error_code error;
  fs::create_directories(out, error);
  const std::string path = out + "/lock";
  const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (fd < 0)
    return "--out: " + out + ": expected a folder that can be written";
  if (flock(fd, LOCK_EX | LOCK_NB) == 0) return "";
  return "--out: " + out + ": another soak runs there; expected one at a time";
}

// Reads the ledger; a file that does not exist is an empty one.
std::optional<std::vector<LedgerRow>> ReadLedger(const std::string& path,
                                                 std::string* problem) {
  if (!fs::exists(path)) return std::vector<LedgerRow>();
  const auto text = ReadFile(path, problem);
  if (!text) return std::nullopt;
  auto ledger = ParseLedger(*text, problem);
  if (!ledger) *problem = path + ": " + *problem;
  return ledger;
}

// Adds every round below `out` to the ledger.  Returns what is wrong, or "".
std::string UpdateLedger(const std::string& out, const std::string& path) {
  std::string problem;
  auto ledger = ReadLedger(path, &problem);
  if (!ledger) return problem;
  const auto all = ReadSoakRounds(out, &problem);
  if (!all) return problem;
  size_t skipped = 0;
  for (const auto& rounds : *all) {
    for (const LedgerRow& row : RowsOf(rounds)) AddRow(row, &*ledger);
    skipped += static_cast<size_t>(
        std::ranges::count_if(rounds, [](const SoakRound& round) {
          return round.plan.commit.ends_with(kDirty);
        }));
  }
  if (skipped > 0) {
    fmt::print(
        stderr,
        "soak: {} rounds have no row: their tree had changes that are in "
        "no commit\n",
        skipped);
  }
  const std::string unfinished = path + ".new";
  problem = WriteFile(unfinished, LedgerText(*ledger));
  if (!problem.empty()) return problem;
  std::error_code error;
  fs::rename(unfinished, path, error);
  return error ? path + ": " + error.message() : "";
}

int Main(int argc, char** argv) {
  if (argc < 3) return Fail("expected MANIFEST RUNFILES [options]");
  const std::string runfiles = argv[2];
  std::string problem;
  auto targets = ReadCampaignTargets(argv[1], runfiles, &problem);
  if (!targets) return Fail(problem);

  Options options;
  CLI::App app(
      "Runs fuzz targets round after round, the one with the fewest rounds "
      "next.  What ended is kept: killed at any moment, it goes on from there. "
      " "
      "A target with a finding gets no more rounds.",
      "soak");
  const auto count = CLI::Range(uint64_t{0}, uint64_t{1} << 53);
  app.add_option("--hours", options.hours, "Begins no round after this time")
      ->check(CLI::Range(0.0, 100000.0));
  app.add_option("--rounds", options.rounds,
                 "Until each target has this many, with those kept in --out")
      ->check(count);
  app.add_option("--runs", options.runs,
                 "Until each target has this many, with those kept in --out")
      ->check(count);
  app.add_option("--targets", options.targets, "All by default")
      ->delimiter(',');
  app.add_option("--seed", options.plan.seed, "Where the mutations begin")
      ->capture_default_str()
      ->check(CLI::Range(uint64_t{1}, uint64_t{1} << 53));
  app.add_option("--round-runs", options.plan.round_runs, "Runs in a round")
      ->capture_default_str()
      ->check(CLI::Range(uint64_t{1}, uint64_t{2147483647}));
  app.add_option("--jobs", options.jobs,
                 "Targets that run at once; changes no result")
      ->capture_default_str()
      ->check(CLI::Range(size_t{1}, size_t{1024}));
  app.add_option("--out", options.out,
                 "The folder that keeps what was run and found; "
                 "~/.local/state/fuse_dirents/soak by default");
  app.add_option("--ledger", options.ledger,
                 "The page to add to; fuzz/SOAK.md by default");
  app.add_option("--commit", options.plan.commit,
                 "What was built; asks git by default")
      ->check(CLI::Validator(
          [](const std::string& text) {
            return text.find_first_of(" |\n") == text.npos
                       ? ""
                       : "expected no blank and no |";
          },
          ""));
  app.add_option("--sanitizer", options.plan.sanitizer)->required()->group("");
  if (const auto status = ReadCommandLine(app, argc - 2, argv + 2)) {
    return *status;
  }
  if (!options.hours && !options.rounds && !options.runs) {
    return Fail("no end; expected --hours, --rounds or --runs");
  }
  problem = KeepTargets(options.targets, &*targets);
  if (!problem.empty()) return Fail("--targets: " + problem);
  problem = UseWorkspace(&options);
  if (!problem.empty()) return Fail(problem);
  if (!EnterCallersFolder()) return kExitBadInput;
  options.out = fs::absolute(options.out);
  // Before hours of work that it could not take.
  if (!ReadLedger(options.ledger, &problem))
    return Fail("--ledger: " + problem);
  problem = LockOut(options.out);
  if (!problem.empty()) return Fail(problem);

  std::vector<SoakTarget> opened;
  for (const CampaignTarget& target : *targets) {
    auto soak =
        SoakTarget::Open(target, runfiles, options.out, options.plan, &problem);
    if (!soak) return Fail(problem);
    opened.push_back(*std::move(soak));
  }
  fmt::print(stderr, "soak: commit {}, sanitizer {}, seed {}, in {}\n",
             options.plan.commit, options.plan.sanitizer, options.plan.seed,
             options.out);
  SoakGoal goal = {.rounds = options.rounds, .runs = options.runs};
  if (options.hours) {
    goal.deadline =
        Clock::now() +
        std::chrono::duration_cast<Clock::duration>(
            std::chrono::duration<double, std::ratio<3600>>(*options.hours));
  }
  const bool ok = RunSoak(goal, options.jobs, &opened);
  PrintTable(opened);
  problem = UpdateLedger(options.out, options.ledger);
  if (!problem.empty()) return Fail("--ledger: " + problem);
  return ok ? 0 : kExitFinding;
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) { return fuse_dirents::Main(argc, argv); }
