// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Child processes that run another program.  forked.h has those that run a
// function of this one.

#ifndef FUSE_DIRENTS_BASE_PROCESS_H_
#define FUSE_DIRENTS_BASE_PROCESS_H_

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ending.h"

namespace fuse_dirents {

// A program to run.  Its stdin is /dev/null, it leaves no core file, and it
// leads a process group of its own, which is killed when it has ended.
struct Process {
  // argv[0] is looked up in PATH unless it has a slash; a relative path starts
  // at `directory`.
  std::vector<std::string> argv;
  std::string directory = ".";
  // "NAME=value"; nothing stands for the caller's environment.
  std::optional<std::vector<std::string>> environment = {};

  // Until the deadline, by CLOCK_MONOTONIC.  0: none.  It holds however much
  // the program writes.
  std::chrono::milliseconds timeout{0};
  // What the program is sent at its deadline.  Unless that is SIGKILL, it has
  // as long again until the group is killed.
  int timeout_signal = 9;
  bool merge_stderr = false;  // Into `out`.
  // Bytes kept of stdout, and of stderr.  The rest is read and dropped.
  size_t max_output = size_t{64} << 20;

  // What the memory layout of the program may depend on.
  bool random_addresses = true;  // As the kernel loads programs by default.
  size_t stack_bytes = 0;        // Limit of the stack; 0: the caller's.
  int core = -1;                 // The only CPU it may run on; -1: any.
};

// A process that begins the same way every time.  libFuzzer's mutations may
// depend on the depth of the stack and on every number that instrumented code
// compares.  So all that the program could see of its caller is fixed: its
// environment, the size of what the kernel puts on its stack, its address
// layout, the limit of its stack, which moves the heap, and its open files.
Process ExactProcess(std::string directory, std::vector<std::string> argv,
                     std::vector<std::string> environment);

struct ProcessResult {
  Ending ending;
  bool timed_out = false;
  bool stopped = false;    // `watch` returned false.
  bool truncated = false;  // More than max_output was written.
  std::string out, err;
};

// Called with all of stdout that is kept so far, each time it has grown.  May
// erase from it.  Returns whether the program may go on; else it is killed.
using WatchOutput = std::function<bool(std::string* out)>;

// Runs a program to its end.  Returns nothing where it cannot be run; *problem
// is then one line that begins with argv[0].  May be called from any thread;
// the program dies with that thread.
std::optional<ProcessResult> RunProcess(const Process& process,
                                        std::string* problem,
                                        const WatchOutput& watch = {});

// Runs a program to its end and calls `on_line` with each line of its stdout
// and stderr, without the line's end.  Where it cannot be run, the only line is
// the problem, and the ending is the status 127.
Ending RunForLines(Process process,
                   const std::function<void(std::string_view)>& on_line);

// The parts of RunProcess(), for programs that run beside the caller.

// Starts a program that writes to `out` and `err`; `keep`, unless it is -1, is
// the only other descriptor that it inherits.  Ignores what concerns the
// deadline and output.  Returns its pid, or -1 with *problem set.
pid_t Spawn(const Process& process, int out, int err, int keep,
            std::string* problem);

// Waits for a child that Spawn() started, then kills its group.  Returns
// nothing at the timeout, and the child is still there.
std::optional<Ending> WaitFor(pid_t child, std::chrono::milliseconds timeout);

// Kills a child that Spawn() started, with its group.
Ending Kill(pid_t child);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_BASE_PROCESS_H_
