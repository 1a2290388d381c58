// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// fuzz/SOAK.md: how long each target ran, at which commit, and what it found.

#ifndef FUSE_DIRENTS_FUZZ_SOAK_LEDGER_H_
#define FUSE_DIRENTS_FUZZ_SOAK_LEDGER_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/soak/soak_round.h"

namespace fuse_dirents {

// The rounds of one target under one plan.
struct LedgerRow {
  SoakPlan plan;
  std::string target;
  uint64_t rounds = 0;
  uint64_t runs = 0;
  uint64_t findings = 0;
  std::string digest = {};  // Of the rounds' digests, in order.

  friend bool operator==(const LedgerRow&, const LedgerRow&) = default;
};

// The rows of rounds of one target in the order of their numbers: one for each
// commit.  A commit that ends with kDirty has none: nobody else can build what
// ran.
std::vector<LedgerRow> RowsOf(std::span<const SoakRound> rounds);

// Puts a row into a ledger: in the place of the one with its plan and target,
// unless that has more rounds, or at the end.
void AddRow(const LedgerRow& row, std::vector<LedgerRow>* ledger);

// The page, with the sums of the rows.
std::string LedgerText(std::span<const LedgerRow> ledger);

// Reads the rows back.  On failure returns nothing; *problem is one line.  A
// text is a ledger only if LedgerText() of its rows is the same text, so its
// sums are right.
std::optional<std::vector<LedgerRow>> ParseLedger(std::string_view text,
                                                  std::string* problem);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_SOAK_LEDGER_H_
