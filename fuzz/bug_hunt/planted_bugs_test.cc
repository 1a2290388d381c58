// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/bug_hunt/planted_bugs.h"

#include <cctype>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "differential/compare.h"
#include "fuzz/mutator/record_mutator.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

TEST(PlantedBugsTest, HaveNamesOfTheirOwnAndSayWhatIsWrong) {
  std::set<std::string_view> names;
  for (const PlantedBug& bug : PlantedBugs()) {
    EXPECT_TRUE(names.insert(bug.name).second) << bug.name;
    EXPECT_FALSE(bug.what.empty()) << bug.name;
    EXPECT_EQ(FindPlantedBug(bug.name), &bug);
  }
  EXPECT_GE(names.size(), 12u);
  EXPECT_EQ(FindPlantedBug("none"), nullptr);
}

// Else every bug would be found at once, and for the wrong reason.
TEST(PlantedBugsTest, TheParserWithoutABugAgreesWithTheReference) {
  const ListedParser parsers[] = {
      OurParsers().front(),
      {"linear", Presentation::kLinear, kParseWithoutBug},
      {"mapped", Presentation::kMapped, kParseWithoutBug},
      {"segmented", Presentation::kSegmented, kParseWithoutBug},
  };
  Comparer comparer(parsers);
  for (const RecordFormat format :
       {RecordFormat::kDirent, RecordFormat::kDirentplus}) {
    RecordMutator mutator(format == RecordFormat::kDirent
                              ? TargetFormat::kDirent
                              : TargetFormat::kDirentplus,
                          nullptr);
    std::vector<uint8_t> data(8192);
    size_t size = 0;
    size_t emitted = 0;
    for (uint32_t seed = 0; seed < 10000; ++seed) {
      if (seed % 20 == 0) size = 0;
      size = mutator.Mutate(data.data(), size, data.size(), seed);
      Input input = DecodeInput(
          std::string_view(reinterpret_cast<char*>(data.data()), size));
      input.choices.profile = &LinuxProfile();
      const auto difference = comparer.Compare(format, input);
      ASSERT_FALSE(difference.has_value()) << difference->report;
      emitted += comparer.expected().size() - 1;
    }
    EXPECT_GE(emitted, 5000u);
  }
}

}  // namespace
}  // namespace fuse_dirents
