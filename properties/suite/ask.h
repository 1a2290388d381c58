// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Asks the question of a set about its cases, each time in a fresh process.

#ifndef FUSE_DIRENTS_PROPERTIES_SUITE_ASK_H_
#define FUSE_DIRENTS_PROPERTIES_SUITE_ASK_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "differential/case.h"
#include "properties/suite/case_sets.h"
#include "properties/suite/child.h"
#include "properties/suite/parser_under_suite.h"
#include "properties/suite/violation.h"

namespace fuse_dirents {

// Which cases of a set are asked about, and what is passed over.
struct Asked {
  uint64_t from = 0;                  // The first case.
  std::optional<uint64_t> only = {};  // This one alone.
  // Rules that are not reported again.  A child passes over at most kMostKnown
  // cases that break them, and then leaves the set.
  std::vector<std::string> known = {};

  bool Knows(std::string_view rule) const {
    return std::ranges::find(known, rule) != known.end();
  }
};
inline constexpr size_t kMostKnown = 200;

// The result's cases count from `asked.from`.
ChildResult AskSet(const Subject& subject, const CaseSet& set,
                   const Asked& asked = {});

// Asks about each of `cases` in one process.  Returns what is wrong with the
// last of them, if the others were got through.
std::optional<Violation> AskAlone(const Subject& subject, const CaseSet& set,
                                  std::span<const Case> cases);

// `result` of a child whose last case was `c`, as a violation.
std::optional<Violation> ViolationOf(const Subject& subject, const Case& c,
                                     const ChildResult& result);

// The cases of the set from the `begin`-th to the one before the `end`-th.
// REQUIRES: the set has them.
std::vector<Case> CasesOf(const Subject& subject, const CaseSet& set,
                          uint64_t begin, uint64_t end);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_SUITE_ASK_H_
