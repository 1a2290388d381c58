// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "base/cli.h"

#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/fail.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

struct Ended {
  std::optional<int> status;
  std::string out, err;
};

// Reads a command line of a program with a flag and a subcommand.
Ended Read(std::vector<const char*> argv, const char* name = "program") {
  CLI::App app("About.", name);
  app.set_version_flag("--version", "program 1.0");
  int number = 0;
  app.add_option("--number", number)->check(CLI::Range(1, 9));
  app.add_subcommand("child")->add_option("FILE")->required();
  argv.insert(argv.begin(), "ignored");
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  const auto status =
      ReadCommandLine(app, static_cast<int>(argv.size()), argv.data());
  return {status, testing::internal::GetCapturedStdout(),
          testing::internal::GetCapturedStderr()};
}

TEST(ReadCommandLineTest, GoesOnAfterAGoodCommandLine) {
  const Ended ended = Read({"--number", "5", "child", "file"});
  EXPECT_EQ(ended.status, std::nullopt);
  EXPECT_EQ(ended.out + ended.err, "");
}

TEST(ReadCommandLineTest, HelpAndVersionAreOutputAndStatusZero) {
  const Ended version = Read({"--version"});
  EXPECT_EQ(version.status, 0);
  EXPECT_EQ(version.out, "program 1.0\n");
  EXPECT_EQ(version.err, "");
  const Ended help = Read({"--help"});
  EXPECT_EQ(help.status, 0);
  EXPECT_NE(help.out.find("--number"), std::string::npos);
  EXPECT_EQ(help.err, "");
}

TEST(ReadCommandLineTest, ABadCommandLineIsOneLineAndStatusTwo) {
  // What CLI11 says of a number out of range ends as its version has it.
  const struct {
    std::vector<const char*> argv;
    const char* begin;
    const char* end;
  } kRuns[] = {
      {{"--number", "10"},
       "--number: Value 10 not in range ",
       "; expected what `program --help` lists\n"},
      {{"--number", "5", "odd"},
       "odd: not an argument of this command",
       "; expected what `program --help` lists\n"},
      {{"--o\ndd"},
       "--o?dd: not an argument of this command",
       "; expected what `program --help` lists\n"},
      {{"child"},
       "FILE is required",
       "; expected what `program child --help` lists\n"},
  };
  for (const auto& [argv, begin, end] : kRuns) {
    SCOPED_TRACE(begin);
    const Ended ended = Read(argv);
    EXPECT_EQ(ended.status, kExitBadInput);
    EXPECT_EQ(ended.out, "");
    EXPECT_TRUE(ended.err.starts_with(ProgramName() + ": " + begin))
        << ended.err;
    EXPECT_TRUE(ended.err.ends_with(end)) << ended.err;
    EXPECT_EQ(std::ranges::count(ended.err, '\n'), 1);
  }
}

TEST(ReadCommandLineTest, AProgramWithoutANameHasThatOfItsFile) {
  EXPECT_EQ(ProgramName(), "cli_test");
  EXPECT_NE(Read({"odd"}, "").err.find("`cli_test --help`"), std::string::npos);
}

TEST(EnterCallersFolderTest, ThatOfBazelRun) {
  namespace fs = std::filesystem;
  const fs::path before = fs::current_path();
  unsetenv("BUILD_WORKING_DIRECTORY");
  EXPECT_TRUE(EnterCallersFolder());
  EXPECT_EQ(fs::current_path(), before);

  setenv("BUILD_WORKING_DIRECTORY", "/", 1);
  EXPECT_TRUE(EnterCallersFolder());
  EXPECT_EQ(fs::current_path(), "/");

  setenv("BUILD_WORKING_DIRECTORY", "/absent", 1);
  testing::internal::CaptureStderr();
  EXPECT_FALSE(EnterCallersFolder());
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "cli_test: /absent: No such file or directory\n");
  unsetenv("BUILD_WORKING_DIRECTORY");
  fs::current_path(before);
}

}  // namespace
}  // namespace fuse_dirents
