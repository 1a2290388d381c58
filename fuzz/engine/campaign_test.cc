// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs //fuzz:campaign and a campaign of planted bugs as a user does.

#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "base/files.h"
#include "base/process.h"
#include "base/text.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

using Json = nlohmann::json;

constexpr char kCampaign[] = "fuzz/campaign";
constexpr char kCanaries[] = "fuzz/canary/campaign";

// A path below the test's folder that nothing has used.
std::string Fresh(const std::string& name) {
  static int count = 0;
  return ::testing::TempDir() + "/" + std::to_string(count++) + "_" + name;
}

ProcessResult RunShell(const std::string& command) {
  std::string problem;
  const auto run = RunProcess({.argv = {"/bin/sh", "-c", command}}, &problem);
  EXPECT_TRUE(run) << problem;
  return *run;
}

// The table's rows, without what depends on the clock.
std::vector<std::vector<std::string>> Rows(const std::string& out) {
  std::vector<std::vector<std::string>> rows;
  for (const std::string& line : Split(out, '\n')) {
    const auto words = SplitWords(line);
    if (words.size() != 8) break;
    auto& row = rows.emplace_back(words.begin(), words.end());
    row.erase(row.begin() + 2);
  }
  return rows;
}

ProcessResult Campaign(const std::string& program, const std::string& flags,
                       const std::string& out = Fresh("campaign")) {
  return RunShell(program + " " + flags + " --out=" + out);
}

TEST(Campaign, EndsInATableOfEveryTarget) {
  const ProcessResult ended = Campaign(kCampaign, "--runs=300");
  ASSERT_EQ(ended.ending.status(), 0) << ended.out << ended.err;
  const auto rows = Rows(ended.out);
  const std::vector<std::string> targets = {
      "reply_fuzzer",         "plus_reply_fuzzer", "layout_fuzzer",
      "profile_fuzzer",       "request_fuzzer",    "session_fuzzer",
      "hostile_pages_fuzzer", "writer_fuzzer"};
  ASSERT_EQ(rows.size(), 1 + targets.size()) << ended.out;
  EXPECT_EQ(rows[0],
            (std::vector<std::string>{"target", "runs", "edges", "corpus",
                                      "findings", "inputs", "traces"}));
  for (size_t i = 1; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i][0], targets[i - 1]);
    EXPECT_GE(std::stoul(rows[i][1]), 300u) << rows[i][0];
    // The code that sizes a request is small.
    const unsigned edges = targets[i - 1] == "request_fuzzer" ? 40 : 80;
    EXPECT_GT(std::stoul(rows[i][2]), edges) << rows[i][0] << ": edges";
    EXPECT_GT(std::stoul(rows[i][3]), 10u) << rows[i][0] << ": corpus";
    EXPECT_EQ(rows[i][4], "0") << rows[i][0];
    EXPECT_EQ(rows[i][5].size(), 32u) << rows[i][0];
    EXPECT_EQ(rows[i][6].size(), 32u) << rows[i][0];
  }
}

// What --json says of the same run, beside its table.
TEST(Campaign, WritesTheTableAndTheGrowthOfCoverageAsJson) {
  const std::string file = Fresh("campaign.json");
  const ProcessResult ended =
      Campaign(kCampaign, "--runs=2000 --target=session_fuzzer --json=" + file);
  ASSERT_EQ(ended.ending.status(), 0) << ended.err;
  const auto rows = Rows(ended.out);
  ASSERT_EQ(rows.size(), 2u) << ended.out;
  const Json json = Json::parse(MustReadFile(file));
  EXPECT_EQ(json["runs"], 2000);
  EXPECT_EQ(json["seed"], 1);
  const Json& target = json["targets"].at(0);
  EXPECT_EQ(target["name"], rows[1][0]);
  EXPECT_EQ(target["runs"], std::stoul(rows[1][1]));
  EXPECT_EQ(target["edges"], std::stoul(rows[1][2]));
  EXPECT_EQ(target["corpus"], std::stoul(rows[1][3]));
  EXPECT_EQ(target["inputs"], rows[1][5]);
  EXPECT_EQ(target["traces"], rows[1][6]);
  EXPECT_EQ(target["findings"], Json::array());

  // The seeds alone, then what the fuzzer found.
  const auto& growth = target["growth"];
  ASSERT_GT(growth.size(), 20u);
  EXPECT_EQ(growth.back()[1], target["edges"]);
  for (size_t i = 1; i < growth.size(); ++i) {
    EXPECT_GT(growth[i][0], growth[i - 1][0]);
    EXPECT_GE(growth[i][1], growth[i - 1][1]);
    EXPECT_TRUE(growth[i][1] > growth[i - 1][1] ||
                growth[i][2] > growth[i - 1][2]);
  }
}

TEST(Campaign, DigestsDependOnTheSeedAloneNotOnJobsPlaceOrEnvironment) {
  const std::string flags =
      "--runs=300 --target=request_fuzzer "
      "--target=session_fuzzer --seed=";
  const ProcessResult first = Campaign(kCampaign, flags + "7 --jobs=1");
  ASSERT_EQ(first.ending.status(), 0) << first.err;
  const ProcessResult second = Campaign(
      "ASAN_OPTIONS=verbosity=1 SOME_VARIABLE=$PATH$PATH " +
          std::string(kCampaign),
      flags + "7 --jobs=2", Fresh("campaign_in_a_folder_with_a_longer_name"));
  const ProcessResult third = Campaign(kCampaign, flags + "8 --jobs=2");
  const auto rows = Rows(first.out);
  ASSERT_EQ(rows.size(), 3u) << first.out;
  EXPECT_EQ(rows, Rows(second.out));
  for (size_t i = 1; i < rows.size(); ++i) {
    EXPECT_NE(rows[i][5], Rows(third.out).at(i)[5]) << "seed 8";
  }
}

TEST(Campaign, PrintsEveryFindingWithTheCommandThatReproducesIt) {
  const std::pair<std::string, std::string> kBugs[] = {
      {"abort", "the canary sings"}, {"leak", "LeakSanitizer"}};
  const ProcessResult ended =
      Campaign(kCanaries, "--target=abort --target=leak --runs=20000 --jobs=1");
  EXPECT_EQ(ended.ending.status(), 1) << ended.err;
  // The finding of the first leaves the second its runs.
  const auto rows = Rows(ended.out);
  ASSERT_EQ(rows.size(), 3u) << ended.out;
  for (size_t i = 0; i < 2; ++i) EXPECT_EQ(rows[i + 1][4], "1");
  std::vector<std::string> commands;
  for (const std::string& line : Split(ended.out, '\n')) {
    if (line.starts_with("  reproduce  ")) commands.push_back(line.substr(13));
  }
  ASSERT_EQ(commands.size(), 2u) << ended.out << ended.err;
  for (size_t i = 0; i < 2; ++i) {
    const auto& [target, bug] = kBugs[i];
    const std::string bazel_run =
        "bazel run //fuzz/canary:" + target + "_run -- ";
    ASSERT_TRUE(commands[i].starts_with(bazel_run)) << commands[i];
    const std::string finding = commands[i].substr(bazel_run.size());
    EXPECT_TRUE(fs::is_regular_file(finding)) << finding;
    EXPECT_NE(ended.out.find("  finding    " + finding + "\n"),
              std::string::npos)
        << ended.out;
    const ProcessResult again =
        RunShell("fuzz/canary/" + target + "_run " + finding);
    EXPECT_NE(again.ending.status(), 0);
    EXPECT_NE(again.err.find(bug), std::string::npos) << again.err;
  }
}

TEST(Campaign, BadArgumentsGetOneLineAndNothingIsWritten) {
  const struct {
    std::string flags, expected;
  } kCases[] = {
      {"--target=no_fuzzer", "no_fuzzer"},
      {"--runs=0", "--runs"},
      {"--runs=-1", "--runs"},
      {"--runs=many", "--runs"},
      {"--runs=99999999999", "--runs"},
      {"--seed=0", "--seed"},
      {"--jobs=0", "--jobs"},
      {"--json=x --seconds=1", "--json"},
      {"--speed=3", "--speed"},
      {"argument", "argument"},
  };
  for (const auto& [flags, expected] : kCases) {
    const std::string out = Fresh("never");
    const ProcessResult ended = Campaign(kCampaign, flags, out);
    EXPECT_EQ(ended.ending.status(), 2) << flags;
    EXPECT_EQ(ended.out, "") << flags;
    EXPECT_EQ(Split(ended.err, '\n').size(), 1u) << ended.err;
    EXPECT_NE(ended.err.find(expected), std::string::npos) << ended.err;
    EXPECT_NE(ended.err.find("expected"), std::string::npos) << ended.err;
    EXPECT_FALSE(fs::exists(out)) << flags;
  }
}

TEST(Campaign, OutMustBeAnEmptyFolderThatCanBeWritten) {
  const std::string full = Fresh("full");
  fs::create_directory(full);
  MustWriteFile(full + "/file", "kept");
  for (const std::string& out : {full, full + "/file", full + "/file/below",
                                 std::string("/proc/no_such_folder")}) {
    const ProcessResult ended = Campaign(kCampaign, "--runs=1", out);
    EXPECT_EQ(ended.ending.status(), 2) << out;
    EXPECT_EQ(Split(ended.err, '\n').size(), 1u) << ended.err;
    EXPECT_NE(ended.err.find(out), std::string::npos) << ended.err;
  }
  EXPECT_EQ(MustReadFile(full + "/file"), "kept");
}

}  // namespace
}  // namespace fuse_dirents
