// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Every target of the campaign does the same wherever it runs and behind
// whatever inputs, and the check of that finds three canaries that do not.

#include "fuzz/engine/determinism.h"

#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "base/files.h"
#include "fuzz/engine/campaign_target.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

using ::testing::PrintToString;

constexpr int64_t kRuns = 1000;
constexpr int64_t kCanaryRuns = 10000;

std::vector<CampaignTarget> Targets(const char* manifest) {
  std::string problem;
  auto targets = ReadCampaignTargets(manifest, ".", &problem);
  if (!targets) {
    std::cerr << problem << "\n";
    std::abort();
  }
  return *targets;
}

DeterminismReport Check(const CampaignTarget& target, int64_t runs,
                        const Surroundings& other = OtherSurroundings()) {
  const TempDirectory out;
  return CheckDeterminism(target, ".", out.path(), runs, other);
}

class DeterminismTest : public ::testing::TestWithParam<CampaignTarget> {};

TEST_P(DeterminismTest, SameInputsCorpusVerdictAndBehaviourWhereverItRuns) {
  // All that the campaign pins is pinned.
  Surroundings other;
  other.core = OtherSurroundings().core;
  const DeterminismReport report = Check(GetParam(), kRuns, other);
  EXPECT_EQ(report.differs, std::vector<std::string>())
      << PrintToString(report.odd);
  EXPECT_TRUE(report.first.ok()) << report.first.summary;
  EXPECT_GE(report.first.runs, static_cast<uint64_t>(kRuns));
  EXPECT_GE(report.replayed, 10u);
}

INSTANTIATE_TEST_SUITE_P(, DeterminismTest,
                         ::testing::ValuesIn(Targets("fuzz/campaign.manifest")),
                         [](const auto& test) { return test.param.name; });

// One of the canaries, or that with its bug repaired.
CampaignTarget Canary(const std::string& name, bool repaired = false) {
  for (CampaignTarget& target :
       Targets("fuzz/canary/determinism_campaign.manifest")) {
    if (target.name != name) continue;
    if (repaired) target.flags.push_back("--repaired");
    return target;
  }
  std::cerr << "no canary " << name << "\n";
  std::abort();
}

bool Differs(const DeterminismReport& report, const std::string& what) {
  for (const std::string& differs : report.differs) {
    if (differs == what) return true;
  }
  return false;
}

TEST(DeterminismCanariesTest, AnAddressInADecisionIsCaught) {
  const DeterminismReport report = Check(Canary("address"), kCanaryRuns);
  EXPECT_TRUE(Differs(report, "executed inputs"))
      << PrintToString(report.differs);
  EXPECT_TRUE(Differs(report, "final corpus")) << PrintToString(report.differs);
}

// What the campaign pins is what makes such a target exact.
TEST(DeterminismCanariesTest, AnAddressDoesNotShowWhereAddressesAreFixed) {
  Surroundings other;
  other.core = OtherSurroundings().core;
  const DeterminismReport report = Check(Canary("address"), kCanaryRuns, other);
  EXPECT_EQ(report.differs, std::vector<std::string>());
}

TEST(DeterminismCanariesTest, AClockIsCaught) {
  const DeterminismReport report = Check(Canary("clock"), kCanaryRuns);
  EXPECT_TRUE(Differs(report, "executed inputs"))
      << PrintToString(report.differs);
}

// Two campaigns from one seed have the same state at the same run: they do not
// show it.
TEST(DeterminismCanariesTest, StateIsCaughtByTheReplayAlone) {
  const DeterminismReport report = Check(Canary("state"), kCanaryRuns);
  EXPECT_EQ(report.differs, std::vector<std::string>(1, "behaviour"));
  ASSERT_FALSE(report.odd.empty());
  EXPECT_NE(report.odd[0].find("fuzz/canary/state.cc:"), std::string::npos)
      << report.odd[0];
}

TEST(DeterminismCanariesTest, RepairedOnesPass) {
  for (const char* name : {"address", "clock", "state"}) {
    const DeterminismReport report = Check(Canary(name, true), kCanaryRuns);
    EXPECT_EQ(report.differs, std::vector<std::string>()) << name;
    EXPECT_GE(report.replayed, 1u) << name;
  }
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
