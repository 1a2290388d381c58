// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_TOOLS_CAPTURE_SERVER_PROCESS_H_
#define FUSE_DIRENTS_TOOLS_CAPTURE_SERVER_PROCESS_H_

#include <sys/types.h>

#include <string>
#include <vector>

namespace fuse_dirents {

// Stands for the mount point among a server's arguments.
inline constexpr char kMountPoint[] = "@";

// What is wrong with `command`, which is not empty: it names no mount point.
// Empty if it does.
std::string MountPointProblem(const std::vector<std::string>& command);

// `words` as a POSIX shell reads them back.
std::string ShellText(const std::vector<std::string>& words);

// A FUSE server whose mount point is a socket instead of a directory: for
// libfuse 3 a mount point "/dev/fd/N" means that descriptor N is the connection
// to the kernel.  Needs no mount and no root.
class ServerProcess {
 public:
  ServerProcess() = default;
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;
  // Stops the server.
  ~ServerProcess();

  // How long a server may take to end, in milliseconds.
  static constexpr int kPatienceMs = 2000;

  // Starts `command` with each "@" among its arguments replaced.  Its stdin is
  // /dev/null; its stdout and stderr are kept for LastWords().  On failure
  // returns false and sets *problem to one line.
  // REQUIRES: command is not empty and an argument is "@".
  bool Start(const std::vector<std::string>& command, std::string* problem);

  // The kernel's end of the connection.
  int fd() const { return fd_; }

  // Closes the connection, which ends a libfuse server; waits `patience_ms`,
  // then kills the server with what it started.  Returns how it ended, such as
  // "exited with status 1" or "was killed".
  std::string Stop(int patience_ms);

  // Stops a server that failed as `problem` says; one that closed the
  // connection is given time to end.  Returns `problem` with how it ended and
  // its last line.
  std::string StopAfter(const std::string& problem, bool closed);

  // The last line that the server wrote to stdout or stderr; empty if none.
  std::string LastWords() const;

 private:
  pid_t pid_ = -1;
  int fd_ = -1;
  int output_fd_ = -1;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_CAPTURE_SERVER_PROCESS_H_
