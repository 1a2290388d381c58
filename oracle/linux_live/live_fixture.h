// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_ORACLE_LINUX_LIVE_LIVE_FIXTURE_H_
#define FUSE_DIRENTS_ORACLE_LINUX_LIVE_LIVE_FIXTURE_H_

#include <cstdlib>
#include <memory>
#include <string>

#include "gtest/gtest.h"
#include "oracle/linux_live/live_kernel.h"

namespace fuse_dirents {

// Has a LiveKernel.  Where there can be none, every test is skipped with the
// reason; with REQUIRE_LIVE in the environment, every test fails with it.
class LiveFixture : public testing::Test {
 protected:
  static void SetUpTestSuite() { kernel_ = LiveKernel::Make(&why_not_); }
  static void TearDownTestSuite() { kernel_ = nullptr; }

  void SetUp() override {
    if (kernel_ != nullptr) return;
    const std::string reason = "no FUSE mount can be made here: " + why_not_;
    if (std::getenv("REQUIRE_LIVE") != nullptr) FAIL() << reason;
    GTEST_SKIP() << reason;
  }

  static inline std::unique_ptr<LiveKernel> kernel_;
  static inline std::string why_not_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_ORACLE_LINUX_LIVE_LIVE_FIXTURE_H_
