// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/engine/campaign_run.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/check.h"
#include "base/digest.h"
#include "base/files.h"
#include "base/process.h"
#include "fuzz/engine/verdict.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> SortedFiles(const fs::path& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    files.push_back(entry.path().filename().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// The number behind `key` in a status line such as
//   #4096  pulse  cov: 310 ft: 512 corp: 40/1024b lim: 43
// or `otherwise`.
uint64_t NumberAfter(std::string_view line, std::string_view key,
                     uint64_t otherwise) {
  const size_t at = line.find(key);
  if (at == line.npos) return otherwise;
  const std::string digits(line.substr(at + key.size(), 20));
  return std::strtoull(digits.c_str(), nullptr, 10);
}

class TargetRun {
 public:
  TargetRun(const CampaignTarget& target, const std::string& runfiles,
            const std::string& out, int64_t runs, int64_t seed,
            const Progress& progress, const Surroundings& surroundings)
      : target_(target),
        runfiles_(runfiles),
        out_(out),
        runs_(runs),
        seed_(seed),
        progress_(progress),
        surroundings_(surroundings) {
    result_.name = target.name;
  }

  CampaignResult Run() {
    SetUp();
    if (!Replay() || !Fuzz() || !Leaks()) return result_;
    return result_;
  }

  TargetSpeed Measure(int64_t seconds) {
    SetUp();
    std::vector<std::string> flags = FuzzFlags();
    // Behind the seeds, the empty input, and what libFuzzer runs twice of them.
    const size_t begin = 2 * target_.seeds.size() + 2;
    for (const std::string& flag :
         {std::string("--turns=turns"), "--turns_from=" + std::to_string(begin),
          "-max_total_time=" + std::to_string(seconds)}) {
      flags.push_back(flag);
    }
    TargetSpeed speed;
    speed.name = target_.name;
    if (!RunPhase("fuzz", false, flags)) {
      speed.log = result_.log;
      speed.summary = result_.summary;
      return speed;
    }
    // Runs and nanoseconds of the target, then of the empty one.
    std::ifstream file(out_ / "turns");
    double runs, nanoseconds, empty_runs, empty_nanoseconds;
    file >> runs >> nanoseconds >> empty_runs >> empty_nanoseconds;
    if (!file || runs <= 0 || empty_runs <= 0) {
      speed.log = out_ / "fuzz.log";
      speed.summary = "no whole turn; expected more --seconds";
      return speed;
    }
    speed.runs_per_second = runs / nanoseconds * 1e9;
    speed.empty_runs_per_second = empty_runs / empty_nanoseconds * 1e9;
    return speed;
  }

 private:
  // Those of every run that mutates.
  std::vector<std::string> FuzzFlags() const {
    std::vector<std::string> flags = target_.flags;
    if (!target_.dictionary.empty()) flags.push_back("-dict=dict");
    for (const std::string& flag :
         {"-seed=" + std::to_string(seed_), std::string("-reload=0"),
          std::string("-purge_allocator_interval=-1"),
          std::string("-seed_inputs=@seeds.list")}) {
      flags.push_back(flag);
    }
    return flags;
  }

  // Everything that the child reads lies below its folder under a name that
  // says nothing of the machine.
  void SetUp() {
    for (const char* folder : {"seeds", "corpus", "findings"}) {
      fs::create_directories(out_ / folder);
    }
    fs::create_symlink(fs::canonical(target_.binary), out_ / "target");
    if (!target_.dictionary.empty()) {
      fs::copy_file(target_.dictionary, out_ / "dict");
    }
    for (const std::string& seed : target_.seeds) {
      std::string name = seed;
      std::replace(name.begin(), name.end(), '/', '-');
      fs::copy_file(fs::canonical(runfiles_ + "/" + seed),
                    out_ / "seeds" / name);
    }
    WriteList("seeds");
  }

  void WriteList(const std::string& folder) {
    std::string list;
    for (const std::string& file : SortedFiles(out_ / folder)) {
      list += (list.empty() ? "" : ",") + folder + "/" + file;
    }
    MustWriteFile(out_ / (folder + ".list"), list);
  }

  bool Replay() {
    progress_(target_.name + ": replaying " +
              std::to_string(target_.seeds.size()) + " seeds");
    if (!RunOnAll("replay", "seeds")) return false;
    // libFuzzer passes over empty files, and adds an empty input.
    const auto empty =
        std::count_if(target_.seeds.begin(), target_.seeds.end(),
                      [this](const std::string& seed) {
                        return fs::file_size(runfiles_ + "/" + seed) == 0;
                      });
    FUSE_DIRENTS_CHECK(Executed("replay").count >=
                       target_.seeds.size() - static_cast<size_t>(empty) + 1);
    return true;
  }

  bool Fuzz() {
    progress_(target_.name + ": fuzzing");
    std::vector<std::string> flags = FuzzFlags();
    flags.push_back("-runs=" + std::to_string(runs_));
    flags.push_back("corpus");
    const auto begin = std::chrono::steady_clock::now();
    const bool ok = RunPhase("fuzz", false, flags);
    result_.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin)
            .count();
    if (!ok) return false;
    const ExecutedInputs executed = Executed("fuzz");
    result_.runs = executed.count;
    std::string all;
    for (const std::string& file : SortedFiles(out_ / "corpus")) {
      const std::string bytes = MustReadFile(out_ / "corpus" / file);
      all += std::to_string(bytes.size()) + "\n" + bytes;
    }
    result_.executed_digest = executed.line;
    result_.corpus_digest = DigestOf(all).ToText();
    result_.digest = DigestOf(executed.line + all).ToText();
    return true;
  }

  bool Leaks() {
    WriteList("corpus");
    if (SortedFiles(out_ / "corpus").empty()) return true;
    progress_(target_.name + ": looking for leaks");
    return RunOnAll("leaks", "corpus");
  }

  // Runs each input of a folder that has a list, whole.
  bool RunOnAll(const std::string& phase, const std::string& folder) {
    uintmax_t largest = 1;
    for (const auto& entry : fs::directory_iterator(out_ / folder)) {
      largest = std::max(largest, entry.file_size());
    }
    return RunPhase(
        phase, true,
        {"-runs=0", "-seed=1", "-max_len=" + std::to_string(largest),
         "-seed_inputs=@" + folder + ".list"});
  }

  // Runs the target.  False, with result_ saying why, where it fails.
  bool RunPhase(const std::string& phase, bool leaks,
                const std::vector<std::string>& flags) {
    // What makes allocations and calls dear is left to the runs that mutate
    // nothing.
    const std::string on = leaks ? "1" : "0";
    const std::string stacks = leaks ? "30" : "2";
    Process process = ExactProcess(
        out_,
        {"./target", "--executed_inputs=" + phase + ".executed",
         "-artifact_prefix=findings/", "-detect_leaks=" + on},
        {
            // For llvm-symbolizer.
            "PATH=/usr/lib/llvm-19/bin:/usr/bin:/bin",
            "ASAN_OPTIONS=quarantine_size_mb=10:detect_leaks=" + on +
                ":detect_stack_use_after_return=" + on +
                ":malloc_context_size=" + stacks,
        });
    process.random_addresses = surroundings_.random_addresses;
    process.core = surroundings_.core;
    process.environment->insert(process.environment->end(),
                                surroundings_.environment.begin(),
                                surroundings_.environment.end());
    process.argv.insert(process.argv.end(), flags.begin(), flags.end());
    std::ofstream log(out_ / (phase + ".log"));
    const Ending ending = RunForLines(process, [&](std::string_view line) {
      log << line << '\n';
      ReadLine(phase, line);
    });
    for (const std::string& file : SortedFiles(out_ / "findings")) {
      if (!file.starts_with("slow-unit-")) {
        result_.findings.push_back(out_ / "findings" / file);
      }
    }
    if (ending.ok() && result_.findings.empty()) return true;
    result_.failed_phase = phase;
    result_.log = out_ / (phase + ".log");
    if (result_.summary.empty()) {
      result_.summary = ending.ToText();
    }
    return false;
  }

  void ReadLine(const std::string& phase, std::string_view line) {
    if (result_.summary.empty() && TellsFinding(line)) result_.summary = line;
    if (phase != "fuzz" || !line.starts_with('#')) return;
    result_.edges = NumberAfter(line, "cov: ", result_.edges);
    result_.corpus = NumberAfter(line, "corp: ", result_.corpus);
    const uint64_t run = NumberAfter(line, "#", 0);
    result_.runs = run;
    if (runs_ == 0) return;
    const uint64_t tenths = run * 10 / static_cast<uint64_t>(runs_);
    if (tenths <= tenths_shown_ || tenths >= 10) return;
    tenths_shown_ = tenths;
    progress_(target_.name + ": " + std::to_string(run) + " of " +
              std::to_string(runs_) + " runs, " +
              std::to_string(result_.edges) + " edges, corpus " +
              std::to_string(result_.corpus));
  }

  // What executed_inputs.cc wrote.
  struct ExecutedInputs {
    uint64_t count;
    std::string line;
  };

  ExecutedInputs Executed(const std::string& phase) const {
    const std::string line = MustReadFile(out_ / (phase + ".executed"));
    return {std::strtoull(line.c_str(), nullptr, 10), line};
  }

  const CampaignTarget& target_;
  const std::string runfiles_;
  const fs::path out_;
  const int64_t runs_;
  const int64_t seed_;
  const Progress& progress_;
  const Surroundings& surroundings_;
  uint64_t tenths_shown_ = 0;
  CampaignResult result_;
};

}  // namespace

CampaignResult RunCampaignTarget(const CampaignTarget& target,
                                 const std::string& runfiles,
                                 const std::string& out, int64_t runs,
                                 int64_t seed, const Progress& progress,
                                 const Surroundings& surroundings) {
  return TargetRun(target, runfiles, out, runs, seed, progress, surroundings)
      .Run();
}

TargetSpeed MeasureTarget(const CampaignTarget& target,
                          const std::string& runfiles, const std::string& out,
                          int64_t seconds, int64_t seed) {
  const Progress none = [](const std::string&) {};
  return TargetRun(target, runfiles, out, 0, seed, none, {}).Measure(seconds);
}

}  // namespace fuse_dirents
