// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A child process that begins the same every time.

#ifndef FUSE_DIRENTS_BASE_EXACT_PROCESS_H_
#define FUSE_DIRENTS_BASE_EXACT_PROCESS_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace fuse_dirents {

// What libFuzzer mutates by may come from the depth of the stack and from any
// number that instrumented code compares.  So what the child could see of who
// started it is fixed: its environment, the length of all that the kernel puts
// on its stack, address layout (no randomization), the limit of the stack,
// which moves the heap's place, and its open files.
struct ExactProcess {
  std::string directory;          // Where it runs.
  std::vector<std::string> argv;  // argv[0]: a path from `directory`.
  std::vector<std::string> environment;

  // To see what depends on them.
  bool random_addresses = false;  // As the kernel loads programs by default.
  int core = -1;                  // The only one it may run on; -1: any.
};

// Runs it to its end.  `on_line` gets each line of stdout and stderr, without
// its end.  Returns the exit status, or 128 and the signal that killed it.
// Callable from any thread; the child dies with its thread.
int RunExactProcess(const ExactProcess& process,
                    const std::function<void(std::string_view)>& on_line);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_BASE_EXACT_PROCESS_H_
