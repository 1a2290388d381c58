// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The mount itself: who sees it, and how it goes.

#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <string>

#include "base/files.h"
#include "gtest/gtest.h"
#include "oracle/linux_live/live_fixture.h"

namespace fuse_dirents {
namespace {

using MountTest = LiveFixture;

TEST_F(MountTest, IsSeenInItsNamespaceAlone) {
  std::string problem;
  const auto ours = ReadFile("/proc/self/mountinfo", &problem);
  ASSERT_TRUE(ours) << problem;
  EXPECT_NE(ours->find("fuse_dirents_live"), ours->npos);
  const auto parents =
      ReadFile("/proc/" + std::to_string(getppid()) + "/mountinfo", &problem);
  ASSERT_TRUE(parents) << problem;
  EXPECT_EQ(parents->find("fuse_dirents_live"), parents->npos);
}

TEST_F(MountTest, IsGoneAfterItsLifetime) {
  std::string why_not, problem;
  std::string path;
  {
    const auto mount = LiveMount::Make({}, &why_not);
    ASSERT_NE(mount, nullptr) << why_not;
    path = " " + mount->path() + " ";
    EXPECT_NE(ReadFile("/proc/self/mountinfo", &problem)->find(path),
              std::string::npos);
  }
  EXPECT_EQ(ReadFile("/proc/self/mountinfo", &problem)->find(path),
            std::string::npos);
}

TEST_F(MountTest, AServerThatDoesNotAnswerIsAborted) {
  std::string why_not;
  const auto mount = LiveMount::Make(
      {.patience = std::chrono::milliseconds(300), .is_mute = true}, &why_not);
  ASSERT_NE(mount, nullptr) << why_not;
  char buffer[4096];
  const LiveMount::Bounded bounded(mount.get());
  EXPECT_EQ(syscall(SYS_getdents64, mount->dir(), buffer, sizeof buffer), -1);
  EXPECT_TRUE(errno == ECONNABORTED || errno == ENOTCONN) << errno;
  EXPECT_TRUE(mount->aborted());
}

}  // namespace
}  // namespace fuse_dirents
