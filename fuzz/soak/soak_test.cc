// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs //fuzz:soak and a soak of planted bugs as a user does, and kills it.

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "base/files.h"
#include "base/process.h"
#include "base/text.h"
#include "fuzz/soak/ledger.h"
#include "fuzz/soak/soak_round.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

constexpr char kSoak[] = "fuzz/soak/soak";
constexpr char kCanaries[] = "fuzz/canary/soak";

// Two targets with few seeds, three rounds each.
const std::vector<std::string> kShort = {
    "--targets=request_fuzzer,session_fuzzer", "--rounds=3",
    "--round-runs=1000"};

// A soak with a folder and a ledger of its own.
class Soak {
 public:
  explicit Soak(std::vector<std::string> arguments)
      : arguments_(std::move(arguments)) {}

  Process Command() const {
    std::vector<std::string> argv = {program, "--commit=" + commit,
                                     "--out=" + out(), "--ledger=" + ledger()};
    argv.insert(argv.end(), arguments_.begin(), arguments_.end());
    return {.argv = argv};
  }

  ProcessResult Run() const {
    std::string problem;
    const auto run = RunProcess(Command(), &problem);
    EXPECT_TRUE(run) << problem;
    return *run;
  }

  std::string out() const { return folder_ / "out"; }
  std::string ledger() const { return folder_ / "SOAK.md"; }

  // The rounds that ended: path below out() -> contents of each of their files.
  // Without logs, which hold times, and without the digests of the phases that
  // look for leaks: libFuzzer runs an input again where the process, with the
  // thread that watches its memory, allocated more than it freed.
  std::map<std::string, std::string> Kept() const {
    std::map<std::string, std::string> kept;
    for (const fs::path& file : Paths()) {
      const std::string path = file.lexically_relative(out());
      const bool ended = path.find("/00000") != path.npos;
      if (!ended || !fs::is_regular_file(file) || path.ends_with(".log") ||
          path.ends_with("/replay.executed") ||
          path.ends_with("/leaks.executed")) {
        continue;
      }
      kept[path] = MustReadFile(file);
    }
    return kept;
  }

  size_t Rounds() const {
    size_t rounds = 0;
    for (const auto& [path, bytes] : Kept()) {
      if (!path.ends_with("/round.json")) continue;
      EXPECT_TRUE(ParseSoakRound(bytes)) << path;
      ++rounds;
    }
    return rounds;
  }

  // Whether a round that has not ended has a file called `name`.
  bool IsRunningWith(const std::string& name) const {
    return std::ranges::any_of(Paths(), [&](const std::string& path) {
      return path.find("/running.") != path.npos && path.ends_with(name);
    });
  }

  const char* program = kSoak;
  std::string commit = "abc";

 private:
  // All below out(), or some of it while a soak changes it.
  std::vector<fs::path> Paths() const {
    std::vector<fs::path> paths;
    std::error_code gone;
    fs::recursive_directory_iterator it(out(), gone);
    for (; !gone && it != end(it); it.increment(gone)) {
      paths.push_back(it->path());
    }
    return paths;
  }

  const std::vector<std::string> arguments_;
  const TempDirectory folder_;
};

// Starts `soak` and sends it SIGKILL as soon as `moment` has come.  Returns
// false if it ended before.
bool KillAt(const Soak& soak, const std::function<bool()>& moment) {
  const int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
  std::string problem;
  const pid_t child = Spawn(soak.Command(), null, null, -1, &problem);
  close(null);
  EXPECT_GT(child, 0) << problem;
  while (!moment()) {
    if (WaitFor(child, std::chrono::milliseconds(1))) return false;
  }
  return Kill(child).signal() == SIGKILL;
}

// Such a soak from start to end, run once for several tests.
const Soak& Whole() {
  static const Soak* const whole = [] {
    auto* soak = new Soak(kShort);
    const ProcessResult ended = soak->Run();
    EXPECT_EQ(ended.ending.status(), 0) << ended.err;
    EXPECT_EQ(soak->Rounds(), 6u);
    return soak;
  }();
  return *whole;
}

TEST(Soak, KilledAtAnyMomentItGoesOnToTheSameResult) {
  const Soak& whole = Whole();
  const Soak killed(kShort);
  const auto running = [&](const char* name) {
    return [&killed, name] { return killed.IsRunningWith(name); };
  };
  const auto ended = [&](size_t rounds) {
    return [&killed, rounds] { return killed.Rounds() >= rounds; };
  };
  const std::function<bool()> kMoments[] = {
      [&] { return fs::exists(killed.out() + "/lock"); },
      [&] { return fs::exists(killed.out() + "/session_fuzzer"); },
      running("/seeds"),
      running("/replay.log"),
      running("/fuzz.log"),
      ended(1),
      running("/fuzz.executed"),
      ended(2),
      running("/corpus.list"),
      running("/leaks.log"),
      ended(4),
      running("/findings"),
  };
  size_t kills = 0;
  for (const auto& moment : kMoments) {
    const auto before = killed.Kept();
    // A busy machine may let a moment pass.
    kills += KillAt(killed, [&] { return moment() || killed.Rounds() >= 5; });
    // Nothing that was kept is lost or changed.
    const auto after = killed.Kept();
    for (const auto& [path, bytes] : before) {
      ASSERT_TRUE(after.contains(path)) << path;
      EXPECT_EQ(after.at(path), bytes) << path;
    }
    for (const auto& [path, bytes] : after) {
      EXPECT_TRUE(after.contains(path.substr(0, path.find("/00000") + 8) +
                                 "round.json"))
          << path << ": of a round that did not end";
    }
  }
  EXPECT_GE(kills, 6u);
  ASSERT_EQ(killed.Run().ending.status(), 0);
  // One file at a time: both maps in one message would be cut short.
  const auto expected = whole.Kept();
  const auto kept = killed.Kept();
  for (const auto& [path, bytes] : expected) {
    ASSERT_TRUE(kept.contains(path)) << path;
    EXPECT_EQ(kept.at(path), bytes) << path;
  }
  EXPECT_EQ(kept.size(), expected.size());
  EXPECT_EQ(MustReadFile(killed.ledger()), MustReadFile(whole.ledger()));
}

TEST(Soak, JobsChangeNothingAndSeedsDo) {
  const Soak& one = Whole();
  std::vector<std::string> arguments = kShort;
  arguments.push_back("--jobs=2");
  const Soak two(arguments);
  arguments.push_back("--seed=2");
  const Soak other(arguments);
  for (const Soak* soak : {&two, &other}) {
    const ProcessResult ended = soak->Run();
    ASSERT_EQ(ended.ending.status(), 0) << ended.err;
  }
  EXPECT_EQ(one.Kept(), two.Kept());
  std::string problem;
  const auto rows = ParseLedger(MustReadFile(one.ledger()), &problem);
  ASSERT_TRUE(rows) << problem;
  EXPECT_EQ(ParseLedger(MustReadFile(two.ledger()), &problem), rows);
  const auto others = ParseLedger(MustReadFile(other.ledger()), &problem);
  ASSERT_TRUE(others) << problem;
  ASSERT_EQ(rows->size(), 2u);
  for (size_t i = 0; i < 2; ++i) {
    const LedgerRow& row = (*rows)[i];
    EXPECT_EQ(row.plan.commit, "abc");
    EXPECT_EQ(row.plan.sanitizer, "address");
    EXPECT_EQ(row.rounds, 3u);
    // Replayed seeds are no runs.
    EXPECT_LT(row.runs, 3 * 1000u);
    EXPECT_GT(row.runs, 3 * 500u);
    EXPECT_EQ(row.findings, 0u);
    EXPECT_NE(row.digest, others->at(i).digest);
  }
}

TEST(Soak, AFindingIsKeptAndTheOtherTargetsGoOn) {
  Soak soak({"--rounds=3", "--round-runs=20000"});
  soak.program = kCanaries;
  const ProcessResult ended = soak.Run();
  EXPECT_EQ(ended.ending.status(), 1) << ended.err;
  const std::string bazel_run = "bazel run //fuzz/canary:abort_run -- ";
  const size_t at = ended.out.find("  reproduce  " + bazel_run);
  ASSERT_NE(at, std::string::npos) << ended.out << ended.err;
  const size_t path = at + 13 + bazel_run.size();
  const std::string finding =
      ended.out.substr(path, ended.out.find('\n', path) - path);
  EXPECT_TRUE(fs::is_regular_file(finding)) << finding;
  std::string problem;
  const auto again = RunProcess(
      {.argv = {"fuzz/canary/abort_run", finding}, .merge_stderr = true},
      &problem);
  ASSERT_TRUE(again) << problem;
  EXPECT_NE(again->out.find("the canary sings"), std::string::npos);

  const auto rows = ParseLedger(MustReadFile(soak.ledger()), &problem);
  ASSERT_TRUE(rows) << problem;
  ASSERT_EQ(rows->size(), 2u);
  EXPECT_EQ(rows->at(0).target, "abort");
  EXPECT_EQ(rows->at(0).findings, 1u);
  EXPECT_EQ(rows->at(1).target, "state");
  EXPECT_EQ(rows->at(1).findings, 0u);
  EXPECT_EQ(rows->at(1).rounds, 3u);

  // It stays open, and the target rests.
  const auto kept = soak.Kept();
  const ProcessResult later = soak.Run();
  EXPECT_EQ(later.ending.status(), 1) << later.err;
  EXPECT_EQ(later.out, ended.out);
  EXPECT_EQ(soak.Kept(), kept);
}

TEST(Soak, TwoInOneFolderAreRefused) {
  const Soak soak(kShort);
  std::optional<ProcessResult> second;
  KillAt(soak, [&] {
    if (!soak.IsRunningWith("/seeds")) return false;
    second = soak.Run();
    return true;
  });
  ASSERT_TRUE(second);
  EXPECT_EQ(second->ending.status(), 2);
  EXPECT_NE(second->err.find("another soak"), std::string::npos) << second->err;
  EXPECT_FALSE(fs::exists(soak.ledger()));
}

TEST(Soak, ADirtyTreeHasNoRow) {
  Soak soak({"--targets=request_fuzzer", "--rounds=1", "--round-runs=1000"});
  soak.commit = "abc-dirty";
  const ProcessResult ended = soak.Run();
  EXPECT_EQ(ended.ending.status(), 0);
  EXPECT_EQ(soak.Rounds(), 1u);
  EXPECT_NE(ended.err.find("1 rounds have no row"), std::string::npos)
      << ended.err;
  EXPECT_EQ(MustReadFile(soak.ledger()), LedgerText({}));
}

TEST(Soak, BadArgumentsGetOneLineAndNothingIsWritten) {
  const std::pair<std::vector<std::string>, std::string> kCases[] = {
      {{}, "--hours"},
      {{"--rounds=1", "--targets=no_fuzzer"}, "no_fuzzer"},
      {{"--rounds=-1"}, "--rounds"},
      {{"--runs=many"}, "--runs"},
      {{"--hours=-0.5"}, "--hours"},
      {{"--rounds=1", "--seed=0"}, "--seed"},
      {{"--rounds=1", "--round-runs=0"}, "--round-runs"},
      {{"--rounds=1", "--jobs=0"}, "--jobs"},
      {{"--rounds=1", "--speed=3"}, "speed"},
      {{"--rounds=1", "argument"}, "argument"},
  };
  for (const auto& [arguments, expected] : kCases) {
    const Soak soak(arguments);
    const ProcessResult ended = soak.Run();
    EXPECT_EQ(ended.ending.status(), 2) << expected;
    EXPECT_EQ(ended.out, "") << expected;
    EXPECT_EQ(Split(ended.err, '\n').size(), 1u) << ended.err;
    EXPECT_NE(ended.err.find(expected), std::string::npos) << ended.err;
    EXPECT_NE(ended.err.find("expected"), std::string::npos) << ended.err;
    EXPECT_FALSE(fs::exists(soak.out())) << expected;
    EXPECT_FALSE(fs::exists(soak.ledger())) << expected;
  }
}

TEST(Soak, ACommitIsOneWord) {
  for (const char* commit : {"", "a b", "a|b"}) {
    Soak soak({"--rounds=1"});
    soak.commit = commit;
    EXPECT_EQ(soak.Run().ending.status(), 2) << commit;
    EXPECT_FALSE(fs::exists(soak.out())) << commit;
  }
}

TEST(Soak, APageThatItDidNotWriteIsLeftAlone) {
  const Soak soak({"--rounds=1"});
  MustWriteFile(soak.ledger(), "kept\n");
  const ProcessResult ended = soak.Run();
  EXPECT_EQ(ended.ending.status(), 2);
  EXPECT_EQ(Split(ended.err, '\n').size(), 1u) << ended.err;
  EXPECT_NE(ended.err.find("SOAK.md: line 1 "), std::string::npos) << ended.err;
  EXPECT_EQ(MustReadFile(soak.ledger()), "kept\n");
  EXPECT_FALSE(fs::exists(soak.out()));
}

// The time alone ends it, between two rounds.
TEST(Soak, NoRoundBeginsAfterItsHours) {
  const Soak soak(
      {"--targets=request_fuzzer", "--round-runs=3000", "--hours=0.0003"});
  const ProcessResult ended = soak.Run();
  EXPECT_EQ(ended.ending.status(), 0) << ended.err;
  EXPECT_GE(soak.Rounds(), 1u);
}

}  // namespace
}  // namespace fuse_dirents
