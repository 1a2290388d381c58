// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs `report` where programs find something or fail, and on bad input.

#include <algorithm>
#include <filesystem>
#include <string>

#include "base/files.h"
#include "gtest/gtest.h"
#include "tools/report/report_data.h"
#include "tools/report/run_report.h"
#include "tools/report/small_report.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

// A campaign that finds something, in a script.
constexpr char kFinds[] = R"(#!/bin/sh
for flag; do
  case $flag in
    --json=*) json=${flag#--json=} ;;
    --out=*) out=${flag#--out=} ;;
  esac
done
mkdir -p $out/reply_fuzzer/findings
finding=$out/reply_fuzzer/findings/crash-12
printf '12345678abcdefgh\1\0\0\0\10\0\0\0a\0\0\0\0\0\0\0' >$finding
cat >$json <<END
{"runs": 9, "seed": 1, "targets": [{"name": "reply_fuzzer", "runs": 3,
 "seconds": 1, "edges": 2, "corpus": 1, "inputs": "", "traces": "",
 "growth": [[1, 2, 3]], "findings": ["$finding"], "failed_phase": "fuzz",
 "summary": "finding: it <differs>"}]}
END
exit 1
)";

class ReportFaultsTest : public testing::Test {
 protected:
  std::string Path(const std::string& name) const { return directory_ / name; }

  // Makes a program of a tree of its own.
  void Fake(const std::string& path, const std::string& script) const {
    const fs::path file = Path("runfiles/fuse_dirents/") + path;
    fs::create_directories(file.parent_path());
    MustWriteFile(file, script);
    fs::permissions(file, fs::perms::owner_all);
  }

 private:
  const TempDirectory directory_;
};

TEST_F(ReportFaultsTest, AFindingIsDrawnWithTheCommandThatTriagesIt) {
  Fake("fuzz/campaign", kFinds);
  MustWriteFile(Path("small.json"), ToJson(SmallReport()));
  const ProcessResult run = Report(
      {"--only=campaign", "--from", Path("small.json"), "--out", Path("page")},
      Path("runfiles"));
  ASSERT_EQ(run.ending.status(), 0) << run.err;
  const std::string page = MustReadFile(Path("page") + "/index.html");
  const std::string name = "findings/reply_fuzzer-crash-12";
  EXPECT_EQ(MustReadFile(Path("page") + "/" + name).size(), 32u);
  const Words expected = {
      "reply_fuzzer stopped in fuzz:", "finding: it &lt;differs&gt;", "<svg",
      "bazel run //tools:dirents -- triage " + name + " --target reply_fuzzer"};
  for (const std::string& text : expected) {
    EXPECT_NE(page.find(text), page.npos) << text;
  }
  // Those of the older page have gone.
  EXPECT_EQ(page.find("loud_fuzzer"), page.npos);
}

TEST_F(ReportFaultsTest, AProgramThatFailsIsOneLine) {
  const struct {
    std::string script, expected;
  } kCases[] = {
      {"kill -SEGV $$", "died of SIGSEGV"},
      {"echo first; echo last >&2; exit 3", "exited with status 3: last"},
      {"echo '{'; exit 0", "properties/kill/table: [json"},
      {"exit 0", "properties/kill/table: [json"},
      {"echo '{\"killers\": [\"x\"], \"mutants\": [{\"name\": 1}]}'",
       "must be string, but is number"},
  };
  for (const auto& [script, expected] : kCases) {
    Fake("properties/kill/table", "#!/bin/sh\n" + script + "\n");
    const ProcessResult run =
        Report({"--only=mutants", "--out", Path("page")}, Path("runfiles"));
    EXPECT_EQ(run.ending.status(), 2);
    EXPECT_NE(run.err.find(expected), run.err.npos) << run.err;
    EXPECT_EQ(std::ranges::count(run.err, '\n'), 1) << run.err;
    EXPECT_FALSE(fs::exists(Path("page")));
  }
}

TEST_F(ReportFaultsTest, BadInputIsOneLineAndWritesNothing) {
  fs::create_directory(Path("full"));
  MustWriteFile(Path("full") + "/kept", "");
  MustWriteFile(Path("bad.json"), "{}");
  MustWriteFile(Path("agreement"), "nothing");
  const std::string out = Path("never");
  const struct {
    Words arguments;
    std::string expected;
  } kCases[] = {
      {{}, "--out is required"},
      {{"--out", Path("full")}, "full: not empty; expected a new or empty"},
      {{"--out", Path("full") + "/kept"}, "kept: not a folder"},
      {{"--out", Path("no") + "/such/folder"}, "No such file or directory"},
      {{"--out", out, "--from", Path("bad.json")}, "bad.json: "},
      {{"--out", out, "--from", Path("none.json")}, "none.json: "},
      {{"--out", out, "--only=everything"}, "everything"},
      {{"--out", out, "--runs=0"}, "--runs"},
      {{"--out", out, "--only=campaign", "--target=none", "--runs=1"},
       "fuzz/campaign: exited with status 2: campaign: --target: unknown "},
      {{"--out", out, "--only=mutants", "--mutant=nobody"},
       "properties/kill/table: exited with status 2: nobody: expected"},
      {{"--out", out, "--only=oracle", "--agreement", Path("agreement")},
       "agreement: no report; expected what"},
  };
  for (const auto& [arguments, expected] : kCases) {
    SCOPED_TRACE(testing::PrintToString(arguments));
    const ProcessResult run = Report(arguments);
    EXPECT_EQ(run.ending.status(), 2);
    EXPECT_EQ(run.out, "");
    EXPECT_TRUE(run.err.starts_with("report: ")) << run.err;
    EXPECT_NE(run.err.find(expected), run.err.npos) << run.err;
    EXPECT_EQ(std::ranges::count(run.err, '\n'), 1) << run.err;
    EXPECT_FALSE(fs::exists(out));
  }
  EXPECT_EQ(std::distance(fs::directory_iterator(Path("full")), {}), 1);
}

}  // namespace
}  // namespace fuse_dirents
