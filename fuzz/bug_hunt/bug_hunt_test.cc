// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs bug_hunt as a user does, on easy bugs.

#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "gtest/gtest.h"

namespace {

// The arguments that `bazel run` gives, from the test's own command line.
std::string* command;

struct Ended {
  int status;
  std::string out;  // stdout and stderr.
};

Ended Hunt(const std::string& flags) {
  std::FILE* pipe = popen((*command + " " + flags + " 2>&1").c_str(), "r");
  EXPECT_NE(pipe, nullptr);
  Ended ended;
  for (int c; (c = std::fgetc(pipe)) != EOF;) {
    ended.out += static_cast<char>(c);
  }
  const int status = pclose(pipe);
  ended.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return ended;
}

bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != text.npos;
}

TEST(BugHuntTest, FindsAnEasyBugTenTimesAsFastAndTheSameWayTwice) {
  const std::string flags =
      "--bugs=name_max_1024 --seeds=1 --cap=3000 --jobs=1";
  const Ended ended = Hunt(flags);
  EXPECT_EQ(ended.status, 0) << ended.out;
  EXPECT_TRUE(Contains(ended.out, "\nname_max_1024 ")) << ended.out;
  EXPECT_TRUE(Contains(ended.out, "\n1 bugs; ")) << ended.out;
  EXPECT_EQ(Hunt(flags).out, ended.out);
}

TEST(BugHuntTest, SaysWhichGoalIsMissed) {
  const Ended slow = Hunt("--bugs=name_max_1024 --seeds=1 --limit=2 --cap=2");
  EXPECT_EQ(slow.status, 1) << slow.out;
  EXPECT_TRUE(Contains(slow.out, "missed: a bug needs more than 2 runs"))
      << slow.out;
  EXPECT_TRUE(Contains(slow.out, "missed: the ratio is below 10")) << slow.out;
}

TEST(BugHuntTest, RefusesWhatItDoesNotKnow) {
  const Ended bug = Hunt("--bugs=nobody");
  EXPECT_EQ(bug.status, 2) << bug.out;
  EXPECT_TRUE(Contains(bug.out, "'nobody': expected wrong mutants")) << bug.out;
}

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  std::string arguments;
  for (int i = 1; i < argc; ++i) arguments += std::string(" ") + argv[i];
  command = new std::string("fuzz/bug_hunt/bug_hunt" + arguments);
  return RUN_ALL_TESTS();
}
