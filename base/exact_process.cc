// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "base/exact_process.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/check.h"

namespace fuse_dirents {
namespace {

constexpr rlim_t kStackBytes = rlim_t{8} << 20;

std::vector<char*> Pointers(const std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  for (const std::string& string : strings) {
    pointers.push_back(const_cast<char*>(string.c_str()));
  }
  pointers.push_back(nullptr);
  return pointers;
}

[[noreturn]] void FailInChild(const char* what) {
  dprintf(STDERR_FILENO, "campaign: %s: %s\n", what, std::strerror(errno));
  _exit(127);
}

void CloseFrom(int first) {
  if (syscall(SYS_close_range, first, ~0u, 0) == 0) return;
  // Before Linux 5.9.
  for (int fd = first; fd < 4096; ++fd) close(fd);
}

// Between fork() and exec(): calls nothing that could take a lock.
[[noreturn]] void RunInChild(const ExactProcess& process, char* const* argv,
                             char* const* environment, int output) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int null = open("/dev/null", O_RDONLY);
  if (dup2(null, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0 ||
      dup2(output, STDERR_FILENO) < 0) {
    FailInChild("dup2");
  }
  CloseFrom(STDERR_FILENO + 1);
  if (chdir(process.directory.c_str()) != 0) {
    FailInChild(process.directory.c_str());
  }
  if (personality(process.random_addresses ? 0 : ADDR_NO_RANDOMIZE) < 0) {
    FailInChild("personality");
  }
  if (process.core >= 0) {
    cpu_set_t cores;
    CPU_ZERO(&cores);
    CPU_SET(static_cast<size_t>(process.core), &cores);
    if (sched_setaffinity(0, sizeof(cores), &cores) != 0) {
      FailInChild("sched_setaffinity");
    }
  }
  // Allowed to fail where the hard limit is lower; the run is still a good one.
  const rlimit stack = {kStackBytes, kStackBytes};
  setrlimit(RLIMIT_STACK, &stack);
  const rlimit no_core = {0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  execve(argv[0], argv, environment);
  FailInChild(argv[0]);
}

}  // namespace

int RunExactProcess(const ExactProcess& process,
                    const std::function<void(std::string_view)>& on_line) {
  const std::vector<char*> argv = Pointers(process.argv);
  const std::vector<char*> environment = Pointers(process.environment);
  int pipe_ends[2];
  FUSE_DIRENTS_CHECK(pipe2(pipe_ends, O_CLOEXEC) == 0);
  const pid_t child = fork();
  FUSE_DIRENTS_CHECK(child >= 0);
  if (child == 0) {
    RunInChild(process, argv.data(), environment.data(), pipe_ends[1]);
  }
  close(pipe_ends[1]);

  std::string pending;
  char buffer[4096];
  for (;;) {
    const ssize_t got = read(pipe_ends[0], buffer, sizeof(buffer));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    pending.append(buffer, static_cast<size_t>(got));
    size_t begin = 0;
    for (size_t end; (end = pending.find('\n', begin)) != pending.npos;
         begin = end + 1) {
      on_line(std::string_view(pending).substr(begin, end - begin));
    }
    pending.erase(0, begin);
  }
  if (!pending.empty()) on_line(pending);
  close(pipe_ends[0]);

  int status = 0;
  while (waitpid(child, &status, 0) < 0) FUSE_DIRENTS_CHECK(errno == EINTR);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace fuse_dirents
