// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/engine/turns.h"

#include <cstdint>
#include <ctime>

#include "fuzz/engine/campaign_run.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

constexpr uint64_t kFrom = 5;  // Runs before the first turn.

uint64_t wall = 0;  // In nanoseconds.

// Another process has the CPU for half of the time.
uint64_t Clock(clockid_t id) {
  return id == CLOCK_PROCESS_CPUTIME_ID ? wall / 2 : wall;
}

// libFuzzer takes 10 ns for a run, 5 more for the features of a call that takes
// 30, and 1000 for each run before the first turn.
Turns RunsOf(uint64_t count) {
  wall = 0;
  Turns turns(kFrom, Clock);
  for (uint64_t run = 0; run < count; ++run) {
    const bool is_empty = turns.NextIsEmpty();
    wall += run < kFrom ? 1000 : 10;
    if (is_empty) continue;
    turns.BeginCall();
    wall += 30;
    turns.EndCall();
    wall += 5;
  }
  return turns;
}

TEST(TurnsTest, KindsTakeTurnsOnceTheSeedsHaveRun) {
  Turns turns(kFrom, Clock);
  for (uint64_t run = 0; run < kFrom + 4 * Turns::kTurnRuns; ++run) {
    const bool is_odd_turn =
        run >= kFrom && (run - kFrom) / Turns::kTurnRuns % 2 == 1;
    EXPECT_EQ(turns.NextIsEmpty(), is_odd_turn) << run;
  }
}

TEST(TurnsTest, SpeedIsThatOfCpuTimeAndTheBoundLeavesOutTheCalls) {
  // The last turn has not ended.
  const auto speed = SpeedOf(RunsOf(kFrom + 4 * Turns::kTurnRuns + 1).ToText());
  ASSERT_TRUE(speed);
  EXPECT_DOUBLE_EQ(speed->runs_per_second, 1e9 / 22.5);
  EXPECT_DOUBLE_EQ(speed->empty_runs_per_second, 1e9 / 5);
  EXPECT_DOUBLE_EQ(speed->runs_per_second_outside, 1e9 / 7.5);
}

TEST(TurnsTest, NoSpeedBeforeAWholeTurnOfBoth) {
  EXPECT_FALSE(SpeedOf(RunsOf(kFrom).ToText()));
  EXPECT_FALSE(SpeedOf(RunsOf(kFrom + 2 * Turns::kTurnRuns).ToText()));
  EXPECT_TRUE(SpeedOf(RunsOf(kFrom + 2 * Turns::kTurnRuns + 1).ToText()));
  EXPECT_FALSE(SpeedOf("1 2 3"));
}

}  // namespace
}  // namespace fuse_dirents
