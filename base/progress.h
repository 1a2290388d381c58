// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// How far a long run has come, as one line at the bottom of a terminal.

#ifndef FUSE_DIRENTS_BASE_PROGRESS_H_
#define FUSE_DIRENTS_BASE_PROGRESS_H_

#include <unistd.h>

#include <chrono>
#include <cstddef>
#include <string_view>

namespace fuse_dirents {

// Where stderr is no terminal, nothing is ever shown.
//
//     Progress progress;
//     for (...) {
//       if (progress.Due()) progress.Show(fmt::format("{} of {}", i, n));
//     }
//
// The clock decides when a line is shown, and nothing else.
class Progress {
 public:
  using Interval = std::chrono::steady_clock::duration;

  // `fd` stays the caller's.  A run shorter than `interval` shows nothing.
  explicit Progress(int fd = STDERR_FILENO,
                    Interval interval = std::chrono::milliseconds(200));
  ~Progress() { Erase(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Whether to call Show(): true at most once an interval.  Costs one reading
  // of the clock on a terminal, and nothing elsewhere.
  bool Due();

  // Replaces the line.  It is cut at the terminal's width, and control
  // characters become '?'.
  void Show(std::string_view text);

  // Removes the line.  Call it before anything else is printed.
  void Erase();

 private:
  void Write(std::string_view bytes) const;

  const int fd_;
  const bool terminal_;
  const Interval interval_;
  std::chrono::steady_clock::time_point next_;
  size_t shown_ = 0;  // Columns of the line on the terminal.
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_BASE_PROGRESS_H_
