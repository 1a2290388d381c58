// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Hunts every planted bug from an empty corpus, with the mutator and without,
// and prints how many runs each takes.
//
//   bug_hunt --with_mutator=BIN --plain=BIN --path=BIN --path_plain=BIN
//       --dictionary=FILE [options];  `bazel run //fuzz:bug_hunt` gives these.
//
// Exit status: 0; 1 if a bug is not found within its runs or the ratio is below
// its goal; 2 for bad arguments.

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "CLI/CLI.hpp"
#include "base/cli.h"
#include "base/fail.h"
#include "base/files.h"
#include "fuzz/bug_hunt/hunted.h"
#include "fuzz/engine/exact_fuzz_process.h"
#include "fuzz/engine/fuzz_output.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

constexpr int kExitMissed = 1;

struct Options {
  // The two fuzz targets that hunt parsers, alike but for the mutator, and the
  // two that hunt paths.
  std::string with_mutator, plain, path, path_plain;
  std::string dictionary;
  std::vector<std::string> only;
  int64_t seeds = 5;
  int64_t limit = 20000;
  int64_t cap = 200000;
  double ratio = 200;
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
                const HuntedBug& bug, int64_t seed, int64_t cap) {
  const TempDirectory folder;
  // The lengths of paths on the stack would show in the result.
  fs::create_symlink(fs::canonical(binary), folder / "target");
  fs::copy_file(dictionary, folder / "dict");
  // What only shows over several calls may be a leak or a hang.
  const bool has_calls =
      bug.parser != nullptr && bug.parser->needs == Needs::kCalls;
  const std::string leaks =
      std::string("detect_leaks=") + (has_calls ? "1" : "0");
  std::vector<std::string> flags = {"--bug=" + std::string(bug.name()),
                                    "-seed=" + std::to_string(seed),
                                    "-runs=" + std::to_string(cap),
                                    "-print_final_stats=1",
                                    "-artifact_prefix=./",
                                    "-" + leaks};
  if (has_calls) flags.emplace_back("-timeout=5");
  if (bug.parser != nullptr) {
    flags.insert(flags.end(), {"-max_len=8192", "-dict=dict"});
  } else {
    // Short at most, and as long at once as the seeds of a campaign allow.
    flags.insert(flags.end(), {"-max_len=96", "-len_control=0"});
  }
  FuzzOutput output;
  const int status = output.Run(
      ExactFuzzProcess(folder.path(), flags, "symbolize=0:" + leaks));
  const HuntResult result = {output.runs, !output.verdict.empty()};
  if (result.runs == 0 || (status != 0) != result.found) {
    std::fprintf(stderr, "bug_hunt: %s: %s: exit status %d\n%s", binary.c_str(),
                 std::string(bug.name()).c_str(), status, output.log.c_str());
    std::abort();
  }
  return result;
}

// The hunts for one bug with one binary, a seed each.  Ends as soon as most of
// the seeds have found nothing: then the median is not found, whatever the
// others give.
class Hunts {
 public:
  void Run(const std::string& binary, const std::string& dictionary,
           const HuntedBug& bug, int64_t seeds, int64_t cap) {
    cap_ = static_cast<uint64_t>(cap);
    const size_t median = static_cast<size_t>(seeds) / 2;
    size_t missed = 0;
    for (int64_t seed = 1;
         seed <= seeds && missed < static_cast<size_t>(seeds) - median;
         ++seed) {
      const HuntResult result = Hunt(binary, dictionary, bug, seed, cap);
      if (result.found) runs_.push_back(result.runs);
      missed += !result.found;
    }
    std::ranges::sort(runs_);
    found_ = median < runs_.size();
    median_ = found_ ? runs_[median] : cap_;
    all_found_ = missed == 0;
  }

  // Whether the median is a run that found the bug.  Else it is at least
  // median(), the cap.
  bool found() const { return found_; }
  double median() const { return static_cast<double>(median_); }

  std::string MedianText() const { return Text(found_, median_); }
  std::string WorstText() const {
    return Text(all_found_, all_found_ ? runs_.back() : cap_);
  }

 private:
  static std::string Text(bool is_found, uint64_t runs) {
    return (is_found ? "" : ">") + std::to_string(runs);
  }

  uint64_t cap_ = 0, median_ = 0;
  bool found_ = false, all_found_ = false;
  std::vector<uint64_t> runs_;  // Those that found it, sorted.
};

struct BugResults {
  HuntedBug bug;
  Hunts hunts = {};  // With the mutator.
  Hunts plain = {};

  // At least that, if plain libFuzzer was stopped at its cap.
  double ratio() const { return plain.median() / hunts.median(); }
};

// Runs every hunt, `jobs` at a time.
void HuntAll(const Options& options, std::vector<BugResults>* all) {
  struct Job {
    const std::string* binary;
    const HuntedBug* bug;
    int64_t cap;
    Hunts* hunts;
  };
  std::vector<Job> jobs;
  for (BugResults& results : *all) {
    const HuntedBug* const bug = &results.bug;
    const bool is_path = bug->path != nullptr;
    jobs.push_back({is_path ? &options.path : &options.with_mutator, bug,
                    options.limit, &results.hunts});
    jobs.push_back({is_path ? &options.path_plain : &options.plain, bug,
                    options.cap, &results.plain});
  }
  std::atomic<size_t> next = 0;
  std::atomic<size_t> done = 0;
  const auto work = [&] {
    for (size_t i; (i = next++) < jobs.size();) {
      const Job& job = jobs[i];
      job.hunts->Run(*job.binary, options.dictionary, *job.bug, options.seeds,
                     job.cap);
      std::fprintf(stderr, "bug_hunt: %zu of %zu, %s\n", ++done, jobs.size(),
                   std::string(job.bug->name()).c_str());
    }
  };
  std::vector<std::thread> threads;
  for (int64_t i = 0; i < options.jobs; ++i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
}

// The geometric mean of the ratios of the bugs of a kind, and its line.  A bug
// for which plain libFuzzer was stopped counts as if it had found it then, so
// the mean is a lower bound.
double PrintMean(const char* kind, const std::vector<BugResults>& all,
                 const std::function<bool(const HuntedBug& bug)>& is_of_kind) {
  double logs = 0;
  size_t bugs = 0, capped = 0;
  for (const BugResults& results : all) {
    if (!is_of_kind(results.bug)) continue;
    logs += std::log(results.ratio());
    ++bugs;
    capped += !results.plain.found();
  }
  if (bugs == 0) return 0;
  const double mean = std::exp(logs / static_cast<double>(bugs));
  std::printf(
      "geometric mean of the ratio over %zu %s: %s%.1f; plain libFuzzer was "
      "stopped for %zu of them, which count as found then\n",
      bugs, kind, capped > 0 ? "at least " : "", mean, capped);
  return mean;
}

int Report(const Options& options, const std::vector<BugResults>& all) {
  std::printf(
      "Runs to the finding from an empty corpus: the median over the seeds 1 "
      "to %lld.\nAt most %lld runs with the mutator, and %lld of plain "
      "libFuzzer; \">\": not found by then.\n\n",
      static_cast<long long>(options.seeds),
      static_cast<long long>(options.limit),
      static_cast<long long>(options.cap));
  std::printf("%-36s %8s %8s %8s %9s  %s\n", "bug", "mutator", "worst", "plain",
              "ratio", "what it does wrong");
  size_t found = 0;
  std::string missed;
  for (const BugResults& results : all) {
    const std::string name(results.bug.name());
    found += results.hunts.found();
    if (!results.hunts.found()) missed += " " + name;
    char ratio[32];
    std::snprintf(ratio, sizeof ratio, "%s%.1f",
                  results.plain.found() ? "" : ">", results.ratio());
    std::printf("%-36s %8s %8s %8s %9s  %s\n", name.c_str(),
                results.hunts.MedianText().c_str(),
                results.hunts.WorstText().c_str(),
                results.plain.MedianText().c_str(), ratio,
                std::string(results.bug.what()).c_str());
  }
  std::printf("\n%zu of %zu bugs have a median of at most %lld runs\n", found,
              all.size(), static_cast<long long>(options.limit));
  if (!missed.empty()) std::printf("missed:%s\n", missed.c_str());
  PrintMean("parsers", all,
            [](const HuntedBug& bug) { return bug.parser != nullptr; });
  PrintMean("paths", all,
            [](const HuntedBug& bug) { return bug.path != nullptr; });
  const double mean =
      PrintMean("bugs", all, [](const HuntedBug& /*bug*/) { return true; });
  const bool is_fast = mean >= options.ratio;
  if (!is_fast) std::printf("missed: the ratio is below %g\n", options.ratio);
  return missed.empty() && is_fast ? 0 : kExitMissed;
}

int Main(int argc, char** argv) {
  Options options;
  CLI::App app{"Hunts planted bugs with the mutator and without."};
  const auto add_file = [&app](const char* name, std::string* file) {
    app.add_option(name, *file)->required()->check(CLI::ExistingFile);
  };
  add_file("--with_mutator", &options.with_mutator);
  add_file("--plain", &options.plain);
  add_file("--path", &options.path);
  add_file("--path_plain", &options.path_plain);
  add_file("--dictionary", &options.dictionary);
  app.add_option("--only", options.only, "only these, with a comma between")
      ->delimiter(',');
  app.add_option("--seeds", options.seeds, "number of seeds, from 1 on")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("--limit", options.limit,
                 "runs within which the median must find a bug")
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

  std::vector<BugResults> all;
  std::vector<std::string> unknown = options.only;
  for (const HuntedBug& bug : AllBugs()) {
    const auto named = std::ranges::find(unknown, bug.name());
    if (named == unknown.end() && !options.only.empty()) continue;
    if (named != unknown.end()) unknown.erase(named);
    const std::string why(NotHunted(bug));
    if (why.empty()) {
      all.push_back({.bug = bug});
    } else {
      std::printf("not hunted: %s: %s\n", std::string(bug.name()).c_str(),
                  why.c_str());
    }
  }
  if (!unknown.empty()) {
    return Fail("--only " + unknown.front() +
                ": expected wrong mutants of differential/mutants/table.h or "
                "path_mutants.cc");
  }
  if (all.empty()) return Fail("--only: expected a bug that is hunted");
  HuntAll(options, &all);
  return Report(options, all);
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) { return fuse_dirents::Main(argc, argv); }
