// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "parser/profile/profile.h"

#include <set>
#include <string>
#include <string_view>

#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

TEST(ProfileTest, LinuxComesFirst) {
  ASSERT_GE(AllProfiles().size(), 2u);
  EXPECT_EQ(AllProfiles()[0].name, "linux");
  EXPECT_EQ(&AllProfiles()[0], &LinuxProfile());
  // Inputs name a profile by its index.
  EXPECT_EQ(AllProfiles()[1].name, "linux_before_6_15");
}

TEST(ProfileTest, EveryProfileIsFoundByItsName) {
  for (const Profile& profile : AllProfiles()) {
    EXPECT_EQ(FindProfile(profile.name), &profile);
  }
  EXPECT_EQ(FindProfile(""), nullptr);
  EXPECT_EQ(FindProfile("Linux"), nullptr);
  EXPECT_EQ(FindProfile("linux "), nullptr);
}

TEST(ProfileTest, NamesAreOneLowerCaseWordEachAndDiffer) {
  std::set<std::string_view> names;
  for (const Profile& profile : AllProfiles()) {
    EXPECT_TRUE(names.insert(profile.name).second) << profile.name;
    EXPECT_FALSE(profile.name.empty());
    EXPECT_EQ(
        profile.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_"),
        std::string_view::npos);
    EXPECT_FALSE(profile.client.empty());
    EXPECT_EQ(profile.client.find('\n'), std::string_view::npos);
  }
}

TEST(ProfileTest, EveryErrorHasAnErrnoValueAndNothingElseHas) {
  for (const Profile& p : AllProfiles()) {
    for (const Rule& rule :
         {p.empty_name, p.long_name, p.short_record, p.trailing, p.slash, p.nul,
          p.unprintable, p.not_utf8, p.efi_attr, p.off_negative,
          p.type_above_u8}) {
      EXPECT_EQ(rule.err > 0, rule.action == Action::kError) << p.name;
    }
  }
}

TEST(ProfileTest, ARecordThatCannotBeFramedEndsTheParse) {
  for (const Profile& p : AllProfiles()) {
    for (const Rule& rule : {p.short_record, p.trailing}) {
      EXPECT_TRUE(rule.action == Action::kStop || rule.action == Action::kError)
          << p.name;
    }
  }
}

TEST(ProfileTest, EveryProfileSupportsAFormat) {
  for (const Profile& p : AllProfiles()) {
    EXPECT_TRUE(p.Supports(RecordFormat::kDirent) ||
                p.Supports(RecordFormat::kDirentplus))
        << p.name;
    EXPECT_EQ(p.Supports(RecordFormat::kDirent), p.readdir);
    EXPECT_EQ(p.Supports(RecordFormat::kDirentplus), p.readdirplus);
  }
}

// fs/fuse/readdir.c of Linux 6.15, rule by rule.
TEST(ProfileTest, LinuxHasTheRulesOfLinux) {
  const Profile& p = LinuxProfile();
  EXPECT_TRUE(p.readdir && p.readdirplus);
  EXPECT_EQ(p.name_max, 4095u);
  EXPECT_EQ(p.order, CheckOrder::kNamelenFirst);
  EXPECT_EQ(p.empty_name, Error(EIO));
  EXPECT_EQ(p.long_name, Error(EIO));
  EXPECT_EQ(p.short_record, kStopQuietly);
  EXPECT_EQ(p.trailing, kStopQuietly);
  EXPECT_TRUE(p.last_padding_required);
  EXPECT_FALSE(p.frames_first);
  EXPECT_EQ(p.slash, Error(EIO));
  EXPECT_TRUE(p.lone_header_judged);
  for (const Rule& rule : {p.nul, p.unprintable, p.not_utf8, p.efi_attr,
                           p.off_negative, p.type_above_u8}) {
    EXPECT_EQ(rule, kAccept);
  }
  EXPECT_EQ(p.emit_time, EmitTime::kBeforeLookup);
  EXPECT_FALSE(p.type_of_8_bits);
  EXPECT_FALSE(p.nodeid0_linked);
  EXPECT_FALSE(p.dots_end_at_nul);
  EXPECT_FALSE(p.not_utf8_forgotten);
  EXPECT_EQ(p.lookups, LookupUse::kLink);
  EXPECT_EQ(p.dot_lookups, LookupUse::kNone);
  EXPECT_TRUE(p.bad_entry_forgotten);
  EXPECT_TRUE(p.failed_link_forgotten);
  EXPECT_EQ(p.when_full, WhenFull::kKeepLinking);
  EXPECT_FALSE(p.forgets_after_error);
  EXPECT_FALSE(p.unpadded_forgotten);
}

TEST(ProfileTest, Before615LinuxTookShorterNames) {
  const Profile* p = FindProfile("linux_before_6_15");
  ASSERT_NE(p, nullptr);
  EXPECT_EQ(p->name_max, 1024u);
}

}  // namespace
}  // namespace fuse_dirents
