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

TEST(BugHuntTest, FindsAnEasyBugTenTimesAsFastAndTheSameWayTwice) {
  const std::vector<std::string> flags = {"--bugs=name_max_1024", "--seeds=1",
                                          "--cap=3000", "--jobs=1"};
  const ProcessResult ended = Hunt(flags);
  EXPECT_EQ(ended.ending.status(), 0) << ended.out;
  EXPECT_TRUE(Contains(ended.out, "\nname_max_1024 ")) << ended.out;
  EXPECT_TRUE(Contains(ended.out, "\n1 bugs; ")) << ended.out;
  EXPECT_FALSE(Contains(ended.out, "not found")) << ended.out;
  EXPECT_EQ(Hunt(flags).out, ended.out);
}

TEST(BugHuntTest, SaysWhatIsNotFoundAndFailsBelowTheRatio) {
  std::vector<std::string> flags = {"--bugs=name_max_1024", "--seeds=1",
                                    "--limit=2", "--cap=2"};
  const ProcessResult slow = Hunt(flags);
  EXPECT_EQ(slow.ending.status(), 1) << slow.out;
  EXPECT_TRUE(Contains(slow.out, "within 2 runs of the mutator: name_max_1024"))
      << slow.out;
  EXPECT_TRUE(Contains(slow.out, "missed: the ratio is below 10")) << slow.out;
  flags.push_back("--ratio=1");
  EXPECT_EQ(Hunt(flags).ending.status(), 0);
}

TEST(BugHuntTest, RefusesAnUnknownBug) {
  const ProcessResult bug = Hunt({"--bugs=nobody"});
  EXPECT_EQ(bug.ending.status(), 2) << bug.out;
  EXPECT_TRUE(Contains(bug.out, "--bugs nobody: expected wrong mutants"))
      << bug.out;
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  fuse_dirents::arguments.assign(argv + 1, argv + argc);
  return RUN_ALL_TESTS();
}
