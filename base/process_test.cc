// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "base/process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "base/forked.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

using namespace std::chrono_literals;

ProcessResult RunIt(const Process& process, const WatchOutput& watch = {}) {
  std::string problem;
  auto result = RunProcess(process, &problem, watch);
  EXPECT_TRUE(result) << problem;
  return result.value_or(ProcessResult());
}

Process Shell(const std::string& script) {
  return {.argv = {"/bin/sh", "-c", script}};
}

TEST(RunProcessTest, KeepsOutputAndEnding) {
  const ProcessResult run = RunIt(Shell("echo out; echo err >&2; exit 3"));
  EXPECT_EQ(run.out, "out\n");
  EXPECT_EQ(run.err, "err\n");
  EXPECT_FALSE(run.ending.ok());
  EXPECT_EQ(run.ending.status(), 3);
  EXPECT_EQ(run.ending.signal(), 0);
  EXPECT_EQ(run.ending.ToText(), "exited with status 3");
  EXPECT_FALSE(run.timed_out || run.stopped || run.truncated);
  EXPECT_TRUE(RunIt(Shell("true")).ending.ok());
}

TEST(RunProcessTest, NamesTheSignalThatEndedIt) {
  const Ending ending = RunIt(Shell("kill -SEGV $$")).ending;
  EXPECT_EQ(ending.signal(), SIGSEGV);
  EXPECT_EQ(ending.status(), 128 + SIGSEGV);
  EXPECT_EQ(ending.ToText(), "died of SIGSEGV");
}

TEST(RunProcessTest, MergesStderrInTheOrderWritten) {
  Process process = Shell("echo 1; echo 2 >&2; echo 3");
  process.merge_stderr = true;
  const ProcessResult run = RunIt(process);
  EXPECT_EQ(run.out, "1\n2\n3\n");
  EXPECT_EQ(run.err, "");
}

TEST(RunProcessTest, SetsDirectoryAndEnvironmentAndNoStdin) {
  Process process = Shell("pwd; echo $A; cat");
  process.directory = "/";
  process.environment = {"A=b", "PATH=/usr/bin:/bin"};
  EXPECT_EQ(RunIt(process).out, "/\nb\n");
  setenv("INHERITED", "yes", 1);
  EXPECT_EQ(RunIt(Shell("echo $INHERITED")).out, "yes\n");
}

TEST(RunProcessTest, HandsOnNoOpenFile) {
  const int fd = open("/dev/null", O_RDONLY);
  EXPECT_EQ(RunIt(Shell("ls /proc/$$/fd")).out, "0\n1\n2\n");
  close(fd);
}

TEST(RunProcessTest, SaysWhyAProgramCannotRun) {
  std::string problem;
  EXPECT_FALSE(RunProcess({.argv = {"/none"}}, &problem));
  EXPECT_EQ(problem, "/none: cannot run: No such file or directory");
  // No shell runs a file that is not a program.
  EXPECT_FALSE(RunProcess({.argv = {__FILE__}}, &problem));
  EXPECT_FALSE(RunProcess({.argv = {"true"}, .directory = "/none"}, &problem));
  EXPECT_EQ(problem, "true: cannot run: No such file or directory");
}

// The watch gives the program time to fill its pipe again, so poll() always
// finds it ready.  A deadline that is looked at only when nothing is ready
// would never come.
TEST(RunProcessTest, TheDeadlineHoldsAgainstAFlood) {
  for (const bool merge : {false, true}) {
    Process process = {.argv = {"yes"}, .timeout = 200ms};
    process.merge_stderr = merge;
    const auto begin = std::chrono::steady_clock::now();
    const ProcessResult run = RunIt(process, [&](std::string* out) {
      out->clear();
      std::this_thread::sleep_for(10ms);
      return std::chrono::steady_clock::now() - begin < 10s;
    });
    EXPECT_TRUE(run.timed_out);
    EXPECT_FALSE(run.stopped);
    EXPECT_EQ(run.ending.ToText(), "died of SIGKILL");
  }
}

TEST(RunProcessTest, KeepsNoMoreOutputThanAllowed) {
  const ProcessResult run =
      RunIt({.argv = {"yes"}, .timeout = 200ms, .max_output = 1000});
  EXPECT_EQ(run.out.size(), 1000u);
  EXPECT_TRUE(run.truncated);
}

TEST(RunProcessTest, AFloodThatIgnoresTheSignalIsKilledAfterAsLongAgain) {
  Process process = Shell("trap '' ABRT; yes");
  process.timeout = 100ms;
  process.timeout_signal = SIGABRT;
  const ProcessResult run = RunIt(process);
  EXPECT_TRUE(run.timed_out);
  EXPECT_EQ(run.ending.signal(), SIGKILL);
}

TEST(RunProcessTest, OutputAfterTheSignalIsKept) {
  Process process =
      Shell("trap 'kill $!; echo stack; exit 7' ABRT; sleep 60 & wait");
  process.timeout = 200ms;
  process.timeout_signal = SIGABRT;
  const ProcessResult run = RunIt(process);
  EXPECT_TRUE(run.timed_out);
  EXPECT_EQ(run.out, "stack\n");
  EXPECT_EQ(run.ending.status(), 7);
}

TEST(RunProcessTest, TheDeadlineHoldsAgainstAProgramThatClosedItsOutput) {
  Process process = Shell("exec >&- 2>&-; sleep 60");
  process.timeout = 100ms;
  EXPECT_TRUE(RunIt(process).timed_out);
}

TEST(RunProcessTest, KillsWhatTheProgramLeftRunning) {
  // The one left holds the pipe; the run ends with the program all the same.
  const ProcessResult run = RunIt(Shell("sleep 60 & echo $!"));
  const pid_t left = std::stoi(run.out);
  for (int i = 0; i < 1000 && kill(left, 0) == 0; ++i) {
    // A zombie until init has reaped it.
    const std::string stat = "/proc/" + std::to_string(left) + "/stat";
    char text[256] = "";
    if (std::FILE* file = std::fopen(stat.c_str(), "r")) {
      (void)!std::fread(text, 1, sizeof text - 1, file);
      std::fclose(file);
    }
    if (std::string(text).find(") Z ") != std::string::npos) return;
    usleep(10000);
  }
  EXPECT_NE(kill(left, 0), 0);
}

TEST(RunProcessTest, AWatchCanStopIt) {
  const ProcessResult run = RunIt(
      {.argv = {"yes"}}, [](std::string* out) { return out->size() < 100000; });
  EXPECT_TRUE(run.stopped);
  EXPECT_GE(run.out.size(), 100000u);
  EXPECT_EQ(run.ending.signal(), SIGKILL);
}

TEST(RunForLinesTest, GivesEachLineOnce) {
  std::vector<std::string> lines;
  const Ending ending =
      RunForLines(Shell("echo a; printf b; sleep 0.1; echo c >&2; printf d"),
                  [&](std::string_view line) { lines.emplace_back(line); });
  EXPECT_TRUE(ending.ok());
  EXPECT_EQ(lines, (std::vector<std::string>{"a", "bc", "d"}));
}

TEST(RunForLinesTest, GivesTheReasonWhereNothingRuns) {
  std::string line;
  const Ending ending = RunForLines(
      {.argv = {"/none"}}, [&](std::string_view text) { line = text; });
  EXPECT_EQ(line, "/none: cannot run: No such file or directory");
  EXPECT_EQ(ending.ToText(), "exited with status 127");
}

TEST(ExactProcessTest, BeginsTheSameEveryTime) {
  std::string first;
  for (const char* value : {"short", "a much longer value than before"}) {
    setenv("CALLERS", value, 1);
    const std::string out =
        RunIt(ExactProcess("/",
                           {"/bin/sh", "-c",
                            "env; ulimit -s; ulimit -c; "
                            "grep -e stack -e heap /proc/$$/maps"},
                           {"PATH=/usr/bin:/bin"}))
            .out;
    EXPECT_EQ(out.find("CALLERS"), out.npos) << out;
    EXPECT_NE(out.find("\n8192\n0\n"), out.npos) << out;
    if (first.empty()) first = out;
    EXPECT_EQ(out, first);
  }
}

TEST(SpawnTest, KeepsOneDescriptorAndWaits) {
  int pipe_ends[2];
  ASSERT_EQ(pipe2(pipe_ends, O_CLOEXEC), 0);
  std::string problem;
  const Process process =
      Shell("echo kept >&" + std::to_string(pipe_ends[1]) + "; sleep 60");
  const pid_t child =
      Spawn(process, STDOUT_FILENO, STDERR_FILENO, pipe_ends[1], &problem);
  ASSERT_GT(child, 0) << problem;
  char text[5];
  EXPECT_EQ(read(pipe_ends[0], text, 5), 5);
  EXPECT_EQ(std::string(text, 5), "kept\n");
  EXPECT_FALSE(WaitFor(child, 10ms));
  EXPECT_EQ(Kill(child).signal(), SIGKILL);
  const pid_t other =
      Spawn(Shell("exit 4"), STDOUT_FILENO, STDERR_FILENO, -1, &problem);
  const auto ending = WaitFor(other, 60s);
  ASSERT_TRUE(ending);
  EXPECT_EQ(ending->status(), 4);
  close(pipe_ends[0]);
  close(pipe_ends[1]);
}

struct Note {
  int runs;
};

bool GoesOn(pid_t) { return true; }

TEST(ForkedTest, TheNoteOutlivesTheChild) {
  const SharedNote<Note> note;
  int copied = 0;
  const ForkedRun good = RunForked([&] { note->runs += ++copied; }, 0, GoesOn);
  EXPECT_TRUE(good.ending.ok());
  const ForkedRun bad = RunForked(
      [&] {
        note->runs += 10;
        raise(SIGKILL);
      },
      0, GoesOn);
  EXPECT_EQ(bad.ending.ToText(), "died of SIGKILL");
  EXPECT_EQ(note->runs, 11);
  EXPECT_EQ(copied, 0);
}

TEST(ForkedTest, TheEndOfWhatAChildPrintsIsKept) {
  const ForkedRun run = RunForked(
      [] {
        for (int i = 0; i < 100000; ++i) std::printf("%5d\n", i);
        std::fprintf(stderr, "last\n");
      },
      18, GoesOn);
  // stdout is a pipe, whose rest is flushed at the end.
  EXPECT_EQ(run.printed, "99997\n99998\n99999\n");
  EXPECT_EQ(run.printed_bytes, 600005u);
}

TEST(ForkedTest, AChildThatSleepsCanBeStopped) {
  const ForkedRun run = RunForked([] { pause(); }, 0,
                                  [](pid_t child) { return !IsAsleep(child); });
  EXPECT_TRUE(run.stopped);
  EXPECT_EQ(run.ending.signal(), SIGKILL);
  EXPECT_FALSE(IsAsleep(getpid()));
}

}  // namespace
}  // namespace fuse_dirents
