// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "base/random.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

// The reference implementation's output for this seed.
TEST(RandomTest, NextGivesTheKnownAnswersOfSplitMix64) {
  Random random(1234567);
  EXPECT_EQ(random.Next(), 6457827717110365317u);
  EXPECT_EQ(random.Next(), 3203168211198807973u);
  EXPECT_EQ(random.Next(), 9817491932198370423u);
  EXPECT_EQ(random.Next(), 4593380528125082431u);
  EXPECT_EQ(random.Next(), 16408922859458223821u);
}

TEST(RandomTest, BelowIsNextModuloNUnlessRejected) {
  Random random(1234567);
  EXPECT_EQ(random.Below(1000), 317u);
  EXPECT_EQ(random.Below(1), 0u);
  EXPECT_EQ(random.Below(10), 3u);
}

TEST(RandomTest, BelowRejectsTheValuesThatWouldBias) {
  // 2^64 mod (2^63 + 1) is 2^63 - 1, so the first two answers are refused and
  // the third is taken.
  constexpr uint64_t kN = (uint64_t{1} << 63) + 1;
  Random random(1234567);
  EXPECT_EQ(random.Below(kN), 9817491932198370423u - kN);
}

TEST(RandomTest, BelowReachesEveryValueAboutEquallyOften) {
  Random random(42);
  std::array<int, 7> counts = {};
  for (int i = 0; i < 70000; ++i) ++counts[random.Below(counts.size())];
  for (int count : counts) {
    EXPECT_GT(count, 9500);
    EXPECT_LT(count, 10500);
  }
}

TEST(RandomTest, InRangeReachesBothEnds) {
  Random random(7);
  bool saw_lo = false;
  bool saw_hi = false;
  for (int i = 0; i < 100; ++i) {
    const uint64_t r = random.InRange(5, 8);
    ASSERT_GE(r, 5u);
    ASSERT_LE(r, 8u);
    saw_lo |= r == 5;
    saw_hi |= r == 8;
  }
  EXPECT_TRUE(saw_lo);
  EXPECT_TRUE(saw_hi);
}

TEST(RandomTest, InRangeOfEverythingIsNext) {
  Random random(1234567);
  EXPECT_EQ(random.InRange(0, UINT64_MAX), 6457827717110365317u);
}

TEST(RandomTest, InRangeOfOneValueIsThatValue) {
  Random random(7);
  EXPECT_EQ(random.InRange(9, 9), 9u);
  EXPECT_EQ(random.InRange(UINT64_MAX, UINT64_MAX), UINT64_MAX);
}

TEST(RandomTest, ShuffleIsFisherYatesFromTheLastPlaceDown) {
  std::vector<int> shuffled(10);
  std::iota(shuffled.begin(), shuffled.end(), 0);
  std::vector<int> expected = shuffled;
  Random random(1234567);
  random.Shuffle(std::span(shuffled));

  Random choices(1234567);
  for (size_t i = expected.size() - 1; i >= 1; --i) {
    std::swap(expected[i], expected[choices.Below(i + 1)]);
  }
  EXPECT_EQ(shuffled, expected);
  EXPECT_EQ(shuffled, (std::vector<int>{2, 0, 6, 1, 4, 5, 3, 8, 9, 7}));
}

TEST(RandomTest, ShuffleOfNothingOrOneTakesNoChoice) {
  Random random(1234567);
  random.Shuffle(std::span<int>());
  std::array<int, 1> one = {5};
  random.Shuffle(std::span(one));
  EXPECT_EQ(one[0], 5);
  EXPECT_EQ(random.Next(), 6457827717110365317u);
}

TEST(RandomDeathTest, BelowZeroAborts) {
  Random random(1);
  EXPECT_DEATH(random.Below(0), "random.h:[0-9]+: check failed: n > 0");
}

TEST(RandomDeathTest, RangeOutOfOrderAborts) {
  Random random(1);
  EXPECT_DEATH(random.InRange(2, 1), "check failed: lo <= hi");
}

}  // namespace
}  // namespace fuse_dirents
