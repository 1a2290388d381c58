// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/soak/ledger.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/commit.h"
#include "base/digest.h"
#include "base/markdown.h"
#include "base/text.h"
#include "fmt/format.h"

namespace fuse_dirents {
namespace {

constexpr std::string_view kIntroduction = R"(# Long runs

`bazel run //fuzz:soak` writes this page and nothing else does
([README](README.md#long-runs)). The sanitizer is the value of `--//bazel:sanitizer`: `address` is
ASan with UBSan, `memory` is MSan. Runs are mutated inputs; the seeds and earlier finds, which each
round runs first, do not count.

)";

constexpr std::string_view kSumsHead =
    R"(## Sums

| sanitizer | target | runs | findings |
|---|---|---|---|
)";

// `round` is the value of --round-runs.
constexpr std::string_view kRowsHead = R"(
## Rows

| commit | sanitizer | target | seed | round | rounds | runs | findings | digest |
|---|---|---|---|---|---|---|---|---|
)";

std::string TextOf(const LedgerRow& row) {
  const SoakPlan& plan = row.plan;
  return fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} | {} |\n",
                     plan.commit, plan.sanitizer, row.target, plan.seed,
                     plan.round_runs, row.rounds, row.runs, row.findings,
                     row.digest);
}

// A row of the table, or nothing.
std::optional<LedgerRow> RowFrom(const std::vector<std::string>& cells) {
  if (cells.size() != 9) return std::nullopt;
  LedgerRow row = {.plan = {.commit = cells[0], .sanitizer = cells[1]},
                   .target = cells[2],
                   .digest = cells[8]};
  const std::pair<size_t, uint64_t*> kNumbers[] = {{3, &row.plan.seed},
                                                   {4, &row.plan.round_runs},
                                                   {5, &row.rounds},
                                                   {6, &row.runs},
                                                   {7, &row.findings}};
  for (const auto& [cell, number] : kNumbers) {
    const auto value = ParseNumber(cells[cell]);
    if (!value) return std::nullopt;
    *number = *value;
  }
  return row;
}

}  // namespace

std::vector<LedgerRow> RowsOf(std::span<const SoakRound> rounds) {
  std::vector<LedgerRow> rows;
  std::vector<std::string> digests;  // Of the rounds of each row, joined.
  for (const SoakRound& round : rounds) {
    if (round.plan.commit.ends_with(kDirty)) continue;
    auto row = std::ranges::find(rows, round.plan, &LedgerRow::plan);
    if (row == rows.end()) {
      rows.push_back({.plan = round.plan, .target = round.target});
      digests.emplace_back();
      row = rows.end() - 1;
    }
    ++row->rounds;
    row->runs += round.runs;
    row->findings += round.findings;
    std::string& joined = digests[static_cast<size_t>(row - rows.begin())];
    joined += round.digest + "\n";
    row->digest = DigestOf(joined).ToText();
  }
  return rows;
}

void AddRow(const LedgerRow& row, std::vector<LedgerRow>* ledger) {
  const auto same = std::ranges::find_if(*ledger, [&](const LedgerRow& other) {
    return other.plan == row.plan && other.target == row.target;
  });
  if (same == ledger->end()) {
    ledger->push_back(row);
  } else if (same->rounds <= row.rounds) {
    *same = row;
  }
}

std::string LedgerText(std::span<const LedgerRow> ledger) {
  struct Sum {
    uint64_t runs = 0, findings = 0;
  };
  std::map<std::pair<std::string, std::string>, Sum> sums;
  for (const LedgerRow& row : ledger) {
    Sum& sum = sums[{row.plan.sanitizer, row.target}];
    sum.runs += row.runs;
    sum.findings += row.findings;
  }
  std::string text = std::string(kIntroduction) + std::string(kSumsHead);
  for (const auto& [of, sum] : sums) {
    text += fmt::format("| {} | {} | {} | {} |\n", of.first, of.second,
                        sum.runs, sum.findings);
  }
  text += kRowsHead;
  for (const LedgerRow& row : ledger) text += TextOf(row);
  return text;
}

std::optional<std::vector<LedgerRow>> ParseLedger(std::string_view text,
                                                  std::string* problem) {
  std::vector<LedgerRow> ledger;
  for (const auto& cells : MarkdownRows(text, "commit")) {
    const auto row = RowFrom(cells);
    if (!row) {
      *problem = "row " + std::to_string(ledger.size() + 1) +
                 " is not one that the soak writes";
      return std::nullopt;
    }
    ledger.push_back(*row);
  }
  const std::vector<std::string> found = Split(text, '\n');
  const std::string right = LedgerText(ledger);
  if (text == right) return ledger;
  const std::vector<std::string> expected = Split(right, '\n');
  const auto differ = std::ranges::mismatch(found, expected);
  *problem = "line " + std::to_string(differ.in1 - found.begin() + 1) +
             " is not what the soak writes; expected: " +
             (differ.in2 == expected.end() ? "the end" : *differ.in2);
  return std::nullopt;
}

}  // namespace fuse_dirents
