// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs shards as Bazel does, with its environment, and merges what they leave.

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/files.h"
#include "base/process.h"
#include "base/text.h"
#include "fuzz/engine/campaign_target.h"
#include "fuzz/fleet/record.h"
#include "fuzz/fleet/testlogs.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

constexpr int kShards = 4;  // Of each target.

ProcessResult EndOf(const Process& process) {
  std::string problem;
  const auto run = RunProcess(process, &problem);
  EXPECT_TRUE(run) << problem;
  return run.value_or(ProcessResult());
}

// Files below a folder -> their bytes.
std::map<std::string, std::string> FilesBelow(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    files[entry.path().lexically_relative(folder)] = MustReadFile(entry.path());
  }
  return files;
}

// A campaign of `kShards` shards of each target, in test logs of its own.
class Campaign {
 public:
  explicit Campaign(std::vector<std::string> targets)
      : targets_(std::move(targets)) {
    fs::create_directories(logs());
  }

  std::string logs() const { return folder_ / "testlogs"; }

  // What Bazel calls the folder of a test, or of one of its shards.
  std::string OutputsOf(const std::string& target, int shard) const {
    return logs() + "/" + target + "_4/shard_" + std::to_string(shard + 1) +
           "_of_4/test.outputs";
  }

  Process Command(const std::string& target, int shard) const {
    const std::string outputs = OutputsOf(target, shard);
    fs::create_directories(outputs);
    const std::string scratch =
        folder_ / ("tmp_" + target + std::to_string(shard));
    fs::create_directories(scratch);
    return {.argv = {"fuzz/fleet/shard",
                     "fuzz/fleet/" + target + "_campaign.manifest", ".",
                     "--shards=0,1,2,3", "--runs=1000",
                     "--seed=" + std::to_string(seed)},
            .environment = {{"PATH=/usr/bin:/bin",
                             "TEST_SHARD_INDEX=" + std::to_string(shard),
                             "TEST_TOTAL_SHARDS=4",
                             "TEST_SHARD_STATUS_FILE=" + scratch + "/status",
                             "TEST_TMPDIR=" + scratch,
                             "TEST_UNDECLARED_OUTPUTS_DIR=" + outputs}}};
  }

  // Writes the plan that Bazel's test would write.
  void Plan() const {
    FleetPlan plan = {.targets = {},
                      .shards = kShards,
                      .runs = 1000,
                      .seed = static_cast<uint64_t>(seed)};
    for (const std::string& target : targets_) {
      const std::string outputs = logs() + "/plan_" + target + "/test.outputs";
      fs::create_directories(outputs);
      Process process = Command(target, 0);
      process.argv[3] = "--shards=4";
      process.argv.push_back("--plan");
      process.environment->push_back("TEST_UNDECLARED_OUTPUTS_DIR=" + outputs);
      process.environment->erase(process.environment->end() - 2);
      EXPECT_EQ(EndOf(process).ending.status(), 0);
      const std::string file = outputs + "/plan.json";
      const auto part = ParseFleetPlan(MustReadFile(file));
      ASSERT_TRUE(part);
      EXPECT_EQ(part->shards, plan.shards);
      plan.targets.push_back(part->targets.at(0));
      fs::remove_all(logs() + "/plan_" + target);
    }
    const std::string outputs = logs() + "/fleet_plan/test.outputs";
    fs::create_directories(outputs);
    MustWriteFile(outputs + "/plan.json", plan.ToText());
  }

  // Runs all shards that have not ended, `jobs` at once.  Returns their exit
  // statuses.
  std::set<int> RunAll(int jobs) const {
    Plan();
    std::vector<Process> left;
    for (const std::string& target : targets_) {
      for (int shard = 0; shard < kShards; ++shard) {
        const Process process = Command(target, shard);
        if (fs::is_empty(OutputsOf(target, shard))) left.push_back(process);
      }
    }
    std::vector<int> statuses(left.size());
    std::atomic<size_t> next = 0;
    std::vector<std::thread> workers;
    for (int i = 0; i < jobs; ++i) {
      workers.emplace_back([&] {
        for (size_t j; (j = next++) < left.size();) {
          statuses[j] = EndOf(left[j]).ending.status();
        }
      });
    }
    for (std::thread& worker : workers) worker.join();
    return {statuses.begin(), statuses.end()};
  }

  // Starts a shard and sends it SIGKILL while it fuzzes.
  void KillOne(const std::string& target, int shard) const {
    const Process process = Command(target, shard);
    const int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    std::string problem;
    const pid_t child = Spawn(process, null, null, -1, &problem);
    close(null);
    ASSERT_GT(child, 0) << problem;
    const std::string scratch =
        folder_ / ("tmp_" + target + std::to_string(shard));
    const auto fuzzes = [&] {
      std::error_code gone;
      fs::recursive_directory_iterator it(scratch, gone);
      for (; !gone && it != end(it); it.increment(gone)) {
        if (it->path().filename() == "fuzz.log") return true;
      }
      return false;
    };
    while (!fuzzes()) {
      ASSERT_FALSE(WaitFor(child, std::chrono::milliseconds(1)));
    }
    EXPECT_EQ(Kill(child).signal(), SIGKILL);
    EXPECT_TRUE(fs::is_empty(OutputsOf(target, shard)));
    fs::remove_all(scratch);
  }

  // As Bazel 4.2 leaves them.
  void ZipAll() const {
    for (const auto& entry : fs::recursive_directory_iterator(logs())) {
      if (entry.path().filename() != "test.outputs") continue;
      EXPECT_EQ(EndOf({.argv = {"/bin/sh", "-c", "zip -qrm outputs.zip -- *"},
                       .directory = entry.path()})
                    .ending.status(),
                0);
    }
  }

  std::optional<Fleet> Read(std::string* problem) const {
    return ReadTestlogs(logs(), problem);
  }

  std::string Digest() const {
    std::string problem;
    const auto fleet = Read(&problem);
    EXPECT_TRUE(fleet) << problem;
    return fleet ? fleet->digest() : "";
  }

  int seed = 1;

 private:
  const std::vector<std::string> targets_;
  const TempDirectory folder_;
};

// Merges into a copy of the corpus.
struct Merged {
  explicit Merged(const Campaign& campaign) {
    fs::copy("corpus", corpus, fs::copy_options::recursive);
    fs::permissions(corpus, fs::perms::owner_all, fs::perm_options::add);
    before = FilesBelow(corpus);
    ended = EndOf(
        {.argv = {"corpus/gate/merge", "--from-testlogs=" + campaign.logs(),
                  "--corpus=" + corpus}});
    after = FilesBelow(corpus);
  }

  const TempDirectory folder;
  const std::string corpus = folder / "corpus";
  std::map<std::string, std::string> before, after;
  ProcessResult ended;
};

// Eight shards, run once for several tests.
const Campaign& Whole() {
  static const Campaign* const whole = [] {
    const auto* campaign = new Campaign({"reply", "request"});
    EXPECT_EQ(campaign->RunAll(1), std::set<int>{0});
    return campaign;
  }();
  return *whole;
}

TEST(Fleet, JobsAndKillsChangeNeitherDigestsNorTheMerge) {
  const Campaign many({"reply", "request"});
  many.KillOne("reply", 2);
  std::string problem;
  many.Plan();
  EXPECT_FALSE(many.Read(&problem));
  EXPECT_EQ(many.RunAll(4), std::set<int>{0});
  EXPECT_EQ(many.Digest(), Whole().Digest());
  many.ZipAll();
  EXPECT_EQ(many.Digest(), Whole().Digest());

  const Merged one(Whole()), other(many);
  EXPECT_EQ(one.ended.ending.status(), 0) << one.ended.err;
  EXPECT_EQ(one.ended.out, other.ended.out);
  EXPECT_TRUE(one.after == other.after);
  EXPECT_GT(one.after.size(), one.before.size());
}

TEST(Fleet, EachShardHasASeedOfItsOwn) {
  std::string problem;
  const auto fleet = Whole().Read(&problem);
  ASSERT_TRUE(fleet) << problem;
  std::set<std::string> digests;
  for (const FleetShard& shard : fleet->shards) {
    EXPECT_TRUE(digests.insert(shard.record.digest).second);
    EXPECT_FALSE(shard.finds.empty());
  }
  EXPECT_EQ(digests.size(), 2u * kShards);

  const int64_t seed = SeedOfPart(1, "a_fuzzer", 0);
  EXPECT_EQ(SeedOfPart(1, "a_fuzzer", 0), seed);
  EXPECT_NE(SeedOfPart(2, "a_fuzzer", 0), seed);
  EXPECT_NE(SeedOfPart(1, "b_fuzzer", 0), seed);
  EXPECT_NE(SeedOfPart(1, "a_fuzzer", 1), seed);
  for (uint64_t i = 0; i < 1000; ++i) {
    EXPECT_GT(SeedOfPart(1, "a_fuzzer", i), 0);
    EXPECT_LE(SeedOfPart(1, "a_fuzzer", i), INT32_MAX);
  }
}

// The canary takes another branch depending on the clock.
TEST(Fleet, AShardThatIsNotRepeatableIsSeen) {
  const Campaign first({"clock"}), second({"clock"});
  EXPECT_EQ(first.RunAll(2), std::set<int>{0});
  EXPECT_EQ(second.RunAll(2), std::set<int>{0});
  EXPECT_NE(first.Digest(), second.Digest());
  fs::create_directories(first.logs() + "/again");
  fs::copy(second.OutputsOf("clock", 1), first.logs() + "/again/test.outputs",
           fs::copy_options::recursive);
  std::string problem;
  EXPECT_FALSE(first.Read(&problem));
  EXPECT_NE(problem.find("two results for clock-000001"), std::string::npos)
      << problem;
}

TEST(Fleet, AFindingFailsItsShardAndItsInputIsInTheOutputs) {
  const Campaign campaign({"abort"});
  EXPECT_TRUE(campaign.RunAll(2).contains(1));
  std::string problem;
  const auto fleet = campaign.Read(&problem);
  ASSERT_TRUE(fleet) << problem;
  size_t findings = 0;
  for (const FleetShard& shard : fleet->shards) {
    for (const std::string& finding : shard.record.findings) {
      ++findings;
      EXPECT_TRUE(fs::is_regular_file(shard.place + "/" +
                                      ShardName("abort", shard.record.shard) +
                                      "/" + finding))
          << finding;
    }
  }
  EXPECT_GT(findings, 0u);
  const Merged merged(campaign);
  EXPECT_EQ(merged.ended.ending.status(), 1) << merged.ended.err;
  EXPECT_NE(merged.ended.out.find("the canary sings"), std::string::npos)
      << merged.ended.out;
  EXPECT_NE(merged.ended.out.find("  finding    abort-00000"),
            std::string::npos);
  EXPECT_TRUE(merged.after == merged.before);
}

// Breaks copies of whole test logs, one place at a time.
TEST(Fleet, TestlogsThatAreNotWholeAreNamedAndNothingIsMerged) {
  const std::string shard = "/reply_4/shard_3_of_4/test.outputs";
  const std::string files = shard + "/reply_fuzzer-000002";
  const struct {
    const char* expected;
    std::function<void(const std::string&)> break_logs;
  } kCases[] = {
      {"holds no plan",
       [](const auto& logs) { fs::remove_all(logs + "/fleet_plan"); }},
      {"holds a plan that cannot be read",
       [](const auto& logs) {
         MustWriteFile(logs + "/fleet_plan/test.outputs/plan.json", "{");
       }},
      {"reply_fuzzer-000002 of 4 shards is missing",
       [&](const auto& logs) { fs::remove_all(logs + shard); }},
      {"reply_fuzzer-000002 has no digest",
       [&](const auto& logs) { fs::remove(logs + files + "/shard.json"); }},
      {"reply_fuzzer-000002 has a digest that cannot be read",
       [&](const auto& logs) {
         MustWriteFile(logs + files + "/shard.json", "{}");
       }},
      {"reply_fuzzer-000002 does not hold the finds of its digest",
       [&](const auto& logs) {
         MustWriteFile(logs + files + "/corpus.packed", "1\nx");
       }},
      {"reply_fuzzer-000002 does not hold the finds of its digest",
       [&](const auto& logs) { fs::remove(logs + files + "/corpus.packed"); }},
      {"shard_3_of_4/test.outputs/outputs.zip: is not a whole zip",
       [&](const auto& logs) {
         const std::string zip = logs + shard + "/outputs.zip";
         EndOf({.argv = {"zip", "-qr", zip, logs + files}});
         fs::resize_file(zip, fs::file_size(zip) / 2);
       }},
      {"No such file", [](const auto& logs) { fs::remove_all(logs); }},
  };
  for (const auto& [expected, break_logs] : kCases) {
    const Campaign copy({});
    fs::copy(Whole().logs(), copy.logs(), fs::copy_options::recursive);
    break_logs(copy.logs());
    const Merged merged(copy);
    EXPECT_EQ(merged.ended.ending.status(), 2) << expected;
    EXPECT_EQ(merged.ended.out, "") << expected;
    EXPECT_EQ(Split(merged.ended.err, '\n').size(), 1u) << merged.ended.err;
    EXPECT_NE(merged.ended.err.find(expected), std::string::npos)
        << merged.ended.err;
    EXPECT_NE(merged.ended.err.find("; expected what"), std::string::npos)
        << merged.ended.err;
    EXPECT_TRUE(merged.after == merged.before) << expected;
  }
}

// Bazel leaves the logs of earlier campaigns where they are.
TEST(Fleet, ResultsOfOtherCampaignsAreSkipped) {
  Campaign other({"request"});
  other.seed = 2;
  EXPECT_EQ(other.RunAll(2), std::set<int>{0});
  const Campaign both({});
  fs::copy(Whole().logs(), both.logs(), fs::copy_options::recursive);
  fs::copy(other.logs() + "/request_4", both.logs() + "/request_4_old",
           fs::copy_options::recursive);
  EXPECT_EQ(both.Digest(), Whole().Digest());
}

TEST(Fleet, BadArgumentsOfAShardGetOneLineAndNothingIsWritten) {
  const Campaign campaign({"request"});
  const std::pair<const char*, const char*> kCases[] = {
      {"--runs=0", "--runs"},          {"--runs=x", "--runs"},
      {"--seed=0", "--seed"},          {"--seed=x", "--seed"},
      {"--shards=-1", "--shards"},     {"--speed=1", "speed"},
      {"TEST_SHARD_INDEX=4", "INDEX"}, {"TEST_TOTAL_SHARDS=x", "TOTAL"},
  };
  for (const auto& [bad, expected] : kCases) {
    Process process = campaign.Command("request", 0);
    auto& words = bad[0] == '-' ? process.argv : *process.environment;
    const std::string word = bad;
    std::erase_if(words, [&](const std::string& old) {
      return old.starts_with(word.substr(0, word.find('=') + 1));
    });
    words.push_back(word);
    const ProcessResult ended = EndOf(process);
    EXPECT_EQ(ended.ending.status(), 2) << bad;
    EXPECT_EQ(Split(ended.err, '\n').size(), 1u) << ended.err;
    EXPECT_NE(ended.err.find(expected), std::string::npos) << ended.err;
    EXPECT_NE(ended.err.find("expected"), std::string::npos) << ended.err;
    EXPECT_TRUE(fs::is_empty(campaign.OutputsOf("request", 0))) << bad;
  }
}

}  // namespace
}  // namespace fuse_dirents
