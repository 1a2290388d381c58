// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Links that fail, or that give other lookups back: the kernel and DentryTable
// say the same, line by line.

#include <string>

#include "differential/recipe.h"
#include "gtest/gtest.h"
#include "oracle/linux_live/expected_sight.h"
#include "oracle/linux_live/live_fixture.h"
#include "oracle/linux_live/live_judge.h"
#include "parser/parse.h"

namespace fuse_dirents {
namespace {

// "name:nodeid", with a letter for each other thing: d, a directory; g,
// generation 1; h, generation 2^32.
std::string Recipe(std::initializer_list<std::string> records) {
  std::string text = "format direntplus\n";
  int off = 0;
  for (const std::string& record : records) {
    const size_t colon = record.find(':');
    const size_t end = record.find_first_not_of("0123456789", colon + 1);
    const std::string flags = end == record.npos ? "" : record.substr(end);
    text += "record ino=1 off=" + std::to_string(++off) + " type=8 name=\"" +
            record.substr(0, colon) +
            "\" nodeid=" + record.substr(colon + 1, end - colon - 1);
    text += flags.find('d') == flags.npos ? " attr.mode=0100644"
                                          : " attr.mode=040755";
    if (flags.find('g') != flags.npos) text += " generation=1";
    if (flags.find('h') != flags.npos) text += " generation=4294967296";
    text += "\n";
  }
  return text;
}

class LinksTest : public LiveFixture {
 protected:
  // What a listing of `records` shows of lookups, on the kernel.
  std::string LookupsOf(std::initializer_list<std::string> records,
                        LiveKernel* kernel = kernel_.get()) {
    std::string problem;
    const auto recipe = ParseRecipe(Recipe(records), &problem);
    EXPECT_TRUE(recipe) << problem;
    if (!recipe) return "";
    const Question question = {
        .asks = Asks::kPlus, .format = recipe->format, .bytes = recipe->reply};
    const Sight seen = kernel->Look(question);
    EXPECT_EQ(
        Disagreement(
            ExpectedSight(ParseWithReference, kernel->facts(), question), seen)
            .value_or(""),
        "");
    EXPECT_EQ(seen.entries.size(), records.size());
    std::string text;
    const auto add = [&text](const char* what, const auto& counts) {
      for (const auto& [nodeid, count] : counts) {
        text += what + std::to_string(nodeid) + "*" + std::to_string(count);
      }
    };
    add(" early ", seen.forgotten);
    for (const std::string& name : seen.dentries) text += " dentry " + name;
    add(" all ", seen.lookups);
    return text;
  }
};

TEST_F(LinksTest, EachRecordCountsOneLookup) {
  EXPECT_EQ(LookupsOf({"a:7", "b:8"}), " dentry a dentry b all 7*1 all 8*1");
  EXPECT_EQ(LookupsOf({"a:7", "b:7"}), " dentry a dentry b all 7*2");
  EXPECT_EQ(LookupsOf({"a:7", "a:7"}), " dentry a all 7*2");
}

TEST_F(LinksTest, ADirectoryHasOneDentry) {
  EXPECT_EQ(LookupsOf({"a:7d", "b:7d"}), " dentry b all 7*2");
}

TEST_F(LinksTest, ANameWithAnotherNodeidGivesTheFirstBack) {
  EXPECT_EQ(LookupsOf({"a:7", "a:8"}), " early 7*1 dentry a all 7*1 all 8*1");
}

TEST_F(LinksTest, ANodeidOfAnotherGenerationIsAnotherInode) {
  EXPECT_EQ(LookupsOf({"a:7", "a:7g"}), " early 7*1 dentry a all 7*2");
  // Only the lowest 32 bits count.
  EXPECT_EQ(LookupsOf({"a:7", "a:7h"}), " dentry a all 7*2");
}

TEST_F(LinksTest, ANodeidOfAnotherTypeIsAnotherInode) {
  EXPECT_EQ(LookupsOf({"a:7", "a:7d"}), " early 7*1 dentry a all 7*2");
}

TEST_F(LinksTest, ALinkToAnInodeGoneBadFails) {
  // "b" makes the inode of "a" bad; the second "a" is refused with -EIO.
  EXPECT_EQ(LookupsOf({"a:7", "b:7g", "a:7"}),
            " early 7*1 dentry a dentry b all 7*3");
}

TEST_F(LinksTest, TheListedDirectoryItselfIsRefused) {
  std::string why_not;
  const auto kernel = LiveKernel::Make(&why_not, {.dir_nodeid = 90});
  ASSERT_NE(kernel, nullptr) << why_not;
  EXPECT_EQ(LookupsOf({"a:90d"}, kernel.get()), " early 90*1 all 90*1");
  // -ELOOP.  The dentry that it would have replaced is gone all the same.
  EXPECT_EQ(LookupsOf({"a:7", "a:90d", "b:8"}, kernel.get()),
            " early 7*1 early 90*1 dentry b all 7*1 all 8*1 all 90*1");
}

}  // namespace
}  // namespace fuse_dirents
