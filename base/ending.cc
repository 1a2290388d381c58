// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "base/ending.h"

#include <string.h>
#include <sys/wait.h>

#include <cerrno>

#include "base/check.h"

namespace fuse_dirents {

int Ending::status() const {
  return WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : 128 + signal();
}

int Ending::signal() const {
  return WIFSIGNALED(wait_status) ? WTERMSIG(wait_status) : 0;
}

std::string Ending::ToText() const {
  if (signal() == 0) return "exited with status " + std::to_string(status());
  const char* const name = sigabbrev_np(signal());
  return "died of " + (name != nullptr ? "SIG" + std::string(name)
                                       : "signal " + std::to_string(signal()));
}

Ending Reap(pid_t child) {
  Ending ending;
  while (waitpid(child, &ending.wait_status, 0) < 0) {
    FUSE_DIRENTS_CHECK(errno == EINTR);
  }
  return ending;
}

}  // namespace fuse_dirents
