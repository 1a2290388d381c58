// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_BASE_ENDING_H_
#define FUSE_DIRENTS_BASE_ENDING_H_

#include <sys/types.h>

#include <string>

namespace fuse_dirents {

// How a process ended.
struct Ending {
  int wait_status = 0;  // As waitpid() returns it.

  bool ok() const { return wait_status == 0; }
  // The exit status, or 128 and the signal that ended the process.
  int status() const;
  // The signal that ended the process, or 0.
  int signal() const;
  // "exited with status 1" or "died of SIGSEGV".
  std::string ToText() const;
};

// Waits for a child to end.
Ending Reap(pid_t child);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_BASE_ENDING_H_
