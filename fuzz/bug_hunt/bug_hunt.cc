// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Hunts mutants with the mutator and without, and prints how many runs each
// takes.
//
//   bug_hunt --with_mutator=BIN --plain=BIN --dictionary=FILE [options];
//   `bazel run //fuzz:bug_hunt` gives the first three.
//
// Exit status: 0; 1 if the ratio is below its goal; 2 for bad arguments.

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "CLI/CLI.hpp"
#include "base/check.h"
#include "base/cli.h"
#include "base/fail.h"
#include "base/files.h"
#include "base/process.h"
#include "fuzz/bug_hunt/hunted.h"
#include "fuzz/engine/fuzz_output.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

constexpr int kExitMissed = 1;

struct Options {
  // The two fuzz targets that hunt, alike but for the mutator.
  std::string with_mutator, plain;
  std::string dictionary;
  std::vector<std::string> bugs;
  int64_t seeds = 5;
  int64_t limit = 200000;
  int64_t cap = 2000000;
  double ratio = 10;
  int64_t jobs = std::max(1u, std::thread::hardware_concurrency());
};

// How many runs one hunt took, up to the finding or all.
struct HuntResult {
  uint64_t runs = 0;
  bool found = false;
};

// Lets `binary` hunt the bug from an empty corpus, for at most `cap` runs.  The
// same arguments give the same result.
HuntResult Hunt(const std::string& binary, const std::string& dictionary,
                std::string_view bug, int64_t seed, int64_t cap) {
  const TempDirectory folder;
  // The lengths of paths on the stack would show in the result.
  fs::create_symlink(fs::canonical(binary), folder / "target");
  fs::copy_file(dictionary, folder / "dict");
  FuzzOutput output;
  const int status = output.Run(ExactProcess(
      folder.path(),
      {"./target", "--bug=" + std::string(bug), "-seed=" + std::to_string(seed),
       "-runs=" + std::to_string(cap), "-max_len=8192", "-dict=dict",
       "-print_final_stats=1", "-artifact_prefix=./", "-reload=0",
       "-detect_leaks=0", "-purge_allocator_interval=-1"},
      {"PATH=/usr/bin:/bin",
       "ASAN_OPTIONS=quarantine_size_mb=10:detect_leaks=0:symbolize=0",
       "MSAN_OPTIONS=symbolize=0", "UBSAN_OPTIONS=symbolize=0"}));
  const HuntResult result = {output.runs, !output.verdict.empty()};
  if (result.runs == 0 || (status != 0) != result.found) {
    std::fprintf(stderr, "bug_hunt: %s: exit status %d\n%s", binary.c_str(),
                 status, output.log.c_str());
    std::abort();
  }
  return result;
}

double GeometricMean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) {
    FUSE_DIRENTS_CHECK(value > 0);
    sum += std::log(value);
  }
  return std::exp(sum / static_cast<double>(values.size()));
}

// All hunts for one bug, by seed.
struct BugResults {
  const Mutant* bug;
  std::vector<HuntResult> with_mutator, plain;
};

struct Summary {
  double mean = 0;  // Geometric, of the runs.
  double most = 0;
  bool all_found = true;

  explicit Summary(const std::vector<HuntResult>& results) {
    std::vector<double> runs;
    for (const HuntResult& result : results) {
      runs.push_back(static_cast<double>(result.runs));
      all_found = all_found && result.found;
    }
    mean = GeometricMean(runs);
    most = *std::ranges::max_element(runs);
  }

  // With ">" in front if a hunt found nothing.
  std::string Text(double value) const {
    return (all_found ? "" : ">") + std::to_string(std::llround(value));
  }
};

// Runs every hunt, `jobs` at a time.
void HuntAll(const Options& options, std::vector<BugResults>* all) {
  struct Job {
    const std::string* binary;
    const Mutant* bug;
    int64_t seed, cap;
    HuntResult* result;
  };
  std::vector<Job> jobs;
  for (BugResults& results : *all) {
    const size_t seeds = static_cast<size_t>(options.seeds);
    results.with_mutator.resize(seeds);
    results.plain.resize(seeds);
    for (size_t i = 0; i < seeds; ++i) {
      const int64_t seed = static_cast<int64_t>(i) + 1;
      jobs.push_back({&options.with_mutator, results.bug, seed, options.limit,
                      &results.with_mutator[i]});
      jobs.push_back(
          {&options.plain, results.bug, seed, options.cap, &results.plain[i]});
    }
  }
  std::atomic<size_t> next = 0;
  std::atomic<size_t> done = 0;
  const auto work = [&] {
    for (size_t i; (i = next++) < jobs.size();) {
      const Job& job = jobs[i];
      *job.result = Hunt(*job.binary, options.dictionary, job.bug->name,
                         job.seed, job.cap);
      std::fprintf(stderr, "bug_hunt: %zu of %zu hunts, %s\n", ++done,
                   jobs.size(), std::string(job.bug->name).c_str());
    }
  };
  std::vector<std::thread> threads;
  for (int64_t i = 0; i < options.jobs; ++i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
}

int Report(const Options& options, const std::vector<BugResults>& all) {
  std::printf(
      "Runs to the finding, geometric mean over %lld seeds, from an "
      "empty corpus.\n\n",
      static_cast<long long>(options.seeds));
  std::printf("%-30s %10s %10s %11s %8s  %s\n", "bug", "mutator", "its worst",
              "plain", "ratio", "what it does wrong");
  std::vector<double> ratios;
  std::string not_found;
  for (const BugResults& results : all) {
    const std::string name(results.bug->name);
    const Summary with_mutator(results.with_mutator);
    const Summary plain(results.plain);
    ratios.push_back(plain.mean / with_mutator.mean);
    if (!with_mutator.all_found) not_found += " " + name;
    std::printf("%-30s %10s %10s %11s %8.1f  %s\n", name.c_str(),
                with_mutator.Text(with_mutator.mean).c_str(),
                with_mutator.Text(with_mutator.most).c_str(),
                plain.Text(plain.mean).c_str(), ratios.back(),
                std::string(results.bug->what).c_str());
  }
  const double mean = GeometricMean(ratios);
  std::printf("\n%zu bugs; geometric mean of the ratio: %.1f\n", all.size(),
              mean);
  if (!not_found.empty()) {
    std::printf("not found by each seed within %lld runs of the mutator:%s\n",
                static_cast<long long>(options.limit), not_found.c_str());
  }
  if (mean >= options.ratio) return 0;
  std::printf("missed: the ratio is below %g\n", options.ratio);
  return kExitMissed;
}

int Main(int argc, char** argv) {
  Options options;
  CLI::App app{"Hunts mutants with the mutator and without."};
  app.add_option("--with_mutator", options.with_mutator)
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--plain", options.plain)
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--dictionary", options.dictionary)
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--bugs", options.bugs, "only these, with a comma between")
      ->delimiter(',');
  app.add_option("--seeds", options.seeds, "number of seeds, from 1 on")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("--limit", options.limit,
                 "runs with the mutator after which it gives up")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--cap", options.cap,
                 "runs of plain libFuzzer after which it gives up")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--ratio", options.ratio, "least geometric mean of the ratio")
      ->capture_default_str();
  app.add_option("--jobs", options.jobs, "hunts at a time")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  if (const auto status = ReadCommandLine(app, argc, argv)) return *status;

  std::vector<const Mutant*> hunted = HuntedMutants();
  if (!options.bugs.empty()) hunted.clear();
  for (const std::string& name : options.bugs) {
    hunted.push_back(FindMutant(name));
    if (hunted.back() != nullptr && !hunted.back()->is_right()) continue;
    return Fail("--bugs " + name +
                ": expected wrong mutants of differential/mutants/table.h");
  }
  std::vector<BugResults> all;
  for (const Mutant* const bug : hunted) all.push_back({bug, {}, {}});
  HuntAll(options, &all);
  return Report(options, all);
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) { return fuse_dirents::Main(argc, argv); }
