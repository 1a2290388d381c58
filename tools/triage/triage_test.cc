// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// `dirents triage` as a user sees it, on the planted bugs of
// testdata/planted_bugs_fuzzer.cc.

#include <chrono>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "base/files.h"
#include "differential/input.h"
#include "fuzz/inputs/input_recipe.h"
#include "gtest/gtest.h"
#include "parser/dirent_writer.h"
#include "tools/run_dirents.h"

namespace fuse_dirents {
namespace {

// Types of planted records.  Clearing bits of another gives no kForever, which
// takes its time.
constexpr uint32_t kDiffers = 901, kChecks = 902, kLargePages = 903,
                   kSignal = 904, kForever = 999, kExits = 909;

std::string RecordOf(uint32_t type) {
  DirentWriter writer(RecordFormat::kDirent);
  writer.Append({.type = type, .name = "a"});
  return writer.bytes();
}

class TriageTest : public DirentsTest {
 protected:
  TriageTest() { std::filesystem::create_directory(Path("regressions")); }

  // A reply of 100 plain records, but for those of the given types.
  std::string WriteFinding(const std::vector<uint32_t>& types,
                           const std::string& trailer = "") {
    DirentWriter writer(RecordFormat::kDirent);
    for (size_t i = 0; i < 100; ++i) {
      RecordFields fields = {.ino = 7 + i,
                             .off = 5000 + i,
                             .type = 8,
                             .name = "name-" + std::to_string(i)};
      if (i >= 60 && i - 60 < types.size()) fields.type = types[i - 60];
      writer.Append(fields);
    }
    std::string problem;
    const auto choices = Choices::FromText(trailer, &problem);
    EXPECT_TRUE(choices) << problem;
    const std::string input =
        EncodeInput(writer.bytes(), choices.value_or(Choices()));
    Write("finding", input);
    return input;
  }

  // Triages a finding of the planted target.
  RunResult Triage(const Words& more = {}) {
    return Run(Planted("dirent"), more);
  }

  // Triages a finding of `target`, whose program is `binary`.
  RunResult TriageBy(const std::string& binary, const Words& more = {},
                     const std::string& target = "reply_fuzzer") {
    return Run({"triage", "finding", "--target", target, "--binary", binary,
                "--out", "regressions"},
               more);
  }

  static Words Planted(const std::string& format, const Words& more = {}) {
    Words arguments = {"triage",   "finding",
                       "--target", "planted_bugs_fuzzer",
                       "--binary", Runfile("tools/triage/planted_bugs_fuzzer"),
                       "--format", format,
                       "--out",    "regressions"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }

  // The one input in the target's folder, which must lie beside its recipe.
  std::string TheRegression() {
    const Words names = NamesIn(folder_);
    EXPECT_EQ(NamesIn(Path("regressions")), Words{"planted_bugs_fuzzer"});
    EXPECT_EQ(names.size(), 2u) << testing::PrintToString(names);
    if (names.size() != 2) return "";
    EXPECT_EQ(names[1], names[0] + ".recipe");
    name_ = names[0];
    const std::string input = MustReadFile(folder_ + "/" + name_);
    recipe_ = MustReadFile(folder_ + "/" + names[1]);
    std::string problem;
    EXPECT_EQ(InputFromRegressionRecipe(recipe_, &problem), input) << problem;
    EXPECT_TRUE(recipe_.starts_with("# why: TODO\n# planted_bugs_fuzzer: "))
        << recipe_;
    return input;
  }

  void ExpectPlantedRefused(const Words& more, const Words& parts) {
    ExpectRefused(Planted("dirent", more), parts);
  }

  const std::string folder_ = Path("regressions/planted_bugs_fuzzer");
  std::string name_, recipe_;
};

TEST_F(TriageTest, BigFindingBecomesOneRecordWithoutANeedlessByte) {
  const std::string finding = WriteFinding({kDiffers});
  const RunResult run = Triage();
  ASSERT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(TheRegression(), RecordOf(kDiffers));
  EXPECT_EQ(
      name_,
      "planted-differs-from-reference-at-event-n-expected-emit-got.dirent");
  EXPECT_TRUE(run.out.starts_with(
      "planted_bugs_fuzzer: planted differs from reference, at event 0: "
      "expected emit, got return\n" +
      std::to_string(finding.size()) + " bytes became 32 in "))
      << run.out;
  EXPECT_NE(run.out.find("which no step makes simpler"), run.out.npos);
  EXPECT_NE(recipe_.find("record ino=0 off=0 type=901 name=\"a\"\n"),
            recipe_.npos)
      << recipe_;
  EXPECT_EQ(MustReadFile(Path("finding")), finding);
}

TEST_F(TriageTest, DoesNotSlipFromOneBugToAnother) {
  WriteFinding({kChecks, kDiffers, kExits});
  ASSERT_EQ(Triage().status, 0);
  DirentWriter expected(RecordFormat::kDirent);
  // 1000 and more is what breaks it.
  expected.Append({.off = 1024, .type = kChecks, .name = "a"});
  const std::string input = TheRegression();
  EXPECT_EQ(input.substr(0, 8), std::string(8, '\0'));
  EXPECT_EQ(input.size(), expected.bytes().size());
  EXPECT_NE(recipe_.find("check failed"), 0u);
  EXPECT_NE(recipe_.find("record.off < 1000"), recipe_.npos) << recipe_;
  EXPECT_NE(recipe_.find("type=902"), recipe_.npos) << recipe_;
}

TEST_F(TriageTest, KeepsTheChoiceThatMattersInTheTrailer) {
  WriteFinding({kLargePages},
               "page_size=16384 head=77 stale=ones profile=gvisor capacity=90 "
               "renews_at=5");
  ASSERT_EQ(Triage({"--name", "large-pages"}).status, 0);
  std::string problem;
  EXPECT_EQ(TheRegression(),
            EncodeInput(RecordOf(kLargePages),
                        *Choices::FromText("page_size=16384", &problem)));
  EXPECT_EQ(name_, "large-pages.dirent");
  EXPECT_TRUE(recipe_.ends_with("\ntrailer page_size=16384\n")) << recipe_;
}

TEST_F(TriageTest, EndingsWithoutAReport) {
  WriteFinding({kSignal});
  EXPECT_TRUE(
      Triage({"--name", "s"}).out.starts_with("planted_bugs_fuzzer: signal 9"));
  WriteFinding({kExits});
  EXPECT_TRUE(Triage({"--name", "e"})
                  .out.starts_with("planted_bugs_fuzzer: unknown: it ends with "
                                   "exit status 7"));
  EXPECT_EQ(NamesIn(folder_).size(), 4u);
}

TEST_F(TriageTest, TargetThatDoesNotReturnIsEnded) {
  WriteFinding({kForever});
  const RunResult run = Triage({"--timeout", "1", "--max-runs", "1"});
  EXPECT_TRUE(run.out.starts_with(
      "planted_bugs_fuzzer: timeout: does not return in time\n"))
      << run.out << run.err;
}

TEST_F(TriageTest, SmallBudgetStillKeepsAFinding) {
  const std::string finding = WriteFinding({kDiffers});
  const RunResult run = Triage({"--max-runs", "5"});
  ASSERT_EQ(run.status, 0) << run.err;
  const std::string input = TheRegression();
  EXPECT_LT(input.size(), finding.size());
  Write("finding", input);
  EXPECT_EQ(Triage({"--name", "again"}).status, 0);
}

TEST_F(TriageTest, BytesThatAreNoReplyGetARecipeOfBytes) {
  const std::string finding = WriteFinding({kDiffers});
  const RunResult run = Run(Planted("bytes"), {"--name", "b"});
  ASSERT_EQ(run.status, 0) << run.err;
  // One bit of a letter stays: the target prints no name that is NUL.
  DirentWriter expected(RecordFormat::kDirent);
  expected.Append({.type = kDiffers, .name = "\x02"});
  EXPECT_EQ(TheRegression(), expected.bytes());
  EXPECT_NE(run.out.find(std::to_string(finding.size()) + " bytes became 32 "),
            run.out.npos)
      << run.out;
  EXPECT_EQ(name_, "b.bytes");
  EXPECT_NE(recipe_.find("\nformat bytes\nraw "), recipe_.npos) << recipe_;
}

TEST_F(TriageTest, SecondCallRefusesAndChangesNothing) {
  WriteFinding({kDiffers});
  ASSERT_EQ(Triage({"--name", "one"}).status, 0);
  Write("regressions/planted_bugs_fuzzer/one.dirent", "edited");
  ExpectPlantedRefused({"--name", "one"}, {"one.dirent: exists", "--name"});
  // By its derived name too.
  ASSERT_EQ(Triage().status, 0);
  ExpectPlantedRefused({}, {"exists"});
}

TEST_F(TriageTest, WhatIsNoFinding) {
  ExpectPlantedRefused({}, {"finding: cannot open"});
  WriteFinding({});
  ExpectPlantedRefused(
      {}, {"finding: is no finding: planted_bugs_fuzzer accepts it", "--flag"});
  std::filesystem::create_directory(Path("folder"));
  ExpectRefused({"triage", "folder", "--target", "planted_bugs_fuzzer",
                 "--binary", Runfile("tools/triage/planted_bugs_fuzzer"),
                 "--format", "dirent", "--out", "regressions"},
                {"folder: cannot read"});
}

TEST_F(TriageTest, BadFlags) {
  WriteFinding({kDiffers});
  for (const auto& [flag, value] :
       {std::pair<const char*, const char*>{"--max-runs", "-1"},
        {"--max-runs", "0"},
        {"--timeout", "0"},
        {"--name", "a/b"},
        {"--name", "A"}}) {
    ExpectPlantedRefused({flag, value}, {flag});
  }
  const std::string binary = Runfile("tools/triage/planted_bugs_fuzzer");
  const auto refused = [this](const Words& more, const Words& parts) {
    Words arguments = {"triage", "finding", "--target"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    ExpectRefused(arguments, parts);
  };
  ExpectRefused({"triage", "finding"}, {"--target", "expected"});
  ExpectRefused({"triage", "--target", "reply_fuzzer"}, {"FINDING"});
  refused({"no_fuzzer", "--binary", binary},
          {"--target no_fuzzer: unknown", "plus_reply_fuzzer"});
  refused({"../x", "--format", "dirent"}, {"--target ../x"});
  refused({"reply_fuzzer", "--format", "xml"}, {"--format xml"});
  refused({"reply_fuzzer"}, {"bazel-bin/fuzz/reply_fuzzer_bin",
                             "bazel build //fuzz:reply_fuzzer_bin"});
  refused({"reply_fuzzer", "--binary", "."}, {"--binary"});
  refused({"reply_fuzzer", "--binary", binary, "--out", "absent"},
          {"--out absent: expected a folder"});
}

TEST_F(TriageTest, ProgramThatIsNoneAndOneThatFailsOtherwiseEachTime) {
  WriteFinding({kDiffers});
  std::filesystem::permissions(Path(Write("text", "not a program")),
                               std::filesystem::perms::owner_all);
  ExpectBadInput(TriageBy("text"), {"cannot be run"});
  const std::string mood = Path("mood");
  WriteScript("moody",
              "[ -e " + mood + " ] && exit 3\ntouch " + mood + "\nexit 4");
  ExpectBadInput(TriageBy("moody"), {"fails otherwise each time", "status 4"});
  EXPECT_EQ(NamesIn(Path("regressions")), Words{});
}

TEST_F(TriageTest, FolderThatCannotBeWrittenIsReportedBeforeAnythingRuns) {
  WriteFinding({kForever});
  // A file has the name of the target's folder.
  Write("regressions/planted_bugs_fuzzer", "in the way");
  ExpectPlantedRefused({}, {"--out", "planted_bugs_fuzzer: expected a folder"});
}

TEST_F(TriageTest, FlagsReachTheTarget) {
  WriteFinding({});
  WriteScript("flagged", "[ \"$2 $3\" = '-a=1 --b' ] && exit 3\nexit 0");
  ExpectBadInput(TriageBy("flagged", {"--max-runs", "1", "--flag=-a=1"}),
                 {"is no finding"});
  const RunResult both =
      TriageBy("flagged", {"--max-runs", "1", "--flag=-a=1", "--flag=--b"});
  EXPECT_EQ(both.status, 0) << both.err;
}

TEST_F(TriageTest, NumbersAreKeptAsTheLinesThatMatter) {
  std::string problem;
  const auto input = InputFromRegressionRecipe(
      "# why: x\nformat session\npacking byte_slice\nprofile viofs\n"
      "cached yes\nbytes 700\nrepeat 3 entry length=9\n",
      &problem);
  ASSERT_TRUE(input) << problem;
  Write("finding", *input);
  // Stops if the second byte, packing, is 1.
  WriteScript("packed",
              "[ \"$(od -An -tu1 -j1 -N1 \"$1\")\" -eq 1 ] && exit 3\nexit 0");
  const RunResult run = TriageBy("packed", {"--name", "p"}, "session_fuzzer");
  ASSERT_EQ(run.status, 0) << run.err;
  const std::string made = Path("regressions/session_fuzzer/p.bytes");
  const std::string recipe = MustReadFile(made + ".recipe");
  EXPECT_TRUE(recipe.ends_with("\nformat session\npacking byte_slice\n"))
      << recipe;
  EXPECT_EQ(InputFromRegressionRecipe(recipe, &problem), MustReadFile(made));
}

// A target whose output never ends is ended all the same.
TEST_F(TriageTest, TheTimeoutHoldsAgainstATargetThatFloodsItsOutput) {
  WriteFinding({});
  WriteScript("flood", "exec yes");
  const auto begin = std::chrono::steady_clock::now();
  const RunResult run = TriageBy(
      "flood", {"--timeout", "1", "--max-runs", "1", "--name", "flood"});
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_NE(run.out.find("flood"), std::string::npos) << run.out;
}

// The tree is as it was, and nothing stays in TMPDIR.
TEST_F(TriageTest, EndedBySignalLeavesNothing) {
  WriteFinding({kForever});
  std::filesystem::create_directory(Path("tmp"));
  const auto before = Tree();
  std::string command = "cd " + Path("") + " && TMPDIR=" + Path("tmp") +
                        " timeout -s TERM 0.5 " + Runfile("tools/dirents");
  for (const std::string& word : Planted("dirent")) command += " " + word;
  const int status = std::system((command + " >/dev/null 2>/dev/null").c_str());
  EXPECT_EQ(WEXITSTATUS(status), 124);
  EXPECT_TRUE(Tree() == before);
}

}  // namespace
}  // namespace fuse_dirents
