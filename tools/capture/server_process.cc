// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/capture/server_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/check.h"

namespace fuse_dirents {
namespace {

// What is kept of a server's output, in bytes from its end.
constexpr off_t kMaxOutput = 64 << 10;

std::string Describe(int status) {
  if (WIFEXITED(status)) {
    return "exited with status " + std::to_string(WEXITSTATUS(status));
  }
  return std::string("was ended by signal ") + sigabbrev_np(WTERMSIG(status));
}

// Waits for `pid` in steps of a millisecond.  False after `patience_ms`.
bool WaitFor(pid_t pid, int patience_ms, int* status) {
  for (int waited_ms = 0;; ++waited_ms) {
    const pid_t ended = waitpid(pid, status, WNOHANG);
    if (ended == pid) return true;
    FUSE_DIRENTS_CHECK(ended == 0 || errno == EINTR);
    if (waited_ms >= patience_ms) return false;
    usleep(1000);
  }
}

// Runs in the child.  Writes errno to `report_fd` where exec fails.
[[noreturn]] void Exec(char* const* argv, int output_fd, int report_fd,
                       pid_t parent) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() == parent) {
    const int null_fd = open("/dev/null", O_RDONLY);
    dup2(null_fd, STDIN_FILENO);
    dup2(output_fd, STDOUT_FILENO);
    dup2(output_fd, STDERR_FILENO);
    execvp(argv[0], argv);
  }
  const int err = errno;
  if (write(report_fd, &err, sizeof err) < 0) _exit(126);
  _exit(127);
}

// Returns the child's pid, or -1 with errno set.
pid_t Spawn(const std::vector<std::string>& command, int output_fd) {
  std::vector<char*> argv;
  for (const std::string& word : command) {
    argv.push_back(const_cast<char*>(word.c_str()));
  }
  argv.push_back(nullptr);
  int report[2];
  if (pipe2(report, O_CLOEXEC) != 0) return -1;
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid == 0) Exec(argv.data(), output_fd, report[1], parent);
  close(report[1]);
  int err = pid < 0 ? errno : 0;
  if (pid >= 0 && read(report[0], &err, sizeof err) == sizeof err) {
    waitpid(pid, nullptr, 0);
  }
  close(report[0]);
  errno = err;
  return err == 0 ? pid : -1;
}

std::string ReadBack(int output_fd) {
  const off_t end = lseek(output_fd, 0, SEEK_END);
  const off_t start = std::max<off_t>(0, end - kMaxOutput);
  std::string text(static_cast<size_t>(end - start), '\0');
  const ssize_t got = pread(output_fd, text.data(), text.size(), start);
  text.resize(got < 0 ? 0 : static_cast<size_t>(got));
  return text;
}

}  // namespace

ServerProcess::~ServerProcess() {
  if (pid_ > 0) Stop(/*patience_ms=*/0);
  if (output_fd_ >= 0) close(output_fd_);
}

bool ServerProcess::Start(const std::vector<std::string>& command,
                          std::string* error) {
  FUSE_DIRENTS_CHECK(pid_ < 0);
  FUSE_DIRENTS_CHECK(std::count(command.begin(), command.end(), kMountPoint) >
                     0);
  int ends[2];
  output_fd_ = memfd_create("server output", MFD_CLOEXEC);
  if (output_fd_ < 0 ||
      socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
    *error = std::string("cannot make a socket pair: ") + std::strerror(errno);
    return false;
  }
  // The server's end must survive exec.  Its replies must fit its buffer.
  fcntl(ends[1], F_SETFD, 0);
  const int bytes = 4 << 20;
  if (setsockopt(ends[1], SOL_SOCKET, SO_SNDBUFFORCE, &bytes, sizeof bytes) !=
      0) {
    setsockopt(ends[1], SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
  }
  std::vector<std::string> words = command;
  for (size_t i = 1; i < words.size(); ++i) {
    if (words[i] == kMountPoint) {
      words[i] = "/dev/fd/" + std::to_string(ends[1]);
    }
  }
  pid_ = Spawn(words, output_fd_);
  const int err = errno;
  close(ends[1]);
  if (pid_ < 0) {
    close(ends[0]);
    *error = command[0] + ": cannot run: " + std::strerror(err) +
             "; expected a FUSE server";
    return false;
  }
  fd_ = ends[0];
  return true;
}

std::string ServerProcess::Stop(int patience_ms) {
  FUSE_DIRENTS_CHECK(pid_ > 0);
  close(fd_);
  fd_ = -1;
  int status = 0;
  std::string ending;
  if (WaitFor(pid_, patience_ms, &status)) {
    ending = Describe(status);
    kill(-pid_, SIGKILL);
  } else {
    kill(-pid_, SIGKILL);
    kill(pid_, SIGKILL);
    waitpid(pid_, &status, 0);
    ending = "was killed";
  }
  pid_ = -1;
  return ending;
}

std::string ServerProcess::LastWords() const {
  std::string text = ReadBack(output_fd_);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text.substr(text.rfind('\n') + 1);
}

std::string RunAndRead(const std::vector<std::string>& command,
                       int timeout_ms) {
  const int output_fd = memfd_create("output", MFD_CLOEXEC);
  if (output_fd < 0) return "";
  std::string text;
  const pid_t pid = Spawn(command, output_fd);
  if (pid > 0) {
    int status;
    const bool ended = WaitFor(pid, timeout_ms, &status);
    kill(-pid, SIGKILL);
    if (!ended) waitpid(pid, &status, 0);
    text = ReadBack(output_fd);
  }
  close(output_fd);
  return text;
}

}  // namespace fuse_dirents
