// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "base/forked.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "base/check.h"

namespace fuse_dirents {

SharedPages::SharedPages(size_t bytes)
    : data_(mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                 MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)),
      bytes_(bytes) {
  FUSE_DIRENTS_CHECK(data_ != MAP_FAILED);
}

SharedPages::~SharedPages() { munmap(data_, bytes_); }

pid_t ForkToRun(const std::function<void()>& body, bool quiet) {
  std::fflush(nullptr);
  const pid_t child = fork();
  FUSE_DIRENTS_CHECK(child >= 0);
  if (child != 0) return child;
  if (quiet) {
    const int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    FUSE_DIRENTS_CHECK(null >= 0 && dup2(null, STDOUT_FILENO) >= 0 &&
                       dup2(null, STDERR_FILENO) >= 0);
  }
  body();
  std::fflush(nullptr);
  _exit(0);
}

std::pair<pid_t, Ending> ReapAny() {
  Ending ending;
  pid_t child;
  while ((child = waitpid(-1, &ending.wait_status, 0)) < 0) {
    FUSE_DIRENTS_CHECK(errno == EINTR);
  }
  return {child, ending};
}

}  // namespace fuse_dirents
