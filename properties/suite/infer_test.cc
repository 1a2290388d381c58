// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/suite/infer.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "differential/mutants/mutants.h"
#include "differential/parser_list.h"
#include "gtest/gtest.h"
#include "parser/parse.h"
#include "parser/profile/profile_rows.h"
#include "properties/suite/corpus.h"

namespace fuse_dirents {
namespace {

Observed InferOf(const ParseFunction& parse, const Profile& formats_of) {
  std::string problem;
  const auto subject = MakeSubject({.name = "mine",
                                    .profile_name = "starnix",
                                    .dirent = formats_of.readdir,
                                    .direntplus = formats_of.readdirplus,
                                    .parse = parse},
                                   &problem);
  FUSE_DIRENTS_CHECK(subject);
  const Observed observed = Infer(*subject, EmbeddedCorpus());
  EXPECT_EQ(observed.died, 0u);
  return observed;
}

// A row that no reply decides shows all that it can be.
bool CanBe(const ObservedRow& row, const std::string& cell) {
  return row.cell == cell ||
         std::ranges::find(row.undecided, cell) != row.undecided.end();
}

TEST(Infer, TheReaderUnderEachProfileHasThatColumn) {
  for (const Profile& profile : AllProfiles()) {
    const Observed observed =
        InferOf(BindProfile(&ParseWithReader, profile), profile);
    EXPECT_EQ(observed.unexplained, 0u) << profile.name;
    EXPECT_EQ(observed.profiles[0].profile, &profile);
    for (size_t i = 0; i < observed.rows.size(); ++i) {
      EXPECT_EQ(observed.rows[i].cell, ProfileRows()[i].cell(profile))
          << profile.name << ": " << observed.rows[i].title;
    }
  }
}

// linux: every row is decided, as far as clients of Linux can differ in it.
TEST(Infer, EveryRowOfLinuxIsDecided) {
  const Observed observed =
      InferOf(BindProfile(&ParseWithReader, LinuxProfile()), LinuxProfile());
  for (const ObservedRow& row : observed.rows) {
    EXPECT_TRUE(row.undecided.empty())
        << row.title << ": " << row.cell << " or " << row.undecided[0];
  }
}

TEST(Infer, EachRowOfLinuxThatChangesIsFound) {
  const std::vector<std::string> words = {"143", "-EINVAL"};
  for (const Neighbour& one : Neighbours(LinuxProfile(), words)) {
    const std::string cell = one.row->cell(one.profile);
    // In the one format that shows it with fewer replies.
    Profile changed = one.profile;
    changed.readdirplus = false;
    if (one.row->cell(changed) == "-") {
      changed.readdir = false;
      changed.readdirplus = true;
    }
    const Observed observed =
        InferOf(BindProfile(&ParseWithReader, changed), changed);
    EXPECT_EQ(observed.unexplained, 0u) << one.row->field << "=" << cell;
    // Linux that accepts long names is Linux without a longest name, and Linux
    // that frames first, and ends quietly there, looks first at the record.
    if (cell == "accept" && one.row->field == "long_name") continue;
    if (one.row->field == "frames_first") continue;
    for (size_t i = 0; i < observed.rows.size(); ++i) {
      const std::string due = ProfileRows()[i].cell(changed);
      EXPECT_TRUE(CanBe(observed.rows[i], due))
          << one.row->field << "=" << cell << ": " << observed.rows[i].title
          << " is " << observed.rows[i].cell;
    }
  }
}

TEST(Infer, WhatNoRowExplainsIsSaidToBeSo) {
  Profile dirent = LinuxProfile();
  dirent.readdirplus = false;
  for (const std::string_view bug :
       {"slash_first_unseen", "second_entry_lost"}) {
    const Observed observed =
        InferOf(BindProfile(ParseFunctionOf(bug), LinuxProfile()), dirent);
    EXPECT_GT(observed.unexplained, 0u) << bug;
    ASSERT_TRUE(observed.smallest.has_value()) << bug;
    EXPECT_FALSE(observed.difference.empty());
  }
}

TEST(Infer, TheTextMarksWhatDiffersAndWhatIsUndecided) {
  std::string problem;
  const auto subject = MakeSubject(
      {.name = "mine",
       .profile_name = "linux",
       .parse = BindProfile(&ParseWithReader, *FindProfile("openbsd"))},
      &problem);
  ASSERT_TRUE(subject);
  Subject dirent = *subject;
  dirent.direntplus = false;
  const std::string text = ToText(dirent, Infer(dirent, EmbeddedCorpus()));
  EXPECT_NE(text.find("observed"), text.npos) << text;
  EXPECT_NE(text.find("`openbsd`"), text.npos) << text;
  EXPECT_NE(text.find(" *"), text.npos) << text;
  EXPECT_EQ(text.find("not explained"), text.npos) << text;
}

}  // namespace
}  // namespace fuse_dirents
