// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Child processes that run a function of this program on a copy of its memory,
// so that no fault, exit or sanitizer report of that function ends the caller.

#ifndef FUSE_DIRENTS_BASE_FORKED_H_
#define FUSE_DIRENTS_BASE_FORKED_H_

#include <sys/types.h>

#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <type_traits>

#include "base/ending.h"

namespace fuse_dirents {

// Pages that a child shares with its parent, all zero at first; those that
// nothing touches cost no memory.
class SharedPages {
 public:
  explicit SharedPages(size_t bytes);
  ~SharedPages();
  SharedPages(const SharedPages&) = delete;
  SharedPages& operator=(const SharedPages&) = delete;

  void* data() const { return data_; }

 private:
  void* const data_;
  const size_t bytes_;
};

// A T that begins as zeros and that a child shares with its parent.
template <typename T>
class SharedNote {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  SharedNote() : pages_(sizeof(T)) {}
  T& operator*() const { return *static_cast<T*>(pages_.data()); }
  T* operator->() const { return static_cast<T*>(pages_.data()); }

 private:
  const SharedPages pages_;
};

struct ForkedRun {
  Ending ending;
  bool stopped = false;        // `goes_on` returned false.
  std::string printed;         // The last bytes of stdout and stderr.
  uint64_t printed_bytes = 0;  // All of them.
};

// Runs `body` in a child, which then flushes its streams and exits with status
// 0.  Its stdin is /dev/null, it leaves no core file, it dies with the caller,
// and it leads a process group of its own, which is killed when it has ended.
// Keeps at most `max_printed` bytes of what it prints.  `goes_on` is called
// with the child's pid once a second, counted from the start; where it returns
// false, the child is killed.
ForkedRun RunForked(const std::function<void()>& body, size_t max_printed,
                    const std::function<bool(pid_t)>& goes_on);

// The signal by which DieIfStuck() ends the process.
inline constexpr int kStuckSignal = SIGPROF;

// From now on this process dies of kStuckSignal once it stands still for
// `limit` of CPU time, or up to an eighth more.  `stands_still` is called in a
// signal handler at each eighth, and says whether nothing has changed since its
// last call.  It compares a counter: unlike a timer for each call of a
// function, that costs the calls no system call.
void DieIfStuck(std::chrono::microseconds limit, bool (*stands_still)());

// Whether a process waits for something other than a CPU or a disk.
bool IsAsleep(pid_t process);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_BASE_FORKED_H_
