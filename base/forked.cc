// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "base/forked.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>

#include "base/check.h"
#include "base/files.h"
#include "base/process.h"

namespace fuse_dirents {
namespace {

constexpr int kLooks = 8;  // At a process in the time that it may stand still.
bool (*stands_still_now)();
int looks_since_progress = 0;

void Look(int signal) {
  looks_since_progress = stands_still_now() ? looks_since_progress + 1 : 0;
  if (looks_since_progress < kLooks) return;
  // Blocked until this returns.
  std::signal(signal, SIG_DFL);
  raise(signal);
}

}  // namespace

SharedPages::SharedPages(size_t bytes)
    : data_(mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                 MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)),
      bytes_(bytes) {
  FUSE_DIRENTS_CHECK(data_ != MAP_FAILED);
}

SharedPages::~SharedPages() { munmap(data_, bytes_); }

ForkedRun RunForked(const std::function<void()>& body, size_t max_printed,
                    const std::function<bool(pid_t)>& goes_on) {
  using Clock = std::chrono::steady_clock;
  int output[2];
  FUSE_DIRENTS_CHECK(pipe2(output, O_CLOEXEC) == 0);
  std::fflush(nullptr);
  const pid_t parent = getpid();
  const pid_t child = fork();
  FUSE_DIRENTS_CHECK(child >= 0);
  if (child == 0) {
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);
    const rlimit no_core = {0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    const int null = open("/dev/null", O_RDONLY);
    FUSE_DIRENTS_CHECK(null >= 0 && dup2(null, STDIN_FILENO) >= 0 &&
                       dup2(output[1], STDOUT_FILENO) >= 0 &&
                       dup2(output[1], STDERR_FILENO) >= 0);
    close(null);
    close(output[0]);
    body();
    std::fflush(nullptr);
    _exit(0);
  }
  close(output[1]);
  FUSE_DIRENTS_CHECK(fcntl(output[0], F_SETFL, O_NONBLOCK) == 0);
  const auto pidfd = static_cast<int>(syscall(SYS_pidfd_open, child, 0));
  FUSE_DIRENTS_CHECK(pidfd >= 0);

  ForkedRun run;
  std::string& kept = run.printed;
  char buffer[65536];
  pollfd polled[] = {{pidfd, POLLIN, 0}, {output[0], POLLIN, 0}};
  auto next = Clock::now() + std::chrono::seconds(1);
  while (polled[0].revents == 0 && !run.stopped) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(
        std::max(next - Clock::now(), Clock::duration()));
    FUSE_DIRENTS_CHECK(poll(polled, 2, static_cast<int>(left.count())) >= 0 ||
                       errno == EINTR);
    // What it printed before it ended is all in the pipe.
    size_t room = sizeof buffer * (polled[0].revents != 0 ? 16 : 1);
    for (ssize_t got; room > 0 && polled[1].fd >= 0; room -= sizeof buffer) {
      got = read(polled[1].fd, buffer, sizeof buffer);
      if (got == 0) polled[1].fd = -1;
      if (got <= 0) break;
      run.printed_bytes += static_cast<uint64_t>(got);
      kept.append(buffer, static_cast<size_t>(got));
      if (kept.size() > max_printed) kept.erase(0, kept.size() - max_printed);
    }
    if (Clock::now() < next) continue;
    next += std::chrono::seconds(1);
    run.stopped = !goes_on(child);
  }
  run.ending = Kill(child);
  close(pidfd);
  close(output[0]);
  return run;
}

void DieIfStuck(std::chrono::microseconds limit, bool (*stands_still)()) {
  stands_still_now = stands_still;
  struct sigaction action = {};
  action.sa_handler = &Look;
  action.sa_flags = SA_RESTART | SA_ONSTACK;
  FUSE_DIRENTS_CHECK(sigaction(kStuckSignal, &action, nullptr) == 0);
  const auto period = (limit / kLooks).count();
  const timeval time = {period / 1000000, period % 1000000};
  const itimerval timer = {time, time};
  FUSE_DIRENTS_CHECK(setitimer(ITIMER_PROF, &timer, nullptr) == 0);
}

bool IsAsleep(pid_t process) {
  std::string problem;
  const auto stat =
      ReadFile("/proc/" + std::to_string(process) + "/stat", &problem);
  // "PID (NAME) STATE ...", and the name may hold anything.
  const size_t name_end = stat ? stat->rfind(')') : std::string::npos;
  return name_end != std::string::npos && name_end + 2 < stat->size() &&
         (*stat)[name_end + 2] == 'S';
}

}  // namespace fuse_dirents
