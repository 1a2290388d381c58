// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/triage/replay_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>

#include "base/check.h"

namespace fuse_dirents {
namespace {

using Clock = std::chrono::steady_clock;

// More than this of a target's output is read and dropped.
constexpr size_t kMaxOutput = size_t{4} << 20;

constexpr int kCannotRun = 127;

// Between fork() and exec(): calls nothing that could take a lock.
[[noreturn]] void RunInChild(const char* const* argv, const char* directory,
                             int output, int failed) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
  const rlimit no_core = {0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  if (dup2(null, STDIN_FILENO) >= 0 && dup2(output, STDOUT_FILENO) >= 0 &&
      dup2(output, STDERR_FILENO) >= 0 && chdir(directory) == 0) {
    const char* const environment[] = {
        // For llvm-symbolizer.
        "PATH=/usr/lib/llvm-19/bin:/usr/local/bin:/usr/bin:/bin",
        "ASAN_OPTIONS=detect_leaks=1:strip_path_prefix=/proc/self/cwd/",
        nullptr};
    execve(argv[0], const_cast<char* const*>(argv),
           const_cast<char* const*>(environment));
  }
  const char byte = 0;
  (void)!write(failed, &byte, 1);
  _exit(kCannotRun);
}

// Reads until the end, the deadline, or enough.
void ReadOutput(int fd, Clock::time_point deadline, ReplayRun* run) {
  char buffer[65536];
  for (;;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    pollfd waiting = {fd, POLLIN, 0};
    const int ready =
        poll(&waiting, 1, static_cast<int>(std::max<int64_t>(left.count(), 0)));
    if (ready < 0 && errno == EINTR) continue;
    FUSE_DIRENTS_CHECK(ready >= 0);
    if (ready == 0) {
      run->timed_out = true;
      return;
    }
    const ssize_t got = read(fd, buffer, sizeof(buffer));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return;
    if (run->output.size() > kMaxOutput) continue;
    run->output.append(buffer, static_cast<size_t>(got));
    if (SaysEnough(run->output)) {
      run->cut_short = true;
      return;
    }
  }
}

}  // namespace

std::optional<ReplayRun> Replay(const ReplayTarget& target,
                                const std::string& input,
                                const std::string& directory) {
  std::vector<const char*> argv = {target.binary.c_str(), input.c_str()};
  for (const std::string& flag : target.flags) argv.push_back(flag.c_str());
  argv.push_back(nullptr);
  int output[2], failed[2];
  FUSE_DIRENTS_CHECK(pipe2(output, O_CLOEXEC) == 0);
  FUSE_DIRENTS_CHECK(pipe2(failed, O_CLOEXEC) == 0);
  const pid_t child = fork();
  FUSE_DIRENTS_CHECK(child >= 0);
  if (child == 0) {
    RunInChild(argv.data(), directory.c_str(), output[1], failed[1]);
  }
  close(output[1]);
  close(failed[1]);
  setpgid(child, child);
  ReplayRun run;
  const std::chrono::milliseconds timeout(target.timeout_ms);
  ReadOutput(output[0], Clock::now() + timeout, &run);
  if (run.timed_out) {
    kill(child, SIGABRT);
    ReadOutput(output[0], Clock::now() + timeout, &run);
  }
  if (run.timed_out || run.cut_short) kill(-child, SIGKILL);
  close(output[0]);
  int status = 0;
  while (waitpid(child, &status, 0) < 0) FUSE_DIRENTS_CHECK(errno == EINTR);
  // What it left behind; nothing where it left nothing.
  kill(-child, SIGKILL);
  char byte;
  const bool cannot_run = read(failed[0], &byte, 1) == 1;
  close(failed[0]);
  if (cannot_run) return std::nullopt;
  run.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return run;
}

}  // namespace fuse_dirents
