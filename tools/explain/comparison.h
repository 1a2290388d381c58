// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Where the verdicts of two clients on a reply part, and by which rule.

#ifndef FUSE_DIRENTS_TOOLS_EXPLAIN_COMPARISON_H_
#define FUSE_DIRENTS_TOOLS_EXPLAIN_COMPARISON_H_

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "parser/profile/profile_table.h"
#include "tools/explain/verdict.h"

namespace fuse_dirents {

// Whether two clients do the same to every record, return the same and resume
// at the same offset.  The order of their calls may differ.
bool SameOutcome(const Verdict& a, const Verdict& b);

// Verdicts of the same outcome: indices, in order.  Groups are in the order of
// their first members.  Verdicts that do not ask for the format are in none.
using Group = std::vector<size_t>;
std::vector<Group> GroupsOf(std::span<const Verdict> verdicts);

struct VerdictDifference {
  // The first record that fares differently; nothing if only the end differs.
  std::optional<size_t> record;
  // The rows of RULES.md that make the difference: if the first client followed
  // these rules as the second does, they would not differ there.  None of them
  // can be left out.
  std::vector<RowDifference> rules;
};

// REQUIRES: both ask for the format, and the outcomes differ.
VerdictDifference DifferenceOf(const NumberedReply& reply, const Verdict& a,
                               const Verdict& b);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_EXPLAIN_COMPARISON_H_
