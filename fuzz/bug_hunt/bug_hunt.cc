// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Hunts mutants with the mutator and without, and prints how many runs each
// takes.
//
//   bug_hunt --with_mutator=BIN --plain=BIN --dictionary=FILE [options];
//   `bazel run //fuzz:bug_hunt` gives the first three.
//
// Exit status: 0; 1 where the goals are missed; 2 for bad arguments.

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "CLI/CLI.hpp"
#include "fuzz/bug_hunt/hunt.h"
#include "fuzz/bug_hunt/hunted.h"

namespace fuse_dirents {
namespace {

constexpr int kExitMissed = 1;
constexpr int kExitBadInput = 2;

struct Options {
  Hunters hunters;
  std::vector<std::string> bugs;
  int64_t seeds = 5;
  int64_t limit = 200000;
  int64_t cap = 2000000;
  double ratio = 10;
  int64_t jobs = std::max(1u, std::thread::hardware_concurrency());
};

// All hunts for one bug, by seed.
struct BugResults {
  const Mutant* bug;
  std::vector<HuntResult> with_mutator, plain;
};

struct Summary {
  double mean = 0;  // Geometric, of the runs.
  uint64_t most = 0;
  bool all_found = true;

  explicit Summary(const std::vector<HuntResult>& results) {
    std::vector<double> runs;
    for (const HuntResult& result : results) {
      runs.push_back(static_cast<double>(result.runs));
      most = std::max(most, result.runs);
      all_found = all_found && result.found;
    }
    mean = GeometricMean(runs);
  }

  // The mean, or ">" and it where a hunt found nothing.
  std::string MeanText() const { return Text(mean); }
  std::string MostText() const { return Text(static_cast<double>(most)); }

 private:
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
      jobs.push_back({&options.hunters.with_mutator, results.bug, seed,
                      options.limit, &results.with_mutator[i]});
      jobs.push_back({&options.hunters.plain, results.bug, seed, options.cap,
                      &results.plain[i]});
    }
  }
  std::atomic<size_t> next = 0;
  std::atomic<size_t> done = 0;
  const auto work = [&] {
    for (size_t i; (i = next++) < jobs.size();) {
      const Job& job = jobs[i];
      *job.result = Hunt(*job.binary, options.hunters.dictionary, job.bug->name,
                         job.seed, job.cap);
      std::fprintf(stderr, "bug_hunt: %zu of %zu hunts, %.*s\n", ++done,
                   jobs.size(), static_cast<int>(job.bug->name.size()),
                   job.bug->name.data());
    }
  };
  std::vector<std::thread> threads;
  for (int64_t i = 1; i < options.jobs; ++i) threads.emplace_back(work);
  work();
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
  bool missed = false;
  for (const BugResults& results : all) {
    const Summary with_mutator(results.with_mutator);
    const Summary plain(results.plain);
    ratios.push_back(plain.mean / with_mutator.mean);
    missed = missed || !with_mutator.all_found;
    std::printf("%-30s %10s %10s %11s %8.1f  %s\n",
                std::string(results.bug->name).c_str(),
                with_mutator.MeanText().c_str(),
                with_mutator.MostText().c_str(), plain.MeanText().c_str(),
                ratios.back(), std::string(results.bug->what).c_str());
  }
  const double mean = GeometricMean(ratios);
  std::printf("\n%zu bugs; geometric mean of the ratio: %.1f\n", all.size(),
              mean);
  if (missed) {
    std::printf("missed: a bug needs more than %lld runs with the mutator\n",
                static_cast<long long>(options.limit));
  }
  if (mean < options.ratio) {
    std::printf("missed: the ratio is below %g\n", options.ratio);
    missed = true;
  }
  return missed ? kExitMissed : 0;
}

int Main(int argc, char** argv) {
  Options options;
  CLI::App app{"Hunts mutants with the mutator and without."};
  app.add_option("--with_mutator", options.hunters.with_mutator)
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--plain", options.hunters.plain)
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--dictionary", options.hunters.dictionary)
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--bugs", options.bugs, "only these, with a comma between")
      ->delimiter(',');
  app.add_option("--seeds", options.seeds, "how many, from 1 on")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("--limit", options.limit,
                 "runs that a bug may need with the mutator")
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
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp& e) {
    return app.exit(e);
  } catch (const CLI::ParseError& e) {
    std::fprintf(stderr, "bug_hunt: %s\n", e.what());
    return kExitBadInput;
  }

  std::vector<const Mutant*> hunted = HuntedMutants();
  if (!options.bugs.empty()) hunted.clear();
  for (const std::string& name : options.bugs) {
    hunted.push_back(FindMutant(name));
    if (hunted.back() != nullptr && !hunted.back()->is_right()) continue;
    std::fprintf(stderr,
                 "bug_hunt: --bugs: '%s': expected wrong mutants of "
                 "differential/mutants/table.h\n",
                 name.c_str());
    return kExitBadInput;
  }
  std::vector<BugResults> all;
  for (const Mutant* const bug : hunted) all.push_back({bug, {}, {}});
  HuntAll(options, &all);
  return Report(options, all);
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) { return fuse_dirents::Main(argc, argv); }
