// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Parsers with one wrong rule each: the running kernel disagrees with them.

#include <cinttypes>
#include <cstdio>
#include <string>
#include <vector>

#include "differential/mutants/mutants.h"
#include "gtest/gtest.h"
#include "oracle/linux_live/expected_sight.h"
#include "oracle/linux_live/live_cases.h"
#include "oracle/linux_live/live_fixture.h"
#include "oracle/linux_live/live_judge.h"
#include "parser/parse.h"

namespace fuse_dirents {
namespace {

constexpr uint64_t kSeed = 7;
constexpr uint64_t kCases = 4000;

// The reference with `reclen >= nbytes` for `reclen > nbytes`: a record that
// ends where the reply ends is taken for one that is cut.
int DropsExactFit(const Profile& profile, const dirents_reply& reply,
                  const dirents_sink& sink, uint64_t* pos) {
  dirents_reply shorter = reply;
  if (shorter.nbytes > 0) --shorter.nbytes;
  return ParseWithReference(profile, shorter, sink, pos);
}

struct Planted {
  const char* edit;
  ParseFunction parse;
};

std::vector<Planted> AllPlanted() {
  std::vector<Planted> all = {{"reclen >= nbytes", DropsExactFit}};
  for (const char* name :
       {"slash_taken", "pos_past_full", "bad_entry_kept", "name_max_4094",
        "name_max_4096", "full_stops_plus"}) {
    all.push_back({name, ParseFunctionOf(name)});
  }
  return all;
}

using PlantedTest = LiveFixture;

TEST_F(PlantedTest, EachIsFound) {
  std::vector<Planted> left = AllPlanted();
  const size_t planted = left.size();
  size_t listings = 0;
  for (uint64_t i = 0; i < kCases && !left.empty(); ++i) {
    const Case c = RandomCase(kSeed, i);
    for (const Question& question :
         QuestionsAbout(c, kernel_->facts(), kSeed + i)) {
      const Sight seen = kernel_->Look(question);
      ++listings;
      // The right one is never found.
      EXPECT_EQ(Disagreement(ExpectedSight(ParseWithReference, kernel_->facts(),
                                           question),
                             seen),
                std::nullopt);
      std::erase_if(left, [&](const Planted& one) {
        const auto found = Disagreement(
            ExpectedSight(one.parse, kernel_->facts(), question), seen);
        if (!found) return false;
        std::printf("%s: after %zu listings\n%s\n", one.edit, listings,
                    found->substr(0, found->find("\n\n")).c_str());
        return true;
      });
    }
  }
  EXPECT_EQ(planted, 7u);
  for (const Planted& one : left) ADD_FAILURE() << one.edit << " is not found";
}

}  // namespace
}  // namespace fuse_dirents
