// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "base/progress.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <chrono>
#include <string>

#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

constexpr std::chrono::hours kNever(24);
constexpr std::chrono::nanoseconds kAlways(0);

// A terminal of 20 columns.
class Terminal {
 public:
  Terminal() : screen_(posix_openpt(O_RDWR | O_NOCTTY)) {
    EXPECT_EQ(grantpt(screen_), 0);
    EXPECT_EQ(unlockpt(screen_), 0);
    program_ = open(ptsname(screen_), O_RDWR | O_NOCTTY);
    EXPECT_EQ(isatty(program_), 1);
    winsize size = {};
    size.ws_col = 20;
    EXPECT_EQ(ioctl(program_, TIOCSWINSZ, &size), 0);
  }
  ~Terminal() {
    close(program_);
    close(screen_);
  }

  int fd() const { return program_; }

  // What was written since the last call.  The kernel hands over the bytes of
  // several writes in one read or in several, so a mark ends them.
  std::string Written() const {
    EXPECT_EQ(write(program_, &kMark, 1), 1);
    std::string all;
    while (!all.ends_with(kMark)) {
      char bytes[4096];
      const ssize_t size = read(screen_, bytes, sizeof(bytes));
      if (size <= 0) {
        ADD_FAILURE() << "cannot read the terminal";
        return all;
      }
      all.append(bytes, static_cast<size_t>(size));
    }
    all.pop_back();
    return all;
  }

 private:
  // Progress writes no such byte.
  static constexpr char kMark = '\x1e';

  const int screen_;
  int program_ = -1;
};

TEST(ProgressTest, ReplacesItsLineAndErasesItAtTheEnd) {
  const Terminal terminal;
  {
    Progress progress(terminal.fd(), kAlways);
    progress.Show("10 of 100");
    EXPECT_EQ(terminal.Written(), "\r10 of 100");
    progress.Show("done");
    EXPECT_EQ(terminal.Written(), "\rdone     ");
  }
  EXPECT_EQ(terminal.Written(), "\r    \r");
}

TEST(ProgressTest, NothingToEraseWritesNothing) {
  const Terminal terminal;
  {
    Progress progress(terminal.fd(), kAlways);
    progress.Show("one");
    progress.Erase();
    EXPECT_EQ(terminal.Written(), "\rone\r   \r");
  }
  EXPECT_EQ(terminal.Written(), "");
}

TEST(ProgressTest, StaysOnOneLineOfTheTerminal) {
  const Terminal terminal;
  Progress progress(terminal.fd(), kAlways);
  progress.Show("0123456789\n\x1b[2J0123456789");
  EXPECT_EQ(terminal.Written(), "\r0123456789??[2J0123");
}

TEST(ProgressTest, IsDueOnceAnInterval) {
  const Terminal terminal;
  Progress always(terminal.fd(), kAlways), never(terminal.fd(), kNever);
  EXPECT_TRUE(always.Due());
  EXPECT_TRUE(always.Due());
  EXPECT_FALSE(never.Due());
}

TEST(ProgressTest, IsSilentWhereStderrIsNoTerminal) {
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_NONBLOCK), 0);
  {
    Progress progress(ends[1], kAlways);
    EXPECT_FALSE(progress.Due());
    progress.Show("text");
  }
  close(ends[1]);
  char byte;
  EXPECT_EQ(read(ends[0], &byte, 1), 0);
  close(ends[0]);
}

}  // namespace
}  // namespace fuse_dirents
