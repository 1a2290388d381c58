// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The pool, the cache and the client keep to their models over runs of random
// steps; broken ones do not.

#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>

#include "base/text.h"
#include "gtest/gtest.h"
#include "properties/engine/run.h"
#include "properties/engine/state_machine.h"
#include "properties/engine/test_target.h"
#include "properties/machines.h"
#include "readdir/path_mutant.h"

namespace fuse_dirents {
namespace {

size_t runs = 2000;
uint64_t seed = kDefaultSeed;
std::string replayed;

testing::AssertionResult KeepsToItsModel(const Machine& machine) {
  if (!replayed.empty()) {
    std::string problem;
    const auto steps = StepsFromText(machine, replayed, &problem);
    if (!steps) {
      std::printf("%s\n", problem.c_str());
      return testing::AssertionSuccess();
    }
    const Failure failure = TakeSteps(machine, *steps);
    if (!failure) return testing::AssertionSuccess();
    return testing::AssertionFailure() << *failure;
  }
  const MachineResult result = RunMachine(machine, seed, runs);
  if (result.failure) {
    return testing::AssertionFailure()
           << machine.name << ", seed " << seed << ": " << *result.failure
           << "\n--- steps, replay with --replay=FILE\n"
           << StepsToText(machine, result.shortest) << "---\nbazel run "
           << TestTarget() << " -- --replay=FILE\n";
  }
  std::printf("%s: %zu runs, %zu steps:", std::string(machine.name).c_str(),
              result.runs, result.steps);
  for (size_t i = 0; i < machine.ops.size(); ++i) {
    std::printf(" %zu %s", result.by_op[i],
                std::string(machine.ops[i]).c_str());
  }
  std::printf("\n");
  if (result.runs != runs) {
    return testing::AssertionFailure() << "only " << result.runs << " runs";
  }
  if (result.steps < 10 * runs) {
    return testing::AssertionFailure() << "only " << result.steps << " steps";
  }
  for (const size_t steps : result.by_op) {
    if (steps < runs / 4) {
      return testing::AssertionFailure() << "a kind of step is hardly taken";
    }
  }
  return testing::AssertionSuccess();
}

TEST(Machine, ThePagePoolKeepsToItsModel) {
  EXPECT_TRUE(KeepsToItsModel(kPoolMachine));
}
TEST(Machine, TheDirentCacheKeepsToItsModel) {
  EXPECT_TRUE(KeepsToItsModel(kCacheMachine));
}
TEST(Machine, TheClientKeepsToItsModel) {
  EXPECT_TRUE(KeepsToItsModel(kClientMachine));
}

// --- Canaries. ---

void ExpectFound(const Machine& machine, size_t most_steps) {
  if (!replayed.empty()) return;
  const MachineResult result = RunMachine(machine, kDefaultSeed, 300);
  ASSERT_TRUE(result.failure);
  const std::string text = StepsToText(machine, result.shortest);
  std::printf("%s%s\n", text.c_str(), result.failure->c_str());
  std::string problem;
  const auto again = StepsFromText(machine, text, &problem);
  ASSERT_TRUE(again) << problem;
  EXPECT_EQ(StepsToText(machine, *again), text);
  EXPECT_TRUE(TakeSteps(machine, *again)) << "does not fail again";
  if (DriverName() == "RapidCheck") {
    EXPECT_LE(result.shortest.size(), most_steps) << "is not shrunk";
  }
}

TEST(MachineCanary, APoolThatFreesAPageLessOfEachFolioIsFound) {
  Machine leaky = kPoolMachine;
  leaky.make = [] {
    return MakePoolMachine([](PagePool* pool, uint32_t first, unsigned order) {
      pool->Free(first, order < 2 ? order : order - 1);
    });
  };
  ExpectFound(leaky, 2);
}

TEST(MachineCanary, PathMutantsAreFound) {
  const struct {
    const Machine& machine;
    PathMutant mutant;
    size_t most_steps;
  } kCanaries[] = {
      {kCacheMachine, PathMutant::kCacheTakesAnyEntry, 1},
      {kCacheMachine, PathMutant::kCacheCompleteTooSoon, 1},
      {kCacheMachine, PathMutant::kCacheCutsNames, 3},
      {kClientMachine, PathMutant::kResumesPastUntaken, 2},
      {kClientMachine, PathMutant::kPagesLeakOnFailedMap, 2},
  };
  for (const auto& [machine, mutant, most_steps] : kCanaries) {
    const PlantedPathMutant planted(mutant);
    ExpectFound(machine, most_steps);
  }
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) {
  using namespace fuse_dirents;
  testing::InitGoogleTest(&argc, argv);
  for (int i = 1; i < argc; ++i) {
    const auto [key, value] = SplitKeyValue(argv[i]);
    const auto number = ParseNumber(value, 100000000);
    if (key == "--seed" && number) {
      seed = *number;
    } else if (key == "--cases" && number && *number > 0) {
      runs = *number;
    } else if (key == "--replay") {
      std::ifstream file{std::string(value)};
      std::stringstream text;
      text << file.rdbuf();
      replayed = text.str();
      if (!file || replayed.empty()) {
        std::fprintf(stderr, "%s: cannot be read\n",
                     std::string(value).c_str());
        return 2;
      }
    } else {
      std::fprintf(stderr,
                   "%s: unknown; expected --seed=N, --cases=N or "
                   "--replay=STEPS, or a flag of gtest\n",
                   argv[i]);
      return 2;
    }
  }
  return RUN_ALL_TESTS();
}
