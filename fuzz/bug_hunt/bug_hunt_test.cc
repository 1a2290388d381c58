// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs bug_hunt as a user does, on easy bugs.

#include <string>
#include <vector>

#include "base/process.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

// The arguments that `bazel run` gives, from the test's own command line.
std::vector<std::string> arguments;

ProcessResult Hunt(const std::vector<std::string>& flags) {
  Process process = {.argv = {"fuzz/bug_hunt/bug_hunt"}, .merge_stderr = true};
  process.argv.insert(process.argv.end(), arguments.begin(), arguments.end());
  process.argv.insert(process.argv.end(), flags.begin(), flags.end());
  std::string problem;
  const auto result = RunProcess(process, &problem);
  EXPECT_TRUE(result) << problem;
  return result.value_or(ProcessResult());
}

bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != text.npos;
}

TEST(BugHuntTest, FindsBugsOfEachKindAndTheSameWayTwice) {
  // A parser's, one that a rewritten reply shows, one over several calls, and a
  // path's.
  const std::vector<std::string> flags = {
      "--only=name_max_1024,off_fetched_twice,full_kept,"
      "resumes_at_start",
      "--seeds=1", "--cap=3000", "--ratio=2", "--jobs=1"};
  const ProcessResult ended = Hunt(flags);
  EXPECT_EQ(ended.ending.status(), 0) << ended.out;
  EXPECT_TRUE(Contains(ended.out, "\nname_max_1024 ")) << ended.out;
  EXPECT_TRUE(Contains(ended.out, "\n4 of 4 bugs have")) << ended.out;
  EXPECT_TRUE(Contains(ended.out, "over 4 bugs")) << ended.out;
  EXPECT_FALSE(Contains(ended.out, "missed")) << ended.out;
  EXPECT_EQ(Hunt(flags).out, ended.out);
}

TEST(BugHuntTest, SaysWhatIsNotFoundAndFailsBelowTheRatio) {
  std::vector<std::string> flags = {"--only=name_max_1024", "--seeds=3",
                                    "--limit=2", "--cap=2"};
  const ProcessResult slow = Hunt(flags);
  EXPECT_EQ(slow.ending.status(), 1) << slow.out;
  EXPECT_TRUE(Contains(slow.out, "missed: name_max_1024\n")) << slow.out;
  EXPECT_TRUE(Contains(slow.out, "missed: the ratio is below 200")) << slow.out;
  // The bug alone is missed.
  flags.push_back("--ratio=1");
  EXPECT_EQ(Hunt(flags).ending.status(), 1);
  // The ratio alone is missed.
  const ProcessResult even = Hunt(
      {"--only=empty_reply_is_error", "--seeds=1", "--limit=20", "--cap=20"});
  EXPECT_EQ(even.ending.status(), 1) << even.out;
  EXPECT_TRUE(Contains(even.out, "1 of 1 bugs have")) << even.out;
}

TEST(BugHuntTest, SaysWhatNoTargetCanShow) {
  const ProcessResult ended =
      Hunt({"--only=name_max_1024,cache_copies_oversized", "--seeds=1",
            "--cap=1", "--ratio=0"});
  EXPECT_EQ(ended.ending.status(), 0) << ended.out;
  EXPECT_TRUE(Contains(ended.out, "not hunted: cache_copies_oversized: "))
      << ended.out;
}

TEST(BugHuntTest, RefusesAnUnknownBug) {
  const ProcessResult bug = Hunt({"--only=nobody"});
  EXPECT_EQ(bug.ending.status(), 2) << bug.out;
  EXPECT_TRUE(Contains(bug.out, "--only nobody: expected wrong mutants"))
      << bug.out;
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  fuse_dirents::arguments.assign(argv + 1, argv + argc);
  return RUN_ALL_TESTS();
}
