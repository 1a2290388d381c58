// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/engine/campaign_run.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>

#include "base/check.h"
#include "base/digest.h"
#include "base/files.h"
#include "base/packed_files.h"
#include "base/process.h"
#include "fuzz/engine/exact_fuzz_process.h"
#include "fuzz/engine/fuzz_output.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;
using Flags = std::vector<std::string>;

// The number after `key` in a status line such as
//   #4096  pulse  cov: 310 ft: 512 corp: 40/1024b lim: 43
// or `otherwise`.
uint64_t NumberAfter(std::string_view line, std::string_view key,
                     uint64_t otherwise) {
  const size_t at = line.find(key);
  if (at == line.npos) return otherwise;
  const std::string digits(line.substr(at + key.size(), 20));
  return std::strtoull(digits.c_str(), nullptr, 10);
}

// In single quotes if the shell would otherwise not read one word.
std::string ShellWord(const std::string& word) {
  const bool plain = std::ranges::all_of(word, [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("/._-+=:,@").find(c) != std::string_view::npos;
  });
  if (plain && !word.empty()) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

class TargetRun {
 public:
  TargetRun(const CampaignTarget& target, const std::string& runfiles,
            const std::string& out, const CampaignOptions& options)
      : target_(target), runfiles_(runfiles), out_(out), options_(options) {
    result_.name = target.name;
    SetUp();
  }

  CampaignResult Run() {
    const bool all = !options_.only_fuzzes;
    if ((all && !Replay()) || !Fuzz() || !all) return result_;
    WriteList("corpus");
    if (SortedFiles("corpus").empty()) return result_;
    options_.progress(target_.name + ": looking for leaks");
    RunOnAll("leaks", "corpus");
    return result_;
  }

  TargetSpeed Measure(int64_t seconds) {
    // After the seeds, the empty input, and those that libFuzzer runs twice.
    const size_t begin = 2 * target_.seeds.size() + 2;
    if (!RunPhase(
            "measure", false,
            FuzzFlags({"--turns=turns", "--turns_from=" + std::to_string(begin),
                       "-max_total_time=" + std::to_string(seconds)}))) {
      return {.log = result_.log, .summary = result_.summary};
    }
    const auto speed = SpeedOf(MustReadFile(out_ / "turns"));
    if (!speed) {
      return {.log = out_ / "measure.log",
              .summary = "no whole turn; expected more --seconds"};
    }
    return *speed;
  }

 private:
  // Everything that the child reads lies below its folder, under a name that
  // does not depend on the machine.
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
    for (const fs::path find : options_.finds) {
      fs::copy_file(find,
                    out_ / "seeds" / ("find-" + find.filename().string()));
    }
    WriteList("seeds");
  }

  std::vector<std::string> SortedFiles(const std::string& folder) const {
    std::vector<std::string> files;
    for (const fs::path& path : SortedEntries(out_ / folder)) {
      files.push_back(folder + "/" + path.filename().string());
    }
    return files;
  }

  void WriteList(const std::string& folder) const {
    std::string list;
    for (const std::string& file : SortedFiles(folder)) {
      list += (list.empty() ? "" : ",") + file;
    }
    MustWriteFile(out_ / (folder + ".list"), list);
  }

  // The flags of every run that mutates, then `more`.
  Flags FuzzFlags(const Flags& more) const {
    Flags flags = target_.flags;
    if (!target_.dictionary.empty()) flags.push_back("-dict=dict");
    flags.insert(flags.end(), {"-seed=" + std::to_string(options_.seed),
                               "-seed_inputs=@seeds.list"});
    flags.insert(flags.end(), more.begin(), more.end());
    return flags;
  }

  bool Replay() {
    options_.progress(target_.name + ": replaying " +
                      std::to_string(target_.seeds.size()) + " seeds");
    if (!RunOnAll("replay", "seeds")) return false;
    // libFuzzer skips empty files, and adds an empty input.
    const auto seeds = SortedFiles("seeds");
    const auto empty = std::ranges::count_if(
        seeds, [this](const auto& file) { return fs::is_empty(out_ / file); });
    FUSE_DIRENTS_CHECK(std::stoull(MustReadFile(out_ / "replay.executed")) >=
                       seeds.size() - static_cast<size_t>(empty) + 1);
    return true;
  }

  bool Fuzz() {
    options_.progress(target_.name + ": fuzzing");
    const auto begin = std::chrono::steady_clock::now();
    const bool ok = RunPhase(
        "fuzz", false,
        FuzzFlags({"-runs=" + std::to_string(options_.runs), "corpus"}));
    const auto end = std::chrono::steady_clock::now();
    result_.seconds = std::chrono::duration<double>(end - begin).count();
    if (!ok) return false;
    std::istringstream(MustReadFile(out_ / "fuzz.executed")) >> result_.runs >>
        result_.inputs_digest >> result_.traces_digest;
    result_.corpus_digest = DigestOf(PackFolder(out_ / "corpus")).ToText();
    return true;
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
  bool RunPhase(const std::string& phase, bool leaks, const Flags& flags) {
    // The fuzz phase does without what makes allocations and calls slow.
    const std::string on = leaks ? "1" : "0";
    const std::string stacks = leaks ? "30" : "2";
    Process process = ExactFuzzProcess(
        out_, {"-artifact_prefix=findings/", "-detect_leaks=" + on},
        "detect_leaks=" + on + ":malloc_context_size=" + stacks,
        "detect_stack_use_after_return=" + on);
    process.random_addresses = options_.random_addresses;
    process.core = options_.core;
    process.environment->insert(process.environment->end(),
                                options_.environment.begin(),
                                options_.environment.end());
    // Digests cost time.
    if (phase != "measure") {
      process.argv.push_back("--executed_inputs=" + phase + ".executed");
    }
    process.argv.insert(process.argv.end(), flags.begin(), flags.end());
    std::ofstream log(out_ / (phase + ".log"));
    const Ending ending = RunForLines(process, [&](std::string_view line) {
      log << line << '\n';
      ReadLine(phase, line);
    });
    for (const std::string& file : SortedFiles("findings")) {
      if (!file.starts_with("findings/slow-unit-")) {
        result_.findings.push_back(out_ / file);
      }
    }
    if (ending.ok() && result_.findings.empty()) return true;
    result_.failed_phase = phase;
    result_.log = out_ / (phase + ".log");
    if (result_.summary.empty()) result_.summary = ending.ToText();
    return false;
  }

  void ReadLine(const std::string& phase, std::string_view line) {
    if (result_.summary.empty() && ReportsFinding(line)) result_.summary = line;
    if (phase != "fuzz" || !line.starts_with('#')) return;
    result_.edges = NumberAfter(line, "cov: ", result_.edges);
    result_.corpus = NumberAfter(line, "corp: ", result_.corpus);
    result_.runs = NumberAfter(line, "#", 0);
    if (line.find("\tINITED") != line.npos) result_.seeded = result_.runs;
    const uint64_t features = NumberAfter(line, "ft: ", 0);
    const Growth last =
        result_.growth.empty() ? Growth() : result_.growth.back();
    if (result_.edges > last.edges || features > last.features) {
      result_.growth.push_back({result_.runs, result_.edges, features});
    }
    const uint64_t tenths =
        result_.runs * 10 / static_cast<uint64_t>(options_.runs);
    if (tenths <= tenths_shown_ || tenths >= 10) return;
    tenths_shown_ = tenths;
    options_.progress(target_.name + ": " + std::to_string(result_.runs) +
                      " of " + std::to_string(options_.runs) + " runs, " +
                      std::to_string(result_.edges) + " edges, corpus " +
                      std::to_string(result_.corpus));
  }

  const CampaignTarget& target_;
  const std::string runfiles_;
  const fs::path out_;
  const CampaignOptions& options_;
  uint64_t tenths_shown_ = 0;
  CampaignResult result_;
};

}  // namespace

std::string CampaignResult::executed_digest() const {
  return inputs_digest.empty()
             ? ""
             : DigestOf(inputs_digest + corpus_digest).ToText();
}

std::string FindingPlace(const std::string& finding) {
  return "findings/" + fs::path(finding).filename().string();
}

bool CampaignResult::found() const {
  return !findings.empty() || ReportsFinding(summary);
}

std::string CampaignResult::digest() const {
  std::string covered = executed_digest() + traces_digest;
  for (const std::string& finding : findings) {
    covered += FindingPlace(finding) + "\n" + MustReadFile(finding);
  }
  return DigestOf(covered).ToText();
}

CampaignResult RunCampaignTarget(const CampaignTarget& target,
                                 const std::string& runfiles,
                                 const std::string& out,
                                 const CampaignOptions& options) {
  return TargetRun(target, runfiles, out, options).Run();
}

std::string FailureText(const CampaignTarget& target,
                        const CampaignResult& result) {
  std::string text = target.name + ": " + result.failed_phase + ": " +
                     result.summary + "\n  log        " + result.log + "\n";
  for (const std::string& finding : result.findings) {
    text += "  finding    " + finding + "\n  reproduce  " + target.run_command +
            " " + ShellWord(finding) + "\n";
  }
  return text;
}

std::optional<TargetSpeed> SpeedOf(const std::string& turns) {
  std::istringstream numbers(turns);
  double runs, nanoseconds, empty_runs, empty_nanoseconds, in_calls, wall;
  numbers >> runs >> nanoseconds >> empty_runs >> empty_nanoseconds >>
      in_calls >> wall;
  if (!numbers || runs <= 0 || empty_runs <= 0) return std::nullopt;
  const double runs_per_second = runs / nanoseconds * 1e9;
  return TargetSpeed{
      .runs_per_second = runs_per_second,
      .empty_runs_per_second = empty_runs / empty_nanoseconds * 1e9,
      .runs_per_second_outside = runs_per_second / (1 - in_calls / wall)};
}

TargetSpeed MeasureTarget(const CampaignTarget& target,
                          const std::string& runfiles, const std::string& out,
                          int64_t seconds, int64_t seed) {
  CampaignOptions options;
  options.seed = seed;
  return TargetRun(target, runfiles, out, options).Measure(seconds);
}

}  // namespace fuse_dirents
