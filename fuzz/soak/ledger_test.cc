// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/soak/ledger.h"

#include <cctype>
#include <string>
#include <vector>

#include "base/commit.h"
#include "base/files.h"
#include "fuzz/soak/soak_round.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

// `count` rounds of 100 runs, the last with a finding if `found`.
std::vector<SoakRound> Rounds(const std::string& commit, size_t count,
                              bool found = false) {
  std::vector<SoakRound> rounds(count);
  for (size_t i = 0; i < count; ++i) {
    rounds[i].plan = {.commit = commit, .sanitizer = "address"};
    rounds[i].target = "a_fuzzer";
    rounds[i].number = i;
    rounds[i].runs = 100;
    rounds[i].digest = std::string(32, static_cast<char>('0' + i));
  }
  if (found) rounds.back().findings = 2;
  return rounds;
}

std::vector<LedgerRow> Ledger() {
  std::vector<LedgerRow> ledger;
  for (const char* commit : {"abc", "def"}) {
    AddRow(RowsOf(Rounds(commit, 3, true)).at(0), &ledger);
  }
  return ledger;
}

TEST(Ledger, TheCommittedPageIsOneAndItsSumsAreThoseOfItsRows) {
  std::string problem;
  const auto ledger = ParseLedger(MustReadFile("fuzz/SOAK.md"), &problem);
  ASSERT_TRUE(ledger) << "fuzz/SOAK.md: " << problem;
  for (const LedgerRow& row : *ledger) {
    EXPECT_GT(row.runs, 0u) << row.target;
    EXPECT_EQ(row.digest.size(), 32u) << row.target;
    EXPECT_FALSE(row.plan.commit.ends_with(kDirty)) << row.plan.commit;
  }
}

TEST(Ledger, ReadsBackWhatItWrites) {
  std::string problem;
  EXPECT_EQ(ParseLedger(LedgerText(Ledger()), &problem), Ledger()) << problem;
  EXPECT_EQ(ParseLedger(LedgerText({}), &problem), std::vector<LedgerRow>());
}

TEST(Ledger, SumsTheRowsOfATarget) {
  EXPECT_NE(LedgerText(Ledger()).find("| address | a_fuzzer | 600 | 4 |\n"),
            std::string::npos)
      << LedgerText(Ledger());
}

// Each digit of a sum, and of what is summed.
TEST(Ledger, NoNumberCanBeChangedByHand) {
  const std::string text = LedgerText(Ledger());
  size_t changed = 0;
  for (const std::string number : {"| 600 |", "| 4 |", "| 300 |", "| 2 |"}) {
    for (size_t at = 0; (at = text.find(number, at)) != text.npos; ++at) {
      for (size_t i = at + 2; std::isdigit(text[i]) != 0; ++i) {
        std::string other = text;
        other[i] = other[i] == '9' ? '8' : static_cast<char>(other[i] + 1);
        std::string problem;
        EXPECT_FALSE(ParseLedger(other, &problem)) << other;
        EXPECT_NE(problem.find("expected"), std::string::npos) << problem;
        ++changed;
      }
    }
  }
  EXPECT_EQ(changed, 3u + 1 + 2 * 3 + 2 * 1);
}

TEST(Ledger, OtherTextIsNone) {
  const std::string text = LedgerText(Ledger());
  for (const std::string& other : {std::string(), text + "\n", text + "more\n",
                                   text + "| def | address |\n", text.substr(1),
                                   text.substr(0, text.size() - 1)}) {
    std::string problem;
    EXPECT_FALSE(ParseLedger(other, &problem)) << other;
    EXPECT_NE(problem, "");
    EXPECT_EQ(problem.find('\n'), problem.npos);
  }
}

TEST(Ledger, ALongerSoakTakesThePlaceOfItsRow) {
  std::vector<LedgerRow> ledger = Ledger();
  const LedgerRow longer = RowsOf(Rounds("abc", 5)).at(0);
  AddRow(longer, &ledger);
  ASSERT_EQ(ledger.size(), 2u);
  EXPECT_EQ(ledger[0], longer);
  EXPECT_EQ(ledger[0].runs, 500u);
  AddRow(RowsOf(Rounds("abc", 1)).at(0), &ledger);
  EXPECT_EQ(ledger[0], longer);
}

TEST(Ledger, ARowIsOfOneCommit) {
  std::vector<SoakRound> rounds = Rounds("abc", 3);
  rounds[1].plan.commit = rounds[2].plan.commit = "def";
  const auto rows = RowsOf(rounds);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0], RowsOf(Rounds("abc", 1)).at(0));
  EXPECT_EQ(rows[1].plan.commit, "def");
  EXPECT_EQ(rows[1].runs, 200u);
}

TEST(Ledger, ADirtyTreeHasNoRow) {
  EXPECT_TRUE(RowsOf(Rounds("abc-dirty", 3)).empty());
}

TEST(Ledger, TheDigestCoversEveryRoundAndTheirOrder) {
  std::vector<SoakRound> rounds = Rounds("abc", 3);
  const std::string digest = RowsOf(rounds).at(0).digest;
  std::swap(rounds[0].digest, rounds[1].digest);
  EXPECT_NE(RowsOf(rounds).at(0).digest, digest);
}

TEST(SoakRound, ReadsBackWhatItWrites) {
  SoakRound round = Rounds("abc", 2, true).back();
  round.finding_files = {"findings/crash-1"};
  round.summary = "finding: \"a\"\xff";
  const std::string text = round.ToText();
  const auto read = ParseSoakRound(text);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->ToText(), text);
  EXPECT_EQ(read->plan, round.plan);
  EXPECT_EQ(read->finding_files, round.finding_files);
  for (size_t size = 0; size + 1 < text.size(); ++size) {
    EXPECT_FALSE(ParseSoakRound(text.substr(0, size))) << size;
  }
}

}  // namespace
}  // namespace fuse_dirents
