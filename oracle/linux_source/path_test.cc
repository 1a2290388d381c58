// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// fuse_readdir() of a kernel tree and ReaddirClient do the same in the same
// sessions, and both leave nothing behind.

#include <cstdint>
#include <cstdio>
#include <string>

#include "gtest/gtest.h"
#include "oracle/linux_source/linked_source.h"
#include "oracle/linux_source/path_sessions.h"

namespace fuse_dirents {
namespace {

constexpr uint64_t kSeed = 31694;
constexpr uint64_t kSessions = 3000;
constexpr uint64_t kSessionsWithFaults = 150;

void Print(const PathTally& tally) {
  std::printf("seeds from %llu: %s\n", static_cast<unsigned long long>(kSeed),
              tally.ToText().c_str());
}

TEST(Path, IsThatOfReaddirClient) {
  const SourceKind kind = KindOf(LinkedSource());
  std::printf("held to profile %s, sizes of %s\n",
              std::string(kind.profile->name).c_str(),
              std::string(FactsOf(kind.sizing).name).c_str());
  PathTally tally;
  for (uint64_t i = 0; i < kSessions; ++i) {
    const uint64_t seed = kSeed + i;
    ASSERT_EQ(CompareSession(kind, DrawSession(kind, seed), &tally), "")
        << "seed " << seed;
  }
  Print(tally);
  EXPECT_GT(tally.requests, kSessions);
  EXPECT_GT(tally.links, kSessions);
  EXPECT_GT(tally.forgets, 0u);
}

TEST(Path, FailsAsReaddirClientDoes) {
  const SourceKind kind = KindOf(LinkedSource());
  PathTally tally;
  for (uint64_t i = 0; i < kSessionsWithFaults; ++i) {
    const uint64_t seed = kSeed + i;
    ASSERT_EQ(CompareUnderFaults(kind, DrawSession(kind, seed), &tally), "")
        << "seed " << seed;
  }
  Print(tally);
  EXPECT_GT(tally.faults, kSessionsWithFaults);
  EXPECT_LT(tally.skipped, tally.faults / 4);
}

}  // namespace
}  // namespace fuse_dirents
