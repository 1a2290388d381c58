// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs `report` as a user does, on little work, and opens the page.

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "base/files.h"
#include "gtest/gtest.h"
#include "tools/browser/browser.h"
#include "tools/report/look.h"
#include "tools/report/report_data.h"
#include "tools/report/run_report.h"
#include "tools/report/small_report.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

ReportData ReadData(const std::string& folder) {
  ReportData data;
  EXPECT_EQ(FromJson(MustReadFile(folder + "/report.json"), &data), "");
  return data;
}

// Every section but those that take longer than all others.
const Words kLittle = {"--only=campaign",
                       "--only=mutants",
                       "--only=oracle",
                       "--only=replies",
                       "--runs=500",
                       "--seed=3",
                       "--target=request_fuzzer",
                       "--mutant=padded_to_4",
                       "--mutant=edk2_blocks_unjudged",
                       "--mutant=ino_fetched_twice"};

class ReportTest : public testing::Test {
 protected:
  std::string Path(const std::string& name) const { return directory_ / name; }

  // The page of kLittle, with the rest from SmallReport().
  std::string LittlePage() const {
    MustWriteFile(Path("small.json"), ToJson(SmallReport()));
    Words arguments = kLittle;
    arguments.insert(arguments.end(),
                     {"--from", Path("small.json"), "--out", Path("page")});
    const ProcessResult run = Report(arguments);
    EXPECT_EQ(run.ending.status(), 0) << run.err;
    EXPECT_EQ(run.out + run.err, "");
    return Path("page");
  }

 private:
  const TempDirectory directory_;
};

void ExpectAsCollected(const ReportData& data) {
  ASSERT_EQ(data.campaign.targets.size(), 1u);
  EXPECT_EQ(data.campaign.origin.command,
            "bazel run //fuzz:campaign -- --runs 500 --seed 3 "
            "--target request_fuzzer");
  EXPECT_GE(data.campaign.targets[0].runs, 500u);
  EXPECT_EQ(data.campaign.targets[0].inputs.size(), 32u);
  EXPECT_GT(data.campaign.targets[0].growth.size(), 5u);

  ASSERT_EQ(data.mutants.mutants.size(), 3u);
  EXPECT_EQ(data.mutants.killers[1], "properties");
  const MutantRow& unjudged = data.mutants.mutants[1];
  EXPECT_EQ(unjudged.name, "edk2_blocks_unjudged");
  EXPECT_EQ(unjudged.profile, "edk2");
  EXPECT_TRUE(unjudged.tries[0].killed);
  EXPECT_FALSE(unjudged.tries[1].killed);
  EXPECT_FALSE(data.mutants.mutants[2].tries[0].tried);

  EXPECT_EQ(data.oracle.made.size(), 10u);
  ASSERT_GE(data.oracle.groups.size(), 3u);
  for (const OracleGroup& group : data.oracle.groups) {
    EXPECT_TRUE(group.command.starts_with("bazel run ")) << group.name;
    EXPECT_FALSE(group.verdict.empty()) << group.name;
    for (const OracleRow& row : group.rows) {
      EXPECT_GE(row.cases, 10000u) << row.judge;
      EXPECT_FALSE(row.version.empty()) << row.judge;
    }
  }

  const auto of_kind = [&data](std::string_view kind) {
    return std::ranges::count(data.replies.replies, kind, &Reply::kind);
  };
  EXPECT_EQ(of_kind(kFinding), 0);
  EXPECT_GE(of_kind(kRegression), 1);
  EXPECT_GE(of_kind(kHistory), 30);
}

TEST_F(ReportTest, PageOfRealDataIsWholeAndLegible) {
  const std::string page = LittlePage();
  EXPECT_EQ(std::distance(fs::directory_iterator(page), {}), 2);
  const ReportData data = ReadData(page);
  ExpectAsCollected(data);
  EXPECT_EQ(ToJson(data), MustReadFile(page + "/report.json"));

  // The same data give the same page.
  const ProcessResult again =
      Report({"--from", page + "/report.json", "--out", Path("again")});
  EXPECT_EQ(again.ending.status(), 0) << again.err;
  EXPECT_TRUE(MustReadFile(Path("again") + "/index.html") ==
              MustReadFile(page + "/index.html"));

  FUSE_DIRENTS_NEEDS_BROWSER();
  for (const size_t width : {size_t{400}, size_t{1400}}) {
    for (const bool dark : {false, true}) {
      const std::string name =
          std::to_string(width) + (dark ? "_dark" : "_light");
      SCOPED_TRACE(name);
      const PageLook look =
          LookAt(page + "/index.html", width, dark, ScreenshotPath(name));
      EXPECT_EQ(look.problems, Words());
      EXPECT_EQ(look.counts, CountsOf(data));
    }
  }
}

TEST_F(ReportTest, CorpusAndCoverageAreThoseOfTheTree) {
  const ProcessResult run =
      Report({"--only=corpus", "--only=coverage", "--out", Path("page")});
  ASSERT_EQ(run.ending.status(), 0) << run.err;
  const ReportData data = ReadData(Path("page"));
  EXPECT_EQ(data.campaign.origin.not_run, "--only leaves it out.");
  EXPECT_TRUE(data.corpus.verdict.ends_with(" 0 problems"))
      << data.corpus.verdict;
  EXPECT_GE(data.corpus.groups.size(), 5u);
  EXPECT_GE(data.corpus.golden, 200u);
  EXPECT_GE(data.corpus.profiles.size(), 10u);
  for (const CorpusProfile& profile : data.corpus.profiles) {
    uint64_t traces = 0;
    for (const auto& [error, count] : profile.returns) traces += count;
    EXPECT_EQ(traces, data.corpus.golden) << profile.name;
  }

  EXPECT_GE(data.coverage.files.size(), 60u);
  const auto file = [&data](const char* path) {
    const auto it =
        std::ranges::find(data.coverage.files, path, &CoverageFile::path);
    return it == data.coverage.files.end() ? CoverageFile() : *it;
  };
  const CoverageFile reference = file("parser/reference.cc");
  EXPECT_GT(reference.mcdc[1], 50u);
  EXPECT_EQ(reference.mcdc[0], reference.mcdc[1]);
  // Only the gate reads recipes, so it was instrumented too.
  EXPECT_GT(file("pagemap/layout_text.cc").functions[0], 2u);
}

TEST_F(ReportTest, WhatTheCampaignFoundIsKeptBesideThePage) {
  MustWriteFile(Path("small.json"), ToJson(SmallReport()));
  const ProcessResult run =
      Report({"--from", Path("small.json"), "--out", Path("page")});
  ASSERT_EQ(run.ending.status(), 0) << run.err;
  const std::string finding = Path("page") + "/findings/loud_fuzzer-crash-1";
  EXPECT_EQ(MustReadFile(finding), SmallReport().replies.replies[0].Bytes());
}

// What LookAt() looks for, planted in a page.
TEST_F(ReportTest, AnUglyPageIsReported) {
  FUSE_DIRENTS_NEEDS_BROWSER();
  const struct {
    std::string markup, problem;
  } kPlanted[] = {
      {"<p style=\"width:2000px\">wide</p>", "the page scrolls sideways"},
      {"<p style=\"width:4em;overflow:hidden;white-space:nowrap\">a text that "
       "is cut off</p>",
       "clipped: a text that"},
      {"<p style=\"color:#999;background:#fff\">pale</p>",
       "contrast 2.85: pale"},
      {"<figure class=\"plots\"><svg viewBox=\"0 0 99 99\"><text x=\"9\" "
       "y=\"50\">one</text><text x=\"9\" y=\"52\">two</text></svg></figure>",
       "overlap: one, two"},
      {"<div class=\"plots\"><svg viewBox=\"0 0 99 99\"><text x=\"90\" "
       "y=\"50\">outside</text></svg></div>",
       "outside its drawing: outside"},
  };
  std::string page =
      "<!doctype html><meta charset=\"utf-8\"><body><p>good</p>\n";
  for (const auto& [markup, problem] : kPlanted) page += markup;
  MustWriteFile(Path("page.html"), page);
  const PageLook look = LookAt(Path("page.html"), 400, false, "");
  for (const auto& [markup, problem] : kPlanted) {
    EXPECT_EQ(std::ranges::count_if(look.problems,
                                    [&](const std::string& found) {
                                      return found.starts_with(problem);
                                    }),
              1)
        << problem << " is not among " << testing::PrintToString(look.problems);
  }
  EXPECT_FALSE(std::ranges::any_of(look.problems, [](const auto& found) {
    return found.ends_with("good");
  }));
}

}  // namespace
}  // namespace fuse_dirents
