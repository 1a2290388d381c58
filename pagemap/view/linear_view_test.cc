// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "pagemap/view/linear_view.h"

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "pagemap/poison.h"
#include "parser/reply_bytes.h"

namespace fuse_dirents {
namespace {

// A read that the compiler must not drop.
void Read(const std::byte* at) {
  [[maybe_unused]] const std::byte value =
      *const_cast<const volatile std::byte*>(at);
}

TEST(LinearViewTest, ShowsTheBytesOfEachReply) {
  LinearView view(10000);
  std::vector<std::byte> reply(10000, std::byte{1});
  for (const size_t size : {10000u, 1u, 4096u, 0u, 4097u}) {
    const ByteRun run = view.Show(ByteRun(reply).first(size));
    ASSERT_EQ(run.size(), size);
    if (size == 0) continue;
    EXPECT_EQ(std::memcmp(run.data(), reply.data(), size), 0);
  }
}

TEST(LinearViewTest, LastByteTouchesAPageSeam) {
  LinearView view(10000);
  const std::vector<std::byte> reply(5000);
  for (const size_t size : {0u, 1u, 599u, 4096u, 5000u}) {
    const ByteRun run = view.Show(ByteRun(reply).first(size));
    EXPECT_EQ(reinterpret_cast<uintptr_t>(run.data() + size) % kHostPageSize,
              0u);
  }
}

TEST(LinearViewDeathTest, ReadPastTheEndFaults) {
  LinearView view(10000);
  const std::vector<std::byte> reply(10000);
  for (const size_t size : {0u, 1u, 61u, 10000u}) {
    const ByteRun run = view.Show(ByteRun(reply).first(size));
    EXPECT_DEATH(Read(run.data() + size), "");
  }
}

TEST(LinearViewDeathTest, ReadBeforeAFullViewFaults) {
  LinearView view(8192);
  const std::vector<std::byte> reply(8192);
  const ByteRun run = view.Show(reply);
  EXPECT_DEATH(Read(run.data() - 1), "");
}

TEST(LinearViewTest, OnlyTheReplyIsNotPoisoned) {
  LinearView view(8192);
  const std::vector<std::byte> reply(8192);
  // A long reply first: its bytes must not stay readable.
  view.Show(reply);
  const ByteRun run = view.Show(ByteRun(reply).first(64));
  EXPECT_EQ(IsPoisoned(run.data() - 1), kPoisonWorks);
  EXPECT_EQ(IsPoisoned(run.data() - 8000), kPoisonWorks);
  EXPECT_FALSE(IsPoisoned(run.data()));
  EXPECT_FALSE(IsPoisoned(run.data() + 63));
  view.Hide();
  EXPECT_EQ(IsPoisoned(run.data()), kPoisonWorks);
  EXPECT_EQ(IsPoisoned(run.data() + 63), kPoisonWorks);
}

TEST(LinearViewDeathTest, LongerReplyIsRefused) {
  LinearView view(100);
  const std::vector<std::byte> reply(101);
  EXPECT_DEATH(view.Show(reply), "check failed");
}

}  // namespace
}  // namespace fuse_dirents
