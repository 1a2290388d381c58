// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/engine/generators.h"

#include <set>
#include <string>

#include "differential/recipe.h"
#include "gtest/gtest.h"
#include "properties/engine/distribution.h"
#include "properties/engine/property.h"

namespace fuse_dirents {
namespace {

constexpr size_t kCases = 2000;

// Takes the lowest number, or the highest.
class ExtremeChooser final : public Chooser {
 public:
  explicit ExtremeChooser(bool high) : high_(high) {}
  uint64_t InRange(uint64_t lo, uint64_t hi) override {
    ++choices;
    return high_ ? hi : lo;
  }
  size_t choices = 0;

 private:
  bool high_;
};

class CountingChooser final : public Chooser {
 public:
  explicit CountingChooser(uint64_t seed) : random_(seed) {}
  uint64_t InRange(uint64_t lo, uint64_t hi) override {
    ++choices;
    return random_.InRange(lo, hi);
  }
  size_t choices = 0;

 private:
  RandomChooser random_;
};

// A third straddle a seam, a tenth are cut inside a record, and the rest of
// what Distribution asks for.
TEST(Generators, GeneralCasesAreWhatMatters) {
  Runner runner(OurParsers());
  RandomChooser chooser(1);
  Distribution distribution;
  for (size_t i = 0; i < kCases; ++i) {
    distribution.Add(DrawCase({}, nullptr, &chooser), &runner);
  }
  EXPECT_EQ(distribution.cases(), kCases);
  EXPECT_EQ(distribution.Lacks(10, true).value_or("nothing"), "nothing");
  EXPECT_GE(distribution.straddling() * 3, kCases);
  EXPECT_GE(distribution.cut_mid_record() * 10, kCases);
}

// The floors are floors: cases without a seam, or uncut, do not pass.
TEST(Generators, PlainCasesAreNotEnough) {
  Runner runner(OurParsers());
  Distribution distribution;
  EXPECT_EQ(distribution.Lacks(0, false).value_or("nothing"), "no cases");
  Case c;
  for (uint64_t i = 1; i < 5; ++i) {
    c.records.push_back({.ino = i, .off = i, .type = 8, .name = "a"});
  }
  for (size_t i = 0; i < 100; ++i) distribution.Add(c, &runner);
  EXPECT_EQ(distribution.straddling(), 0u);
  EXPECT_EQ(distribution.cut_mid_record(), 0u);
  EXPECT_EQ(distribution.several_records(), 100u);
  EXPECT_TRUE(distribution.Lacks(0, false));

  // 24 + 1 + 7 bytes a record: the second one straddles, the third is cut.
  c.choices.layout.desc_lengths = {40};
  c.choices.layout.cut = 70;
  Distribution odd;
  odd.Add(c, &runner);
  EXPECT_EQ(odd.straddling(), 1u);
  EXPECT_EQ(odd.cut_mid_record(), 1u);
  // Two whole records lie in front of the cut at 64, and none is cut.
  c.choices.layout.cut = 64;
  odd.Add(c, &runner);
  EXPECT_EQ(odd.cut_mid_record(), 1u);
}

// Each case prints itself so that a recipe's reader gets the same reply and the
// same choices.
TEST(Generators, EveryCaseSurvivesItsRecipe) {
  RandomChooser chooser(2);
  std::set<std::string> recipes;
  for (size_t i = 0; i < kCases; ++i) {
    const Case c = DrawCase({}, nullptr, &chooser);
    const std::string text = c.ToRecipe("a reason\nof two lines");
    std::string problem;
    const auto recipe = ParseRecipe(text, &problem);
    ASSERT_TRUE(recipe) << problem << "\n" << text;
    EXPECT_EQ(recipe->reply, c.Reply()) << text;
    EXPECT_EQ(recipe->format, c.format);
    EXPECT_EQ(recipe->why, "a reason of two lines");
    const auto read = Case::FromRecipe(text, &problem);
    ASSERT_TRUE(read) << problem << "\n" << text;
    EXPECT_EQ(read->Reply(), c.Reply()) << text;
    EXPECT_EQ(read->choices, c.choices) << text;
    recipes.insert(text);
  }
  EXPECT_GT(recipes.size(), kCases * 9 / 10);
}

// The same records come back, so that round trips can be replayed.
TEST(Generators, WellFormedCasesSurviveTheirRecipeRecordByRecord) {
  RandomChooser chooser(3);
  for (size_t i = 0; i < kCases; ++i) {
    const Case c = DrawCase({.well_formed = true}, nullptr, &chooser);
    ASSERT_FALSE(c.records.empty());
    std::string problem;
    const auto read = Case::FromRecipe(c.ToRecipe("none"), &problem);
    ASSERT_TRUE(read) << problem;
    EXPECT_EQ(*read, c);
  }
}

TEST(Generators, SameSeedGivesTheSameCases) {
  RandomChooser one(4), two(4), other(5);
  bool differ = false;
  for (size_t i = 0; i < 100; ++i) {
    const Case c = DrawCase({}, nullptr, &one);
    EXPECT_EQ(c, DrawCase({}, nullptr, &two));
    differ |= !(c == DrawCase({}, nullptr, &other));
  }
  EXPECT_TRUE(differ);
}

// Whatever was chosen before, a choice means the same: else making one choice
// simpler would make another case of the rest.
TEST(Generators, EveryCaseTakesTheSameNumberOfChoices) {
  ExtremeChooser low(false), high(true);
  DrawCase({}, nullptr, &low);
  DrawCase({}, nullptr, &high);
  EXPECT_GT(low.choices, 50u);
  EXPECT_EQ(low.choices, high.choices);
  for (uint64_t seed = 0; seed < 200; ++seed) {
    CountingChooser chooser(seed);
    DrawCase({.well_formed = seed % 2 == 0, .always_cut = seed % 3 == 0},
             nullptr, &chooser);
    EXPECT_EQ(chooser.choices, low.choices);
  }
}

// The simplest choices give the simplest case.
TEST(Generators, LowestChoicesGiveAnEmptyReply) {
  ExtremeChooser low(false);
  const Case c = DrawCase({}, nullptr, &low);
  EXPECT_EQ(c.Reply(), "");
  EXPECT_EQ(c.choices.profile, &LinuxProfile());
}

TEST(Generators, EdgesOfNamelenAreDrawn) {
  RandomChooser chooser(6);
  std::set<size_t> lengths;
  size_t nuls = 0, slashes = 0, dots = 0, lies = 0;
  for (size_t i = 0; i < kCases; ++i) {
    for (const RecordFields& fields : DrawCase({}, nullptr, &chooser).records) {
      lengths.insert(fields.name.size());
      nuls += fields.name.find('\0') != std::string::npos;
      slashes += fields.name.find('/') != std::string::npos;
      dots += fields.name == "." || fields.name == "..";
      lies += fields.namelen.has_value();
    }
  }
  for (const size_t length :
       {1, 7, 8, 9, 255, 1023, 1024, 1025, 4072, 4073, 4094, 4095, 4096}) {
    EXPECT_TRUE(lengths.contains(length)) << length;
  }
  EXPECT_GT(nuls, 50u);
  EXPECT_GT(slashes, 50u);
  EXPECT_GT(dots, 50u);
  EXPECT_GT(lies, 50u);
}

// DrawCase() checks that what it draws fits.
TEST(Generators, ACaseThatIsNotWellFormedDoesNotFit) {
  const CaseRules well_formed = {.well_formed = true};
  Case good;
  good.records = {{.ino = 1, .off = 1, .type = 8, .name = "a"}};
  EXPECT_TRUE(FitsRules(well_formed, good));
  EXPECT_FALSE(FitsRules({.always_cut = true}, good));
  EXPECT_FALSE(FitsRules({.plus_only = true}, good));
  const auto expect_misfit = [&](const auto& change) {
    Case bad = good;
    change(&bad);
    EXPECT_FALSE(FitsRules(well_formed, bad)) << bad.ToRecipe("");
    EXPECT_TRUE(FitsRules({}, bad));
  };
  expect_misfit([](Case* c) { c->records.clear(); });
  expect_misfit([](Case* c) { c->raw = "x"; });
  expect_misfit([](Case* c) { c->sent = 8; });
  expect_misfit([](Case* c) { c->choices.layout.cut = 8; });
  expect_misfit([](Case* c) { c->choices.plan.capacity = 0; });
  expect_misfit([](Case* c) { c->records[0].namelen = 9; });
  expect_misfit([](Case* c) { c->records[0].padding_byte = 1; });
  expect_misfit([](Case* c) { c->records[0].name = "a/b"; });
  expect_misfit([](Case* c) { c->records[0].name = ""; });
  expect_misfit([](Case* c) { c->records[0].name.assign(4096, 'a'); });
}

}  // namespace
}  // namespace fuse_dirents
