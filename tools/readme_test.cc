// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The commands on the first screen of README.md, as a reader types them.

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/process.h"
#include "gtest/gtest.h"
#include "tools/run_dirents.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

class ReadmeTest : public DirentsTest {
 protected:
  // A folder with what README.md takes for granted: the programs, the installed
  // header, a parser, and a tree to serve.
  ReadmeTest() {
    fs::create_directories(Path("bin"));
    fs::create_symlink(Runfile("tools/dirents"), Path("bin/dirents"));
    fs::create_symlink(std::getenv("CC"), Path("bin/cc"));
    fs::create_directories(Path("include/parser"));
    fs::create_symlink(Runfile("parser/parser_under_test.h"),
                       Path("include/parser/parser_under_test.h"));
    fs::create_symlink(Runfile("properties/examples/seam_bug/seam_bug.c"),
                       Path("seam_bug.c"));
    fs::create_directories(Path("tree"));
    Write("tree/file", "");
  }

  // Runs a line of shell.
  RunResult Shell(std::string command) const {
    const std::string installed = "/usr/include/fuse-dirents";
    if (const size_t at = command.find(installed); at != command.npos) {
      command.replace(at, installed.size(), "include");
    }
    std::string problem;
    const auto run = RunProcess(
        {.argv = {"/bin/sh", "-c", command},
         .directory = Path("."),
         .environment = {{"PATH=" + Path("bin") + ":/usr/bin:/bin"}}},
        &problem);
    EXPECT_TRUE(run) << problem;
    return {run->ending.status(), run->out, run->err};
  }
};

TEST_F(ReadmeTest, ItsCommandsPrintWhatItShows) {
  // A compiler, a parser that breaks a rule, a server that breaks one.
  const std::vector<int> statuses = {0, 1, 1};
  const auto examples = ExamplesOf(MustReadFile(Runfile("README.md")));
  ASSERT_EQ(examples.size(), statuses.size());
  for (size_t i = 0; i < examples.size(); ++i) {
    SCOPED_TRACE(examples[i].command);
    const RunResult run = Shell(examples[i].command);
    EXPECT_EQ(run.status, statuses[i]);
    EXPECT_TRUE(IsAsShown(run.out, examples[i].output));
    EXPECT_EQ(run.err, "");
  }
}

TEST(IsAsShownTest, DotsStandForAnyLines) {
  EXPECT_TRUE(IsAsShown("a\nb\nc\n", "a\nb\nc\n"));
  EXPECT_TRUE(IsAsShown("a\nb\nc\n", "...\nb\n...\n"));
  EXPECT_TRUE(IsAsShown("a\nc\n", "a\n...\nc\n"));
  EXPECT_FALSE(IsAsShown("a\nb\nc\n", "a\nb\n"));
  EXPECT_FALSE(IsAsShown("a\nb\n", "a\nb\nc\n"));
  EXPECT_FALSE(IsAsShown("a\nb\nc\n", "...\nd\n...\n"));
  EXPECT_FALSE(IsAsShown("a\nb\nc\n", "a\nc\n"));
}

}  // namespace
}  // namespace fuse_dirents
