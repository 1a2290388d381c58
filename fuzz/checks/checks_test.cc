// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Each oracle of the fuzz targets finds a planted bug within a fixed number of
// runs, finds nothing in the right code, and judges nearly every input.
// session_fuzzer has a test of its own.

#include <algorithm>
#include <cstdio>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "differential/mutants/double_fetch.h"
#include "differential/mutants/mutants.h"
#include "differential/runner.h"
#include "fuzz/checks/layout_check.h"
#include "fuzz/checks/mutated_inputs.h"
#include "fuzz/checks/planted_bugs.h"
#include "gtest/gtest.h"
#include "parser/parse.h"

namespace fuse_dirents {
namespace {

constexpr uint64_t kSeed = 1;

// --- The targets. ---

struct Target {
  std::string name;
  std::optional<TargetFormat> format;
  std::function<Check()> right;
  double least_judged;  // Share of the mutated inputs.
};

const std::vector<Target>& Targets() {
  static const auto* const targets = [] {
    const Parsers all(OurParsers().begin(), OurParsers().end());
    const Parsers presentations(ReaderPresentations().begin(),
                                ReaderPresentations().end());
    return new std::vector<Target>{
        {"reply_fuzzer", TargetFormat::kDirent,
         [=] { return RepliesCheck(RecordFormat::kDirent, all); }, 0.95},
        {"plus_reply_fuzzer", TargetFormat::kDirentplus,
         [=] { return RepliesCheck(RecordFormat::kDirentplus, all); }, 0.94},
        {"layout_fuzzer", TargetFormat::kByTrailer,
         [=] { return LayoutsCheck(presentations); }, 0.95},
        {"profile_fuzzer", TargetFormat::kByTrailer,
         [=] { return ProfilesCheck(all); }, 1},
        {"request_fuzzer", std::nullopt, [] { return RequestsCheck({}); }, 1},
        // The other inputs give no emit, so there is no moment to write at.
        {"hostile_pages_fuzzer", TargetFormat::kByTrailer,
         [] { return HostileCheck(&ParseWithReader); }, 0.6},
        {"writer_fuzzer", TargetFormat::kByTrailer,
         [] { return WritersCheck({}); }, 0.95},
    };
  }();
  return *targets;
}

class RightCodeTest : public ::testing::TestWithParam<size_t> {};

// Prints the share of inputs that the oracle judges.
TEST_P(RightCodeTest, PassesAndNearlyEveryInputIsJudged) {
  const Target& target = Targets()[GetParam()];
  const std::vector<std::string> seeds = SeedsOf(target.name);
  MutatedInputs mutated(target.format, seeds, kSeed);
  const Check check = target.right();
  const auto share = [&](size_t count, const auto& next) {
    size_t sum = 0;
    for (size_t i = 0; i < count && !HasFailure(); ++i) {
      bool judged = false;
      const std::string input = next(i);
      EXPECT_EQ(check(input, &judged).value_or(""), "") << "input " << i;
      sum += judged;
    }
    return static_cast<double>(sum) / static_cast<double>(count);
  };
  const double of_seeds =
      share(seeds.size(), [&](size_t i) { return seeds[i]; });
  const double of_mutated =
      share(20000, [&](size_t) { return mutated.Next(); });
  const double of_random = share(5000, [](size_t i) {
    Random random(kSeed + i);
    std::string bytes(random.Below(257), '\0');
    for (char& c : bytes) c = static_cast<char>(random.Next());
    return bytes;
  });
  std::printf(
      "judged by %s: %.1f %% of %zu seeds, %.1f %% of mutated inputs, "
      "%.1f %% of random bytes\n",
      target.name.c_str(), 100 * of_seeds, seeds.size(), 100 * of_mutated,
      100 * of_random);
  EXPECT_GE(of_mutated, target.least_judged);
}

INSTANTIATE_TEST_SUITE_P(Targets, RightCodeTest,
                         ::testing::Range<size_t>(0, Targets().size()),
                         [](const auto& test) {
                           return Targets()[test.param].name;
                         });

// --- Planted bugs. ---

// The 26 numbers of a fuse_direntplus, and the name.
TEST(HostilePagesTest, AMutantFetchesEachFieldTwice) {
  std::set<std::string> fields;
  for (const Mutant& mutant : AllMutants()) {
    if (!mutant.field.empty()) fields.emplace(mutant.field);
  }
  const std::vector<std::string> all = FieldsOf(RecordFormat::kDirentplus);
  EXPECT_EQ(fields, std::set<std::string>(all.begin(), all.end()));
  EXPECT_EQ(fields.size(), 27u);
}

class PlantedBugTest : public ::testing::TestWithParam<size_t> {};

TEST_P(PlantedBugTest, IsFound) {
  const Planted& planted = AllPlanted()[GetParam()];
  const auto target =
      std::ranges::find(Targets(), planted.target, &Target::name);
  MutatedInputs inputs(target->format,
                       planted.from_nothing ? std::vector<std::string>{""}
                                            : SeedsOf(planted.target),
                       kSeed,
                       // An empty input is far from a finding.
                       planted.from_nothing ? 64 : MutatedInputs::kMutations);
  const Check check = planted.check();
  std::string last;
  for (uint64_t run = 1; run <= planted.runs; ++run) {
    bool judged = false;
    last = check(inputs.Next(), &judged).value_or(last);
    if (last.find(planted.says) == last.npos) continue;
    std::printf("%s: %s is found in run %llu of at most %llu\n",
                planted.target.c_str(), planted.name.c_str(),
                static_cast<unsigned long long>(run),
                static_cast<unsigned long long>(planted.runs));
    return;
  }
  FAIL() << planted.target << " does not report \"" << planted.says << "\" of "
         << planted.name << " in " << planted.runs << " runs of seed " << kSeed
         << "; its last report: " << last;
}

INSTANTIATE_TEST_SUITE_P(Oracles, PlantedBugTest,
                         ::testing::Range<size_t>(0, AllPlanted().size()),
                         [](const auto& test) {
                           std::string name = AllPlanted()[test.param].target +
                                              "_" +
                                              AllPlanted()[test.param].name;
                           std::ranges::replace(name, '.', '_');
                           return name;
                         });

}  // namespace
}  // namespace fuse_dirents
