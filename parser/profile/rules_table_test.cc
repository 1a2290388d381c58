// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "base/files.h"
#include "gtest/gtest.h"
#include "parser/profile/profile_table.h"

namespace fuse_dirents {
namespace {

// The sources of every PREFIX*_test.cc in parser/, joined.
std::string TestsNamed(std::string_view prefix) {
  std::string sources;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator("parser")) {
    const std::string name = entry.path().filename();
    if (name.starts_with(prefix) && name.ends_with("_test.cc")) {
      sources += MustReadFile(entry.path());
    }
  }
  return sources;
}

TEST(RulesTableTest, EveryTestThatRulesMdNamesStandsWhereItSays) {
  const std::string rules = MustReadFile("parser/RULES.md");
  int cited = 0;
  for (const auto& [label, prefix] : {std::pair{"(reader:", "dirent_reader"},
                                      std::pair{"(parse:", "parse"}}) {
    const std::string tests = TestsNamed(prefix);
    ASSERT_FALSE(tests.empty()) << prefix;
    for (size_t at = rules.find(label); at != rules.npos;
         at = rules.find(label, at + 1)) {
      // In a citation, a word that starts with a capital letter is a test.
      // "..." after it stands for all tests with that prefix.
      const size_t end = rules.find(')', at);
      ASSERT_NE(end, rules.npos);
      size_t word = at + std::string_view(label).size();
      while (word < end) {
        size_t word_end = word;
        while (word_end < end && std::isalnum(rules[word_end])) ++word_end;
        const std::string name = rules.substr(word, word_end - word);
        if (!name.empty() && std::isupper(name[0])) {
          const bool several = rules.compare(word_end, 3, "...") == 0;
          EXPECT_NE(tests.find("Test, " + name + (several ? "" : ")")),
                    tests.npos)
              << "parser/RULES.md names " << name << ", which no parser/"
              << prefix << "*_test.cc has";
          ++cited;
        }
        word = word_end + 1;
      }
    }
  }
  EXPECT_GE(cited, 30);
}

TEST(RulesTableTest, TheTableInRulesMdIsUpToDate) {
  const std::string rules = MustReadFile("parser/RULES.md");
  ASSERT_FALSE(rules.empty()) << "parser/RULES.md cannot be read";
  const auto expected = WithProfileTable(rules);
  ASSERT_TRUE(expected.has_value())
      << "parser/RULES.md: expected each once, in this order: " << kTableBegins
      << kTableEnds;
  EXPECT_TRUE(rules == *expected) << "the table of profiles in parser/RULES.md "
                                     "is stale; rewrite it with\n    "
                                     "bazel run //parser/profile:update_rules";
}

TEST(RulesTableTest, EveryProfileHasAColumnAndEveryFieldARow) {
  const std::string table = ProfileTable();
  for (const Profile& profile : AllProfiles()) {
    EXPECT_NE(table.find(" `" + std::string(profile.name) + "` |"), table.npos);
    EXPECT_NE(table.find(profile.client), table.npos);
  }
  // Changing a field of a profile changes its column.
  Profile changed[29];
  std::fill(std::begin(changed), std::end(changed), LinuxProfile());
  Profile* p = changed;
  (p++)->readdir = false;
  (p++)->readdirplus = false;
  (p++)->name_max = 1;
  (p++)->order = CheckOrder::kRecordFirst;
  for (const auto rule :
       {&Profile::empty_name, &Profile::long_name, &Profile::short_record,
        &Profile::trailing, &Profile::slash, &Profile::nul,
        &Profile::unprintable, &Profile::not_utf8, &Profile::efi_attr,
        &Profile::off_negative, &Profile::type_above_u8}) {
    (p++)->*rule = Error(EPROTO);
  }
  (p++)->last_padding_required = false;
  (p++)->frames_first = true;
  (p++)->lone_header_judged = false;
  (p++)->emit_time = EmitTime::kAfterReply;
  for (const auto flag :
       {&Profile::type_of_8_bits, &Profile::nodeid0_linked,
        &Profile::dots_end_at_nul, &Profile::not_utf8_forgotten,
        &Profile::unpadded_forgotten}) {
    (p++)->*flag = true;
  }
  (p++)->lookups = LookupUse::kNone;
  (p++)->dot_lookups = LookupUse::kLink;
  (p++)->bad_entry_forgotten = false;
  (p++)->failed_link_forgotten = false;
  (p++)->when_full = WhenFull::kStop;
  ASSERT_EQ(p, std::end(changed));
  const std::string linux_table = ProfileTable({&LinuxProfile(), 1});
  for (const Profile& profile : changed) {
    EXPECT_NE(ProfileTable({&profile, 1}), linux_table)
        << "field " << &profile - changed;
  }
  Profile last = LinuxProfile();
  last.forgets_after_error = true;
  EXPECT_NE(ProfileTable({&last, 1}), linux_table);
}

TEST(RulesTableTest, EveryRowHasACellForEveryProfile) {
  const std::string table = ProfileTable();
  size_t rows = 0;
  size_t start = table.find("\n|") + 1;
  while (start < table.size()) {
    const size_t end = table.find('\n', start);
    const std::string row = table.substr(start, end - start);
    EXPECT_EQ(static_cast<size_t>(std::count(row.begin(), row.end(), '|')),
              AllProfiles().size() + 2)
        << row;
    ++rows;
    start = end + 1;
  }
  EXPECT_EQ(rows, 31u);
}

TEST(RulesTableTest, TextWithoutBothMarkersIsNotRewritten) {
  const std::string begins(kTableBegins);
  const std::string ends(kTableEnds);
  EXPECT_FALSE(WithProfileTable("").has_value());
  EXPECT_FALSE(WithProfileTable(begins).has_value());
  EXPECT_FALSE(WithProfileTable(ends + begins).has_value());
  EXPECT_FALSE(WithProfileTable(begins + ends + ends).has_value());
  EXPECT_FALSE(WithProfileTable(begins + begins + ends).has_value());
  EXPECT_EQ(WithProfileTable("a\n" + begins + "stale\n" + ends + "b\n"),
            "a\n" + begins + "\n" + ProfileTable() + "\n" + ends + "b\n");
}

TEST(RulesTableTest, DifferingRowsShowBothCells) {
  Profile other = LinuxProfile();
  EXPECT_TRUE(DifferingRows(LinuxProfile(), other).empty());
  other.slash = kAccept;
  const auto rows = DifferingRows(LinuxProfile(), other);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].title, "'/' in the name");
  EXPECT_EQ(rows[0].first, "-EIO");
  EXPECT_EQ(rows[0].second, "accept");
}

}  // namespace
}  // namespace fuse_dirents
