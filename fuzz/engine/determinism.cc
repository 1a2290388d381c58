// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/engine/determinism.h"

#include <sched.h>
#include <sys/personality.h>

#include <algorithm>
#include <filesystem>
#include <span>
#include <string_view>

#include "base/check.h"
#include "base/files.h"
#include "base/process.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

constexpr int64_t kSeed = 1;

// Code that may do otherwise behind other inputs: it keeps memory to use again.
constexpr std::string_view kKept[] = {"/include/c++/", "pagemap/"};

// The cores that this process may run on.
std::vector<int> Cores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  FUSE_DIRENTS_CHECK(sched_getaffinity(0, sizeof(set), &set) == 0);
  std::vector<int> cores;
  for (int i = 0; i < CPU_SETSIZE; ++i) {
    if (CPU_ISSET(static_cast<size_t>(i), &set)) cores.push_back(i);
  }
  return cores;
}

// Phase and first report, without the number of the process.
std::string VerdictOf(const CampaignResult& result) {
  std::string text = result.summary;
  std::erase_if(text, [](char c) { return c >= '0' && c <= '9'; });
  return result.failed_phase + ": " + text;
}

void CompareBehaviours(const CampaignTarget& target, const std::string& out,
                       DeterminismReport* report) {
  std::vector<std::string> files;
  for (const auto& entry : fs::directory_iterator(out + "/corpus")) {
    files.push_back("corpus/" + entry.path().filename().string());
  }
  if (files.empty()) {
    for (const auto& entry : fs::directory_iterator(out + "/seeds")) {
      files.push_back("seeds/" + entry.path().filename().string());
    }
  }
  std::sort(files.begin(), files.end());
  Process process = ExactProcess(
      out, {"./target", "--state=state", "-detect_leaks=0", "-max_len=1048576"},
      {"PATH=/usr/lib/llvm-19/bin:/usr/bin:/bin",
       "ASAN_OPTIONS=detect_leaks=0"});
  for (const std::string& flag : target.flags) {
    if (flag.starts_with("--")) process.argv.push_back(flag);
  }
  const size_t n = files.size();
  for (size_t i = 0; i < 2 * n; ++i) process.argv.push_back(files[i % n]);
  process.argv.insert(process.argv.end(), files.rbegin(), files.rend());
  FUSE_DIRENTS_CHECK(RunForLines(process, [](std::string_view) {}).ok());
  const std::vector<std::string> lines =
      Split(MustReadFile(out + "/state"), '\n');
  FUSE_DIRENTS_CHECK(!lines.empty() &&
                     lines[0] == "compared " + std::to_string(n));
  report->replayed = n;
  for (const std::string& line : std::span(lines).subspan(1)) {
    const bool kept = std::any_of(std::begin(kKept), std::end(kKept),
                                  [&](std::string_view folder) {
                                    return line.find(folder) != line.npos;
                                  });
    if (!kept) report->odd.push_back(line);
  }
}

}  // namespace

Surroundings OtherSurroundings() {
  Surroundings other;
  other.environment = {"LANG=tr_TR.UTF-8", "TZ=Asia/Kathmandu"};
  other.random_addresses = true;
  other.core = Cores().back();
  return other;
}

DeterminismReport CheckDeterminism(const CampaignTarget& target,
                                   const std::string& runfiles,
                                   const std::string& out, int64_t runs,
                                   const Surroundings& other) {
  DeterminismReport report;
  const Progress silent = [](const std::string&) {};
  Surroundings same;
  same.core = Cores().front();
  report.first = RunCampaignTarget(target, runfiles, out + "/1", runs, kSeed,
                                   silent, same);
  // Of who starts the target; it should not get to know.
  const int before = personality(0xffffffff);
  FUSE_DIRENTS_CHECK(before >= 0);
  personality(static_cast<unsigned long>(before ^ ADDR_NO_RANDOMIZE));
  setenv("SURROUNDINGS", std::string(4321, 's').c_str(), 1);
  report.second =
      RunCampaignTarget(target, runfiles, out + "/a_folder_with_a_longer_name",
                        runs, kSeed, silent, other);
  unsetenv("SURROUNDINGS");
  personality(static_cast<unsigned long>(before));
  const CampaignResult& a = report.first;
  const CampaignResult& b = report.second;
  if (a.executed_digest != b.executed_digest) {
    report.differs.push_back("executed inputs");
  }
  if (a.corpus_digest != b.corpus_digest) {
    report.differs.push_back("final corpus");
  }
  if (VerdictOf(a) != VerdictOf(b)) report.differs.push_back("verdict");
  if (a.ok()) {
    CompareBehaviours(target, out + "/1", &report);
    if (!report.odd.empty()) report.differs.push_back("behaviour");
  }
  return report;
}

}  // namespace fuse_dirents
