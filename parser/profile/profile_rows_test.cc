// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "parser/profile/profile_rows.h"

#include <string>

#include "gtest/gtest.h"
#include "parser/profile/profile_table.h"

namespace fuse_dirents {
namespace {

// The column of `profile` set row by row, over a profile that differs in most.
Profile SetFromWords(const Profile& profile, const Profile& base) {
  Profile made = base;
  for (const ProfileRow& row : ProfileRows()) {
    const std::string cell = row.cell(profile);
    if (cell == "-") continue;
    std::string problem;
    EXPECT_TRUE(SetRow(std::string(row.field) + "=" + cell, &made, &problem))
        << problem;
  }
  return made;
}

TEST(ProfileRows, EachRowOfEachProfileIsReadBackFromItsWords) {
  for (const Profile& profile : AllProfiles()) {
    for (const Profile& base : AllProfiles()) {
      const Profile made = SetFromWords(profile, base);
      for (const ProfileRow& row : ProfileRows()) {
        EXPECT_EQ(row.cell(made), row.cell(profile))
            << profile.name << " over " << base.name << ": " << row.title;
      }
    }
  }
}

TEST(ProfileRows, ARowIsFoundByTitleAndByField) {
  for (const ProfileRow& row : ProfileRows()) {
    EXPECT_EQ(FindProfileRow(row.title), &row);
    EXPECT_EQ(FindProfileRow(row.field), &row);
  }
  EXPECT_EQ(FindProfileRow("name"), nullptr);
}

TEST(ProfileRows, TheyAreThoseOfTheTableAndMakeTwoProfilesOne) {
  const std::string table = ProfileTable();
  size_t at = table.find("|---|");
  for (const ProfileRow& row : ProfileRows()) {
    at = table.find("\n| ", at + 1);
    EXPECT_EQ(table.substr(at + 3, row.title.size() + 2),
              std::string(row.title) + " |");
  }
  EXPECT_EQ(table.find("\n| ", at + 1), table.npos);
  for (const Profile& from : AllProfiles()) {
    for (Profile to : AllProfiles()) {
      for (const ProfileRow& row : ProfileRows()) row.copy(from, &to);
      EXPECT_TRUE(DifferingRows(from, to).empty()) << from.name << to.name;
    }
  }
}

TEST(SetRow, TakesNumbersErrorsAndUnderscores) {
  Profile profile;
  std::string problem;
  EXPECT_TRUE(SetRow("name_max=143", &profile, &problem)) << problem;
  EXPECT_EQ(profile.name_max, 143u);
  EXPECT_TRUE(SetRow("name_max=none", &profile, &problem)) << problem;
  EXPECT_EQ(profile.name_max, kNoNameMax);
  EXPECT_TRUE(SetRow("slash=-ENOENT", &profile, &problem)) << problem;
  EXPECT_EQ(profile.slash, Error(ENOENT));
  EXPECT_TRUE(SetRow("slash=-2", &profile, &problem)) << problem;
  EXPECT_EQ(profile.slash, Error(ENOENT));
  EXPECT_TRUE(SetRow("emit_time=after_the_reply", &profile, &problem))
      << problem;
  EXPECT_EQ(profile.emit_time, EmitTime::kAfterReply);
  EXPECT_TRUE(SetRow("'/' in the name=hide", &profile, &problem)) << problem;
  EXPECT_EQ(profile.slash, kHide);
}

TEST(SetRow, RefusesOtherNamesAndWordsAndSaysWhatItKnows) {
  const auto problem_of = [](std::string_view text) {
    Profile profile;
    std::string problem;
    EXPECT_FALSE(SetRow(text, &profile, &problem)) << text;
    for (const ProfileRow& row : ProfileRows()) {
      EXPECT_EQ(row.cell(profile), row.cell(Profile())) << text;
    }
    EXPECT_EQ(problem.find('\n'), problem.npos);
    return problem;
  };
  EXPECT_NE(problem_of("slsh=accept").find("there are formats name_max order"),
            std::string::npos);
  EXPECT_EQ(problem_of("slash=maybe"),
            "'slash=maybe': slash takes accept, hide, stop or -ERRNO");
  EXPECT_EQ(problem_of("trailing=hide"),
            "'trailing=hide': trailing takes stop or -ERRNO");
  for (const std::string_view wrong :
       {"slash", "slash=", "slash=EIO", "slash=5", "slash=-", "name_max=0",
        "name_max=-1", "name_max=4294967295", "order=name", "lookups=yes",
        "formats=dirent", "frames_first=true", "=yes", ""}) {
    problem_of(wrong);
  }
}

}  // namespace
}  // namespace fuse_dirents
