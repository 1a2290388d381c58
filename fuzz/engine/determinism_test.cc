// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Every target of the campaign does the same wherever it runs and whatever ran
// before it.  Three canaries do not, and are found.  DETERMINISM.md says what
// this can see.

#include <sched.h>
#include <stdlib.h>
#include <sys/personality.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/files.h"
#include "base/process.h"
#include "base/text.h"
#include "fuzz/engine/campaign_run.h"
#include "fuzz/engine/campaign_target.h"
#include "fuzz/engine/exact_fuzz_process.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;
using Strings = std::vector<std::string>;

constexpr int64_t kRuns = 1000;
constexpr int64_t kCanaryRuns = 4000;

// Code that may behave differently after other inputs: it keeps memory to use
// it again.
constexpr std::string_view kKept[] = {"/include/c++/", "base/hash_chains.h",
                                      "base/reused_vector.h", "pagemap/"};

std::vector<CampaignTarget> Targets(const char* manifest) {
  std::string problem;
  return ReadCampaignTargets(manifest, ".", &problem).value();
}

// The first and the last core that this process may run on.
std::pair<int, int> Cores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  FUSE_DIRENTS_CHECK(sched_getaffinity(0, sizeof(set), &set) == 0);
  std::vector<int> cores;
  for (int i = 0; i < CPU_SETSIZE; ++i) {
    if (CPU_ISSET(static_cast<size_t>(i), &set)) cores.push_back(i);
  }
  return {cores.front(), cores.back()};
}

// Runs a campaign as another user would start it: from a process with another
// environment and the other kind of address layout.
CampaignResult RunElsewhere(const CampaignTarget& target,
                            const std::string& out,
                            const CampaignOptions& options) {
  const int before = personality(0xffffffff);
  FUSE_DIRENTS_CHECK(before >= 0);
  personality(static_cast<unsigned long>(before ^ ADDR_NO_RANDOMIZE));
  setenv("SURROUNDINGS", std::string(4321, 's').c_str(), 1);
  CampaignResult result = RunCampaignTarget(target, ".", out, options);
  unsetenv("SURROUNDINGS");
  personality(static_cast<unsigned long>(before));
  return result;
}

// The first report, without the number of the process.
std::string VerdictOf(const CampaignResult& result) {
  std::string text = result.summary;
  std::erase_if(text, [](char c) { return c >= '0' && c <= '9'; });
  return result.failed_phase + ": " + text;
}

// What differs between two campaigns from one seed: the first on the first
// core, the second on the last one and in a folder with a longer name, and, if
// `free`, with random addresses and more environment.
Strings Differences(const CampaignTarget& target, int64_t runs,
                    bool free = false, CampaignResult* first = nullptr,
                    const TempDirectory& temp = TempDirectory()) {
  const std::string& out = temp.path();
  CampaignOptions options;
  options.runs = runs;
  options.only_fuzzes = true;
  options.core = Cores().first;
  const CampaignResult a = RunCampaignTarget(target, ".", out + "/1", options);
  options.core = Cores().second;
  options.random_addresses = free;
  if (free) options.environment = {"LANG=tr_TR.UTF-8", "TZ=Asia/Kathmandu"};
  const CampaignResult b =
      RunElsewhere(target, out + "/a_folder_with_a_longer_name", options);
  if (first != nullptr) *first = a;
  Strings differ;
  if (a.inputs_digest != b.inputs_digest) differ.push_back("inputs");
  if (a.traces_digest != b.traces_digest) differ.push_back("traces");
  if (a.corpus_digest != b.corpus_digest) differ.push_back("corpus");
  if (VerdictOf(a) != VerdictOf(b)) differ.push_back("verdict");
  return differ;
}

// Runs the final corpus of a campaign, or the seeds if there is none, in one
// process three times: to warm up, from the first to the last, and from the
// last to the first.  Returns where in the source the last two differ.
Strings StateOf(const CampaignTarget& target, const std::string& out) {
  const std::string folder =
      fs::is_empty(out + "/corpus") ? "seeds/" : "corpus/";
  Strings files;
  for (const fs::path& path : SortedEntries(out + "/" + folder)) {
    files.push_back(folder + path.filename().string());
  }
  EXPECT_GE(files.size(), 1u);
  Process process = ExactFuzzProcess(
      out, {"--state=state", "-detect_leaks=0", "-max_len=1048576"},
      "detect_leaks=0");
  for (const std::string& flag : target.flags) {
    if (flag.starts_with("--")) process.argv.push_back(flag);
  }
  for (int pass = 0; pass < 3; ++pass) {
    if (pass == 2) std::reverse(files.begin(), files.end());
    process.argv.insert(process.argv.end(), files.begin(), files.end());
  }
  FUSE_DIRENTS_CHECK(RunForLines(process, [](std::string_view) {}).ok());
  Strings lines = Split(MustReadFile(out + "/state"), '\n');
  EXPECT_EQ(lines.at(0), "compared " + std::to_string(files.size()));
  lines.erase(lines.begin());
  std::erase_if(lines, [](const std::string& line) {
    return std::ranges::any_of(kKept, [&](std::string_view folder) {
      return line.find(folder) != line.npos;
    });
  });
  return lines;
}

class DeterminismTest : public ::testing::TestWithParam<CampaignTarget> {};

TEST_P(DeterminismTest, SameInputsTracesCorpusAndVerdictWhereverItRuns) {
  const TempDirectory out;
  CampaignResult first;
  EXPECT_EQ(Differences(GetParam(), kRuns, false, &first, out), Strings());
  EXPECT_TRUE(first.ok()) << first.summary;
  EXPECT_GE(first.runs, static_cast<uint64_t>(kRuns));
  EXPECT_GE(first.corpus, 10u);
  EXPECT_EQ(StateOf(GetParam(), out / "1"), Strings());
}

INSTANTIATE_TEST_SUITE_P(, DeterminismTest,
                         ::testing::ValuesIn(Targets("fuzz/campaign.manifest")),
                         [](const auto& test) { return test.param.name; });

// One of the canaries, or that with its bug repaired.
CampaignTarget Canary(const std::string& name, bool repaired = false) {
  auto canaries = Targets("fuzz/canary/determinism_campaign.manifest");
  const auto canary = std::ranges::find(canaries, name, &CampaignTarget::name);
  FUSE_DIRENTS_CHECK(canary != canaries.end());
  if (repaired) canary->flags.push_back("--repaired");
  return *canary;
}

TEST(DeterminismCanariesTest, AnAddressInADecisionIsCaught) {
  EXPECT_EQ(Differences(Canary("address"), kCanaryRuns, /*free=*/true),
            (Strings{"inputs", "traces", "corpus"}));
}

// What the campaign pins is what makes such a target exact.
TEST(DeterminismCanariesTest, AnAddressDoesNotShowWhereAddressesAreFixed) {
  EXPECT_EQ(Differences(Canary("address"), kCanaryRuns), Strings());
}

TEST(DeterminismCanariesTest, AClockIsCaught) {
  const Strings differ = Differences(Canary("clock"), kCanaryRuns);
  ASSERT_GE(differ.size(), 2u);
  EXPECT_EQ(differ[0], "inputs");
  EXPECT_EQ(differ[1], "traces");
}

// Two campaigns from one seed have the same state at the same run, so they do
// not differ.
TEST(DeterminismCanariesTest, StateIsCaughtByTheReplayAlone) {
  const TempDirectory out;
  EXPECT_EQ(Differences(Canary("state"), kCanaryRuns, false, nullptr, out),
            Strings());
  const Strings odd = StateOf(Canary("state"), out / "1");
  ASSERT_FALSE(odd.empty());
  EXPECT_NE(odd[0].find("fuzz/canary/state.cc:"), std::string::npos) << odd[0];
}

// libFuzzer looks at this limit in a thread, which maps its stack while the
// target runs.
TEST(DeterminismCanariesTest, AThreadIsRefused) {
  const TempDirectory out;
  CampaignTarget canary = Canary("state", /*repaired=*/true);
  canary.flags.push_back("-rss_limit_mb=1024");
  const CampaignResult result =
      RunCampaignTarget(canary, ".", out / "threads", {.runs = kCanaryRuns});
  ASSERT_FALSE(result.ok());
  EXPECT_NE(MustReadFile(result.log).find("2 threads run beside the target"),
            std::string::npos)
      << MustReadFile(result.log);
}

TEST(DeterminismCanariesTest, RepairedOnesPass) {
  for (const char* name : {"address", "clock", "state"}) {
    const TempDirectory out;
    const CampaignTarget canary = Canary(name, true);
    EXPECT_EQ(Differences(canary, kCanaryRuns, true, nullptr, out), Strings())
        << name;
    EXPECT_EQ(StateOf(canary, out / "1"), Strings()) << name;
  }
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
