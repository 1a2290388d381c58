// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The running kernel and the reference show the same.

#include <cinttypes>
#include <cstdio>

#include "gtest/gtest.h"
#include "oracle/linux_live/live_cases.h"
#include "oracle/linux_live/live_fixture.h"
#include "oracle/linux_live/live_judge.h"
#include "parser/parse.h"

namespace fuse_dirents {
namespace {

constexpr uint64_t kSeed = 20261126;
constexpr uint64_t kRandomCases = 6000;
constexpr uint64_t kOfEachExhaustiveSet = 400;

class LiveTest : public LiveFixture {
 protected:
  LiveTest() : judge_(ParseWithReference, kernel_.get()) {}

  // For a visitor of cases: judges the next one.
  bool Judge(const Case& c) {
    const auto report = judge_.Judge(c, kSeed + cases_++);
    if (report) ADD_FAILURE() << *report;
    return !report;
  }

  void TearDown() override {
    std::printf("Linux %s: %" PRIu64 " cases, %" PRIu64 " listings\n",
                KernelRelease().c_str(), cases_, judge_.listings());
  }

  LiveJudge judge_;
  uint64_t cases_ = 0;
};

TEST_F(LiveTest, AgreesOnTheCorpus) {
  EXPECT_EQ(EachCorpusCase([this](const Case& c) { return Judge(c); }), "");
  EXPECT_GT(cases_, 200u);
}

TEST_F(LiveTest, AgreesOnThinnedExhaustiveSets) {
  EachExhaustiveCase(kOfEachExhaustiveSet,
                     [this](const Case& c) { return Judge(c); });
  EXPECT_GT(cases_, 1000u);
}

TEST_F(LiveTest, AgreesOnRandomCases) {
  std::printf("seed %" PRIu64 "\n", kSeed);
  for (uint64_t i = 0; i < kRandomCases; ++i) {
    if (!Judge(RandomCase(kSeed, i))) return;
  }
}

}  // namespace
}  // namespace fuse_dirents
