// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The rows of RULES.md's table as things that can be moved from one profile to
// another.

#ifndef FUSE_DIRENTS_TOOLS_EXPLAIN_RULE_ROWS_H_
#define FUSE_DIRENTS_TOOLS_EXPLAIN_RULE_ROWS_H_

#include <span>
#include <string_view>

#include "parser/profile/profile.h"

namespace fuse_dirents {

struct RuleRow {
  std::string_view title;  // As in the table.
  // Makes *to follow this rule as `from` does.
  void (*copy)(const Profile& from, Profile* to);
};

// Every row, in the order of the table.
std::span<const RuleRow> RuleRows();

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_EXPLAIN_RULE_ROWS_H_
