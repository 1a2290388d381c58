// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "base/progress.h"

#include <sys/ioctl.h>

#include <algorithm>
#include <string>

namespace fuse_dirents {
namespace {

// Columns that a line may take without wrapping.
size_t UsableColumns(int fd) {
  constexpr size_t kUnknown = 80;
  winsize size = {};
  const bool known = ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return (known ? size.ws_col : kUnknown) - 1;
}

}  // namespace

Progress::Progress(int fd, Interval interval)
    : fd_(fd),
      terminal_(isatty(fd) == 1),
      interval_(interval),
      next_(std::chrono::steady_clock::now() + interval) {}

bool Progress::Due() {
  if (!terminal_) return false;
  const auto now = std::chrono::steady_clock::now();
  if (now < next_) return false;
  next_ = now + interval_;
  return true;
}

void Progress::Show(std::string_view text) {
  if (!terminal_) return;
  std::string line(text.substr(0, UsableColumns(fd_)));
  for (char& c : line) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) c = '?';
  }
  const size_t columns = line.size();
  // Blanks, not an escape sequence: they work on every terminal.
  line.resize(std::max(columns, shown_), ' ');
  Write("\r" + line);
  shown_ = columns;
}

void Progress::Erase() {
  if (shown_ == 0) return;
  Write("\r" + std::string(shown_, ' ') + "\r");
  shown_ = 0;
}

void Progress::Write(std::string_view bytes) const {
  // A line that cannot be shown is not worth an error.
  [[maybe_unused]] const ssize_t written =
      write(fd_, bytes.data(), bytes.size());
}

}  // namespace fuse_dirents
