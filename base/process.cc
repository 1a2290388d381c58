// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "base/process.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <utility>

#include "base/check.h"

namespace fuse_dirents {
namespace {

using Clock = std::chrono::steady_clock;  // CLOCK_MONOTONIC.
using std::chrono::milliseconds;

constexpr int kCannotRun = 127;

std::vector<char*> Pointers(const std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  for (const std::string& string : strings) {
    pointers.push_back(const_cast<char*>(string.c_str()));
  }
  pointers.push_back(nullptr);
  return pointers;
}

// Marks all descriptors above stderr as closed by exec.
void CloseOnExec() {
  constexpr unsigned kSetCloexec = 1u << 2;  // CLOSE_RANGE_CLOEXEC
  if (syscall(SYS_close_range, STDERR_FILENO + 1, ~0u, kSetCloexec) == 0) {
    return;
  }
  // Before Linux 5.11.
  for (int fd = STDERR_FILENO + 1; fd < 4096; ++fd) {
    fcntl(fd, F_SETFD, FD_CLOEXEC);
  }
}

// Runs between fork() and exec(), so it calls nothing that could take a lock.
// Returns only where it fails, with errno set.
void Exec(const Process& process, char* const* argv, char** environment,
          int out, int err, int keep, pid_t parent) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) return;
  const int null = open("/dev/null", O_RDONLY);
  if (null < 0 || dup2(null, STDIN_FILENO) < 0 ||
      dup2(out, STDOUT_FILENO) < 0 || dup2(err, STDERR_FILENO) < 0) {
    return;
  }
  CloseOnExec();
  if (keep >= 0 && fcntl(keep, F_SETFD, 0) != 0) return;
  if (chdir(process.directory.c_str()) != 0) return;
  if (personality(process.random_addresses ? 0 : ADDR_NO_RANDOMIZE) < 0) return;
  if (process.core >= 0) {
    cpu_set_t cores;
    CPU_ZERO(&cores);
    CPU_SET(static_cast<size_t>(process.core), &cores);
    if (sched_setaffinity(0, sizeof(cores), &cores) != 0) return;
  }
  if (process.stack_bytes > 0) {
    // May fail where the hard limit is lower; the run is still a good one.
    const rlimit stack = {process.stack_bytes, process.stack_bytes};
    setrlimit(RLIMIT_STACK, &stack);
  }
  const rlimit no_core = {0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  if (environment != nullptr) environ = environment;
  // execvp() would hand a file that is no program to the shell.
  if (std::strchr(argv[0], '/') != nullptr) {
    execv(argv[0], argv);
  } else {
    execvp(argv[0], argv);
  }
}

// The reading end of a pipe and what is kept of it.
struct Stream {
  int fd = -1;
  std::string* kept = nullptr;
};

// Reads once.  Returns the bytes read, 0 at the end of the stream, and -1 where
// nothing is there to read.
ssize_t ReadSome(Stream* stream, size_t max_output, bool* truncated) {
  char buffer[65536];
  const ssize_t got = read(stream->fd, buffer, sizeof(buffer));
  if (got < 0) {
    FUSE_DIRENTS_CHECK(errno == EAGAIN || errno == EINTR);
    return -1;
  }
  if (got == 0) {
    close(std::exchange(stream->fd, -1));
    return 0;
  }
  const size_t room = max_output - std::min(stream->kept->size(), max_output);
  const auto size = static_cast<size_t>(got);
  if (size > room) *truncated = true;
  stream->kept->append(buffer, std::min(size, room));
  return got;
}

int OpenPidfd(pid_t child) {
  const auto fd = static_cast<int>(syscall(SYS_pidfd_open, child, 0));
  FUSE_DIRENTS_CHECK(fd >= 0);
  return fd;
}

// Milliseconds from now, rounded up; -1, for ever, where there is no deadline.
int Left(std::optional<Clock::time_point> deadline) {
  if (!deadline) return -1;
  const auto left = std::chrono::ceil<milliseconds>(*deadline - Clock::now());
  return static_cast<int>(std::clamp<int64_t>(left.count(), 0, INT32_MAX));
}

// A program that is running, read and judged until it ends.
class Running {
 public:
  Running(const Process& process, const WatchOutput& watch, pid_t child,
          int out, int err)
      : process_(process),
        watch_(watch),
        child_(child),
        pidfd_(OpenPidfd(child)),
        streams_{{out, &result_.out}, {err, &result_.err}} {
    SetDeadline();
  }
  ~Running() {
    close(pidfd_);
    for (const Stream& stream : streams_) {
      if (stream.fd >= 0) close(stream.fd);
    }
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  ProcessResult Finish() {
    while (!Ended()) {
      // Asked before each read: a program that always has more to say would
      // otherwise never be found late.
      if (deadline_ && Clock::now() >= *deadline_ && !OnDeadline()) break;
      if (!ReadWhatIsThere()) {
        result_.stopped = true;
        break;
      }
    }
    result_.ending = Kill(child_);
    Drain();
    return std::move(result_);
  }

 private:
  void SetDeadline() {
    if (process_.timeout.count() > 0) {
      deadline_ = Clock::now() + process_.timeout;
    }
  }

  // Returns whether the program has more time.
  bool OnDeadline() {
    if (result_.timed_out || process_.timeout_signal == SIGKILL) {
      result_.timed_out = true;
      return false;
    }
    result_.timed_out = true;
    kill(child_, process_.timeout_signal);
    SetDeadline();
    return true;
  }

  // Waits for output, the end, or the deadline.  Whether the program has ended.
  bool Ended() {
    for (size_t i = 0; i < 2; ++i) polled_[i] = {streams_[i].fd, POLLIN, 0};
    polled_[2] = {pidfd_, POLLIN, 0};
    const int ready = poll(polled_, 3, Left(deadline_));
    FUSE_DIRENTS_CHECK(ready >= 0 || errno == EINTR);
    if (ready <= 0) {
      for (pollfd& fd : polled_) fd.revents = 0;
    }
    return polled_[2].revents != 0;
  }

  bool ReadWhatIsThere() {
    ssize_t got;
    for (size_t i = 0; i < 2; ++i) {
      if (polled_[i].revents != 0 && !Read(i, &got)) return false;
    }
    return true;
  }

  // Reads once; *got as ReadSome() returns it.  Whether the program may go on.
  bool Read(size_t i, ssize_t* got) {
    const size_t before = result_.out.size();
    *got = ReadSome(&streams_[i], process_.max_output, &result_.truncated);
    return result_.out.size() == before || !watch_ || watch_(&result_.out);
  }

  // Reads what the program left in its pipes.  Bounded, for another process
  // may hold a pipe and go on writing.
  void Drain() {
    for (size_t i = 0; i < 2; ++i) {
      if (streams_[i].fd < 0) continue;
      int left = fcntl(streams_[i].fd, F_GETPIPE_SZ);
      while (left > 0 && !result_.stopped) {
        ssize_t got;
        if (!Read(i, &got)) result_.stopped = true;
        if (got <= 0) break;
        left -= static_cast<int>(got);
      }
    }
  }

  const Process& process_;
  const WatchOutput& watch_;
  const pid_t child_;
  const int pidfd_;
  ProcessResult result_;
  Stream streams_[2];
  pollfd polled_[3];
  std::optional<Clock::time_point> deadline_;
};

}  // namespace

Process ExactProcess(std::string directory, std::vector<std::string> argv,
                     std::vector<std::string> environment) {
  return {.argv = std::move(argv),
          .directory = std::move(directory),
          .environment = std::move(environment),
          .random_addresses = false,
          .stack_bytes = size_t{8} << 20};
}

pid_t Spawn(const Process& process, int out, int err, int keep,
            std::string* problem) {
  FUSE_DIRENTS_CHECK(!process.argv.empty());
  const std::vector<char*> argv = Pointers(process.argv);
  std::vector<char*> environment;
  if (process.environment) environment = Pointers(*process.environment);
  int report[2];
  FUSE_DIRENTS_CHECK(pipe2(report, O_CLOEXEC) == 0);
  const pid_t parent = getpid();
  const pid_t child = fork();
  FUSE_DIRENTS_CHECK(child >= 0);
  if (child == 0) {
    Exec(process, argv.data(),
         environment.empty() ? nullptr : environment.data(), out, err, keep,
         parent);
    const int error = errno;
    (void)!write(report[1], &error, sizeof error);
    _exit(kCannotRun);
  }
  close(report[1]);
  int error = 0;
  ssize_t got;
  while ((got = read(report[0], &error, sizeof error)) < 0 && errno == EINTR) {
  }
  close(report[0]);
  if (got != sizeof error) return child;
  Reap(child);
  *problem = process.argv[0] + ": cannot run: " + std::strerror(error);
  return -1;
}

std::optional<Ending> WaitFor(pid_t child, milliseconds timeout) {
  const int pidfd = OpenPidfd(child);
  const Clock::time_point deadline = Clock::now() + timeout;
  pollfd polled = {pidfd, POLLIN, 0};
  int ready;
  while ((ready = poll(&polled, 1, Left(deadline))) < 0 && errno == EINTR) {
  }
  close(pidfd);
  if (ready == 0) return std::nullopt;
  return Kill(child);
}

Ending Kill(pid_t child) {
  // Before it is reaped, so that its pid still stands for its group.  One that
  // has ended keeps its ending.
  kill(-child, SIGKILL);
  kill(child, SIGKILL);
  return Reap(child);
}

std::optional<ProcessResult> RunProcess(const Process& process,
                                        std::string* problem,
                                        const WatchOutput& watch) {
  int out[2], err[2] = {-1, -1};
  FUSE_DIRENTS_CHECK(pipe2(out, O_CLOEXEC) == 0);
  if (!process.merge_stderr) FUSE_DIRENTS_CHECK(pipe2(err, O_CLOEXEC) == 0);
  const pid_t child = Spawn(
      process, out[1], process.merge_stderr ? out[1] : err[1], -1, problem);
  for (const int fd : {out[1], err[1]}) {
    if (fd >= 0) close(fd);
  }
  for (const int fd : {out[0], err[0]}) {
    if (fd < 0) continue;
    if (child < 0) {
      close(fd);
    } else {
      fcntl(fd, F_SETFL, O_NONBLOCK);
    }
  }
  if (child < 0) return std::nullopt;
  return Running(process, watch, child, out[0], err[0]).Finish();
}

Ending RunForLines(Process process,
                   const std::function<void(std::string_view)>& on_line) {
  process.merge_stderr = true;
  std::string problem;
  const auto result = RunProcess(process, &problem, [&](std::string* out) {
    size_t begin = 0;
    for (size_t end; (end = out->find('\n', begin)) != out->npos;
         begin = end + 1) {
      on_line(std::string_view(*out).substr(begin, end - begin));
    }
    out->erase(0, begin);
    return true;
  });
  if (!result) {
    on_line(problem);
    return {W_EXITCODE(kCannotRun, 0)};
  }
  if (!result->out.empty()) on_line(result->out);
  return result->ending;
}

}  // namespace fuse_dirents
