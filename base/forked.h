// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Child processes that run a function of this program on a copy of its memory,
// so that no fault, exit or sanitizer report of that function ends the caller.

#ifndef FUSE_DIRENTS_BASE_FORKED_H_
#define FUSE_DIRENTS_BASE_FORKED_H_

#include <sys/types.h>

#include <cstddef>
#include <functional>
#include <type_traits>
#include <utility>

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

// Forks.  The child runs `body`, flushes its streams and exits with status 0;
// it never returns from here.  `quiet`: what the child prints is dropped.
pid_t ForkToRun(const std::function<void()>& body, bool quiet);

// Waits until any child has ended.
std::pair<pid_t, Ending> ReapAny();

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_BASE_FORKED_H_
