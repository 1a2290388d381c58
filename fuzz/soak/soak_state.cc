// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/soak/soak_state.h"

#include <algorithm>
#include <map>
#include <system_error>
#include <utility>

#include "base/check.h"
#include "base/digest.h"
#include "base/files.h"
#include "fmt/format.h"
#include "fuzz/engine/campaign_run.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

// How the folder of a round that has not ended is called, before a dot.
constexpr char kRunning[] = "running";

std::string KeyOf(const CampaignTarget& target, const std::string& runfiles,
                  const SoakPlan& plan) {
  return DigestOf(DigestOfTarget(target, runfiles) + "\n" +
                  std::to_string(plan.seed) + "\n" +
                  std::to_string(plan.round_runs))
      .ToText()
      .substr(0, 16);
}

// Copies all that a round reads into the new folder `to`.
void CopyInputs(const CampaignTarget& target, const std::string& runfiles,
                const fs::path& to) {
  fs::copy_file(fs::canonical(target.binary), to / "target");
  if (!target.dictionary.empty()) {
    fs::copy_file(fs::canonical(target.dictionary), to / "dictionary");
  }
  for (const std::string& seed : target.seeds) {
    const fs::path copy = to / "inputs" / seed;
    fs::create_directories(copy.parent_path());
    fs::copy_file(fs::canonical(runfiles + "/" + seed), copy);
  }
}

// The rounds in the folder of a KEY: 0 and on, up to the first that is not
// there.
std::optional<std::vector<SoakRound>> ReadRounds(const fs::path& folder,
                                                 std::string* problem) {
  std::vector<SoakRound> rounds;
  for (;;) {
    const fs::path file =
        folder / fmt::format("{:06}", rounds.size()) / "round.json";
    if (!fs::exists(file)) return rounds;
    const auto text = ReadFile(file, problem);
    if (!text) return std::nullopt;
    const auto round = ParseSoakRound(*text);
    if (!round || round->number != rounds.size()) {
      *problem = file.string() + ": expected round " +
                 std::to_string(rounds.size()) + " as the soak writes it";
      return std::nullopt;
    }
    rounds.push_back(*round);
  }
}

}  // namespace

std::optional<SoakTarget> SoakTarget::Open(const CampaignTarget& target,
                                           const std::string& runfiles,
                                           const fs::path& out,
                                           const SoakPlan& plan,
                                           std::string* problem) {
  const fs::path parent = out / target.name;
  const fs::path folder = parent / KeyOf(target, runfiles, plan);
  try {
    if (!fs::exists(folder)) {
      fs::create_directories(parent);
      const fs::path unfinished = parent / "new";
      fs::remove_all(unfinished);
      fs::create_directory(unfinished);
      CopyInputs(target, runfiles, unfinished);
      fs::rename(unfinished, folder);
    }
    // Left by a soak that was killed.
    for (const fs::path& path : SortedEntries(folder)) {
      if (path.stem() == kRunning) fs::remove_all(path);
    }
  } catch (const fs::filesystem_error& error) {
    *problem = parent.string() + ": " + error.code().message();
    return std::nullopt;
  }
  CampaignTarget copy = target;
  copy.binary = folder / "target";
  if (!copy.dictionary.empty()) copy.dictionary = folder / "dictionary";
  SoakTarget soak(std::move(copy), folder, plan);
  auto rounds = ReadRounds(folder, problem);
  if (!rounds) return std::nullopt;
  soak.rounds_ = *std::move(rounds);
  return soak;
}

std::string SoakTarget::RunNext() {
  FUSE_DIRENTS_CHECK(!failed());
  try {
    return TryNext();
  } catch (const fs::filesystem_error& error) {
    return error.path1().string() + ": " + error.code().message();
  }
}

std::string SoakTarget::TryNext() {
  const uint64_t number = rounds_.size();
  std::string problem;
  const auto made = MakeDirectory(folder_ / kRunning, &problem);
  if (!made) return problem;
  const fs::path running = *made;
  CampaignOptions options;
  options.runs = static_cast<int64_t>(plan_.round_runs);
  options.seed = SeedOfPart(plan_.seed, name(), number);
  // By name: two rounds may find the same input.
  std::map<std::string, std::string> finds;
  for (uint64_t i = 0; i < number; ++i) {
    for (const fs::path& find : SortedEntries(FolderOf(i) / "corpus")) {
      finds.emplace(find.filename(), find);
    }
  }
  for (const auto& [base, path] : finds) options.finds.push_back(path);
  const CampaignResult result =
      RunCampaignTarget(target_, folder_ / "inputs", running, options);
  if (!result.ok() && !result.found()) {
    return name() + ": " + result.failed_phase + ": " + result.summary +
           "; log: " + result.log;
  }
  SoakRound round = {.plan = plan_,
                     .target = name(),
                     .number = number,
                     .runs = result.runs - std::min(result.runs, result.seeded),
                     .edges = result.edges,
                     .corpus = result.corpus,
                     .failed_phase = result.failed_phase,
                     .summary = result.summary};
  for (const std::string& finding : result.findings) {
    round.finding_files.push_back(FindingPlace(finding));
  }
  round.digest = result.digest();
  if (!result.ok()) {
    round.findings = std::max<uint64_t>(1, result.findings.size());
    round.log = fs::path(result.log).filename();
  }
  for (const char* copied : {"seeds", "dict", "target"}) {
    fs::remove_all(running / copied);
  }
  problem = WriteFile(running / "round.json", round.ToText());
  if (!problem.empty()) return problem;
  fs::rename(running, FolderOf(number));
  rounds_.push_back(std::move(round));
  return "";
}

uint64_t SoakTarget::runs() const {
  uint64_t runs = 0;
  for (const SoakRound& round : rounds_) runs += round.runs;
  return runs;
}

std::string SoakTarget::Failure() const {
  FUSE_DIRENTS_CHECK(failed());
  const SoakRound& round = rounds_.back();
  const fs::path folder = FolderOf(round.number);
  CampaignResult result;
  result.failed_phase = round.failed_phase;
  result.log = folder / round.log;
  result.summary = round.summary;
  for (const std::string& file : round.finding_files) {
    result.findings.push_back(folder / file);
  }
  return FailureText(target_, result);
}

fs::path SoakTarget::FolderOf(uint64_t number) const {
  return folder_ / fmt::format("{:06}", number);
}

std::optional<std::vector<std::vector<SoakRound>>> ReadSoakRounds(
    const fs::path& out, std::string* problem) {
  std::vector<std::vector<SoakRound>> all;
  for (const fs::path& target : SortedEntries(out)) {
    if (!fs::is_directory(target)) continue;
    for (const fs::path& key : SortedEntries(target)) {
      auto rounds = ReadRounds(key, problem);
      if (!rounds) return std::nullopt;
      if (!rounds->empty()) all.push_back(*std::move(rounds));
    }
  }
  return all;
}

}  // namespace fuse_dirents
