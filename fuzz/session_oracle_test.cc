// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The oracle of session_fuzzer excuses next to nothing, and finds every path
// mutant within a fixed number of inputs.
//
//   session_oracle_test INPUT...: the seeds.

#include "fuzz/session_oracle.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/files.h"
#include "base/random.h"
#include "differential/mutants/path_mutants.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

constexpr uint64_t kSeed = 31694;
constexpr size_t kMaxBytes = 96;

std::vector<std::string> seeds;

SessionVerdict Judge(const std::string& input) {
  return JudgeSession(reinterpret_cast<const uint8_t*>(input.data()),
                      input.size());
}

// The `n`-th of our inputs: random bytes, or a seed with some bytes changed,
// gone or added, as a mutator makes.
std::string Input(size_t n) {
  Random random(kSeed + n);
  std::string input;
  if (n % 2 == 1) input = seeds[random.Below(seeds.size())];
  if (input.empty()) input.resize(16 + random.Below(kMaxBytes - 15));
  const size_t changes = n % 2 == 1 ? 1 + random.Below(8) : input.size();
  for (size_t i = 0; i < changes; ++i) {
    const size_t at = n % 2 == 1 ? random.Below(input.size()) : i;
    input[at] = static_cast<char>(random.Below(256));
  }
  if (n % 4 == 3) input.resize(random.Below(kMaxBytes + 1), '\1');
  return input;
}

// An entry is excused if a listing ran out of calls before it.  If the listing
// had to stop, nothing is excused, but the oracle sees less.
void ExpectFewExcused(const char* what, const SessionTally& tally) {
  std::printf("%s: %s\n", what, tally.ToText().c_str());
  EXPECT_LT(tally.excused * 100, tally.inputs * 5) << what;
  EXPECT_LT(tally.stopped_short * 100, tally.inputs * 45) << what;
  EXPECT_LT(tally.listed_nothing * 100, tally.inputs * 18) << what;
}

TEST(SessionOracleTest, SeedsHoldAndAreHardlyExcused) {
  SessionTally tally;
  for (const std::string& seed : seeds) {
    const SessionVerdict verdict = Judge(seed);
    EXPECT_EQ(verdict.finding, "");
    tally.Add(verdict);
  }
  EXPECT_GE(tally.inputs, 49u);
  ExpectFewExcused("seeds", tally);
}

TEST(SessionOracleTest, RandomInputsHoldAndAreHardlyExcused) {
  constexpr size_t kInputs = 3000;
  SessionTally tally;
  for (size_t n = 0; n < kInputs && !HasFailure(); ++n) {
    const SessionVerdict verdict = Judge(Input(n));
    EXPECT_EQ(verdict.finding, "") << "input " << n;
    tally.Add(verdict);
  }
  ExpectFewExcused("random inputs", tally);
}

TEST(SessionOracleTest, EveryPathMutantIsFoundWithinAFixedNumberOfInputs) {
  constexpr size_t kMostInputs = 3000;
  size_t found = 0;
  for (const PathMutantFacts& facts : AllPathMutants()) {
    if (!facts.FoundBy(PathJudge::kSessionFuzzer)) continue;
    const PlantedPathMutant planted(facts.mutant);
    size_t n = 0;
    std::string finding;
    while (finding.empty() && n < kMostInputs) {
      finding = Judge(Input(n++)).finding;
    }
    EXPECT_NE(finding, "") << facts.name << ": " << facts.what;
    if (finding.empty()) continue;
    ++found;
    std::printf("%s: input %zu: %s\n", std::string(facts.name).c_str(), n,
                finding.substr(0, finding.find('\n')).c_str());
  }
  EXPECT_EQ(found, AllPathMutants().size() - 1);
}

// Random inputs seldom meet these.
TEST(SessionOracleTest, TheSeedsAloneFindMutantsOfDentriesAndOpens) {
  for (const PathMutant mutant :
       {PathMutant::kForgetNotAwaited, PathMutant::kReplacedInodeStays,
        PathMutant::kReplacedInodeEvictedTwice, PathMutant::kGenerationIgnored,
        PathMutant::kBadInodeLinked, PathMutant::kDirectoryOfTwoDentries,
        PathMutant::kLoopLinked, PathMutant::kLoopKeepsDentry,
        PathMutant::kLoopKeepsAttributes, PathMutant::kOpenKeepsCache,
        PathMutant::kOpenResetsEmptyCache}) {
    const PlantedPathMutant planted(mutant);
    EXPECT_TRUE(std::ranges::any_of(seeds, [](const std::string& seed) {
      return !Judge(seed).finding.empty();
    })) << FactsOf(mutant).name;
  }
}

TEST(SessionOracleTest, ATallyCountsWhatItSays) {
  SessionTally tally;
  tally.Add({.listed = 1});
  tally.Add({.listed = 1, .excused = 1});
  tally.Add({.not_reached = 1});
  tally.Add({.finding = "f", .listed = 2, .hidden = 1});
  EXPECT_EQ(tally.ToText(),
            "4 inputs: 1 (25 %) findings, 1 (25 %) excused, 1 (25 %) had to "
            "stop before the last entry, 1 (25 %) listed none");
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]).ends_with(".recipe")) continue;
    fuse_dirents::seeds.push_back(fuse_dirents::MustReadFile(argv[i]));
  }
  FUSE_DIRENTS_CHECK(!fuse_dirents::seeds.empty());
  return RUN_ALL_TESTS();
}
