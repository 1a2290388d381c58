// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// `dirents check-parser` as a user sees it.

#include <elf.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <thread>

#include "base/files.h"
#include "base/process.h"
#include "gtest/gtest.h"
#include "tools/run_dirents.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

constexpr char kObject[] = "tools/check_parser/planted_object.so";
constexpr char kMutants[] = "tools/check_parser/planted.so";

constexpr char kRecipe[] =
    "format dirent\nrecord ino=1 off=1 type=8 name=\"a\"\n";

class CheckParserTest : public DirentsTest {
 protected:
  // Runs it on the planted object, which does `misdeed`.
  RunResult RunObject(const std::string& misdeed,
                      const Words& more = {}) const {
    setenv("MISDEED", misdeed.c_str(), 1);
    Words words = {"check-parser", Runfile(kObject), "--symbol", "misbehave"};
    words.insert(words.end(), more.begin(), more.end());
    return Run(words);
  }

  // Compiles a file of the directory as a user does, with the compiler that
  // made this test.
  void Compile(const Words& arguments) const {
    Words words = {getenv("CC"), "-shared", "-fPIC"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::string problem;
    const auto run =
        RunProcess({.argv = words, .directory = Path(".")}, &problem);
    ASSERT_TRUE(run) << problem;
    ASSERT_TRUE(run->ending.ok()) << run->err;
  }
};

// Stdout and stderr, of which a parser may write no line of its own.
void ExpectNothingForged(const RunResult& run) {
  const std::string all = "\n" + run.out + run.err;
  EXPECT_EQ(all.find("\nrule: forged"), std::string::npos) << all;
  EXPECT_EQ(all.find('\033'), std::string::npos) << all;
}

void ExpectRule(const RunResult& run, std::string_view rule) {
  EXPECT_EQ(run.status, 1) << run.err;
  EXPECT_EQ(run.err, "");
  EXPECT_NE(run.out.find("\nrule: " + std::string(rule) + "\n"),
            std::string::npos)
      << run.out;
  // The reply and the recipe.
  EXPECT_NE(run.out.find("\nreply, "), std::string::npos) << run.out;
  EXPECT_NE(run.out.find("\nformat "), std::string::npos) << run.out;
  EXPECT_TRUE(run.out.ends_with(": FAILED\n")) << run.out;
  ExpectNothingForged(run);
}

TEST_F(CheckParserTest, ARightParserPassesEveryPart) {
  const RunResult run = RunObject("", {"--runs", "20000"});
  EXPECT_EQ(run.status, 0) << run.out;
  EXPECT_EQ(run.err, "");
  for (const std::string_view line :
       {"planted_object.so, held to `linux`: dirent, direntplus; linear, "
        "mapped, segmented\ncorpus\n",
        "exhaustive\n  layouts: 36 cases\n", "  namelen_seams: 1096192 cases\n",
        "  pairs: 1601 cases\n", "properties, seed 31694\n",
        "  single_fetch_at_seams: 6 cases\n", "  stale_tail: 1000 cases\n",
        "random, seed 31694\n  random: 20000 cases\n",
        "planted_object.so: passed\n"}) {
    EXPECT_NE(run.out.find(line), std::string::npos) << line << run.out;
  }
}

TEST_F(CheckParserTest, EachMisdeedIsReportedWithItsReply) {
  const struct {
    const char* misdeed;
    const char* rule;
    const char* how;
  } kRuns[] = {
      {"prints_and_writes", "read_only", "\n| rule: forged\n"},
      {"exits", "no_crash", "exited with status 0"},
      {"crashes", "no_crash", "/linear died of SIGSEGV\n"},
      {"blocks", "no_hang", "1 seconds, asleep"},
      {"hangs", "no_hang", "1 seconds of CPU time"},
      {"leaks", "no_leak", "takes memory in each call"},
      {"overflows", "no_crash",
       "\n| free() of a block that was written to past its end\n"},
      {"writes", "read_only", "writes into the reply"},
  };
  for (const auto& [misdeed, rule, how] : kRuns) {
    SCOPED_TRACE(misdeed);
    const RunResult run = RunObject(misdeed, {"--hang-seconds", "1"});
    ExpectRule(run, rule);
    EXPECT_NE(run.out.find(how), std::string::npos) << run.out;
  }
}

TEST_F(CheckParserTest, MutantsAreNamedAsByTheSuite) {
  const struct {
    const char* mutant;
    const char* rule;
  } kRuns[] = {
      {"slash_taken", "'/' in the name"},
      {"stale_bounce", "layout_independence"},
      {"reads_header_first", "stays_inside"},
      {"off_fetched_twice", "single_fetch"},
  };
  for (const auto& [mutant, rule] : kRuns) {
    SCOPED_TRACE(mutant);
    setenv("PLANTED", mutant, 1);
    ExpectRule(
        Run({"check-parser", Runfile(kMutants), "--symbol", "planted_parse"}),
        rule);
  }
}

TEST_F(CheckParserTest, ReplayAsksAboutTheCaseOfAReport) {
  const RunResult found = RunObject("crashes");
  const std::string from = "with --replay=FILE\n";
  const size_t begin = found.out.find(from) + from.size();
  Write("recipe",
        found.out.substr(begin, found.out.find("\n---", begin) + 1 - begin));
  EXPECT_EQ(RunObject("crashes", {"--replay", "recipe"}).status, 1);
  const RunResult right = RunObject("", {"--replay", "recipe"});
  EXPECT_EQ(right.status, 0);
  EXPECT_EQ(right.out, "planted_object.so: passed\n");
}

TEST_F(CheckParserTest, WhatItPrintsAsItIsLoadedIsNotShown) {
  const RunResult run =
      RunObject("prints_on_load", {"--replay", Write("recipe", kRecipe)});
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(run.out, "planted_object.so: passed\n");
  EXPECT_EQ(run.err, "");
}

// Whether a process of the object holds its lock.
bool IsHeld(const std::string& path) {
  const int fd = open(path.c_str(), O_RDWR | O_CLOEXEC);
  const bool held = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0;
  close(fd);
  return held;
}

// Waits until the lock is held, or is not.
bool Becomes(bool held, const std::string& path) {
  for (int i = 0; i < 400 && IsHeld(path) != held; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return IsHeld(path) == held;
}

TEST_F(CheckParserTest, NoProcessIsLeftBehind) {
  setenv("HELD", Path("held").c_str(), 1);
  // Each child takes the lock in turn, so all before it have been killed.
  EXPECT_EQ(
      RunObject("forks_on_load", {"--replay", Write("recipe", kRecipe)}).status,
      0);
  EXPECT_TRUE(fs::exists(Path("held")));
  EXPECT_TRUE(Becomes(false, Path("held")));
}

TEST_F(CheckParserTest, TheParserDiesWithTheCommand) {
  setenv("HELD", Path("held").c_str(), 1);
  setenv("MISDEED", "holds", 1);
  std::string problem;
  const pid_t command = Spawn(
      {.argv = {Runfile("tools/dirents"), "check-parser", Runfile(kObject),
                "--symbol", "misbehave", "--hang-seconds", "3600"},
       .directory = Path(".")},
      STDOUT_FILENO, STDERR_FILENO, -1, &problem);
  ASSERT_GT(command, 0) << problem;
  EXPECT_TRUE(Becomes(true, Path("held")));
  EXPECT_EQ(Kill(command).signal(), SIGKILL);
  EXPECT_TRUE(Becomes(false, Path("held")));
}

TEST_F(CheckParserTest, AnObjectThatCannotBeLoadedIsNamedWithTheReason) {
  const std::string object = MustReadFile(Runfile(kObject));
  std::string foreign = object;
  foreign[offsetof(Elf64_Ehdr, e_machine)] = static_cast<char>(EM_AARCH64);
  Write("foreign.so", foreign);
  Write("cut.so", object.substr(0, 2000));
  Write("text.so", "int dirents_parse;\n");
  Write("empty.so", "");
  Write("archive.a", "!<arch>\n");
  fs::create_directory(Path("folder"));
  Write("calls.c",
        "int nowhere(void); int dirents_parse(void) "
        "{ return nowhere(); }\n");
  Compile({"-o", "calls.so", "calls.c"});
  Write("nowhere.c", "int nowhere(void) { return 0; }\n");
  Compile({"-o", "libnowhere.so", "nowhere.c"});
  Compile({"-o", "needs.so", "calls.c", "-L.", "-lnowhere"});
  fs::remove(Path("libnowhere.so"));
  const struct {
    std::string file;
    Words parts;
  } kRuns[] = {
      {"none.so", {"No such file", "expected a shared object"}},
      {"folder", {"not a regular file"}},
      {"text.so", {"no ELF file"}},
      {"empty.so", {"no ELF file"}},
      {"archive.a", {"a static library", "cc -shared"}},
      {"foreign.so", {"built for AArch64 (64 bits", "expected x86-64"}},
      {"cut.so", {"cut off: it has 2000 bytes"}},
      {"calls.so", {"undefined symbol: nowhere"}},
      {"needs.so", {"libnowhere.so", "No such file"}},
      {Runfile(kObject), {"no symbol 'dirents_parse'", "--symbol"}},
      {Runfile("tools/dirents"), {"cannot be loaded"}},
  };
  for (const auto& [file, parts] : kRuns) {
    ExpectRefused({"check-parser", file}, parts);
    ExpectBadInput(Run({"check-parser", file}), {file + ": "});
  }
}

TEST_F(CheckParserTest, AnObjectThatEndsOrHangsAsItIsLoadedIsNamed) {
  const struct {
    const char* misdeed;
    Words parts;
  } kRuns[] = {
      {"exits_on_load",
       {"exited with status 0 as it was loaded", "\"no license found\""}},
      {"crashes_on_load", {"died of SIGSEGV as it was loaded"}},
      {"blocks_on_load", {"not loaded after 1 seconds"}},
      {"hangs_on_load", {"not loaded after 1 seconds"}},
  };
  for (const auto& [misdeed, parts] : kRuns) {
    SCOPED_TRACE(misdeed);
    ExpectBadInput(RunObject(misdeed, {"--hang-seconds", "1"}), parts);
  }
}

TEST_F(CheckParserTest, ABadCommandLineIsNamed) {
  const struct {
    Words more;
    Words parts;
  } kRuns[] = {
      {{"--profile", "linus"}, {"--profile linus", "linux_before_6_15"}},
      {{"--profile", "edk2", "--formats", "dirent"}, {"dirent", "edk2"}},
      {{"--formats", "plus"}, {"--formats plus", "direntplus"}},
      {{"--runs", "-1"}, {"--runs -1", "0 to"}},
      {{"--seed", "x"}, {"--seed x"}},
      {{"--hang-seconds", "0"}, {"--hang-seconds 0", "1 to"}},
      {{"--replay", "none"}, {"none: "}},
  };
  for (const auto& [more, parts] : kRuns) {
    ExpectBadInput(RunObject("", more), parts);
  }
}

TEST_F(CheckParserTest, TheExampleInCIsCompiledAndPasses) {
  const std::string include = "-I" + Runfile("");
  Compile({include, "-o", "mine.so",
           Runfile("properties/examples/c_parser/c_parser.c")});
  const RunResult run = Run({"check-parser", "mine.so", "--runs", "1000"});
  EXPECT_EQ(run.status, 0) << run.out << run.err;
}

TEST_F(CheckParserTest, TheExampleInRustIsCompiledAndPasses) {
  std::string problem;
  const auto compiled = RunProcess(
      {.argv = {"rustc", "-O", "-D", "warnings", "--crate-type", "cdylib", "-o",
                "mine.so",
                Runfile("properties/examples/rust_parser/rust_parser.rs")},
       .directory = Path(".")},
      &problem);
  if (!compiled) GTEST_SKIP() << problem << "; install the package rustc";
  ASSERT_TRUE(compiled->ending.ok()) << compiled->err;
  const RunResult run = Run({"check-parser", "mine.so", "--runs", "1000"});
  EXPECT_EQ(run.status, 0) << run.out << run.err;
}

}  // namespace
}  // namespace fuse_dirents
