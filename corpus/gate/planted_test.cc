// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The inputs of the corpus alone, as they are, find what is planted: every bug
// of a listing's path, and every bug that a fuzz target's oracle must find.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "differential/mutants/path_mutants.h"
#include "fuzz/checks/planted_bugs.h"
#include "fuzz/session_oracle.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

// Of a reply.  Reports of longer ones take long to write.
constexpr size_t kMaxBytes = 8192;

TEST(PlantedTest, TheSessionsFindEveryPathMutant) {
  const std::vector<std::string> seeds = SeedsOf("session_fuzzer");
  for (const PathMutantFacts& facts : AllPathMutants()) {
    if (!facts.FoundBy(PathJudge::kSessionFuzzer)) continue;
    const PlantedPathMutant planted(facts.mutant);
    size_t found = 0;
    for (const std::string& seed : seeds) {
      const auto* const data = reinterpret_cast<const uint8_t*>(seed.data());
      if (!JudgeSession(data, seed.size()).finding.empty()) ++found;
    }
    EXPECT_GT(found, 0u) << facts.name << ": " << facts.what;
  }
}

TEST(PlantedTest, TheInputsFindWhatEachOracleMustFind) {
  for (const Planted& planted : AllPlanted()) {
    const Check check = planted.check();
    bool found = false;
    for (const std::string& seed : SeedsOf(planted.target)) {
      if (seed.size() > kMaxBytes) continue;
      bool judged = false;
      const auto report = check(seed, &judged);
      found = report && report->find(planted.says) != report->npos;
      if (found) break;
    }
    EXPECT_TRUE(found) << planted.target << ": " << planted.name;
  }
}

}  // namespace
}  // namespace fuse_dirents
