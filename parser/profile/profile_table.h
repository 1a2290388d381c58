// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The table of profiles in RULES.md.

#ifndef FUSE_DIRENTS_PARSER_PROFILE_PROFILE_TABLE_H_
#define FUSE_DIRENTS_PARSER_PROFILE_PROFILE_TABLE_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parser/profile/profile.h"

namespace fuse_dirents {

// Markdown: a list of `profiles` with their clients, then a table with a row
// for each field of Profile and a column for each profile.
std::string ProfileTable(std::span<const Profile> profiles = AllProfiles());

// A row of the table in which two profiles differ.
struct RowDifference {
  std::string_view title;     // As in the table.
  std::string_view field;     // As in ProfileRow.
  std::string first, second;  // Their cells.
};
std::vector<RowDifference> DifferingRows(const Profile& first,
                                         const Profile& second);

// The lines that enclose ProfileTable() in RULES.md.
inline constexpr std::string_view kTableBegins = "<!-- profiles: begin -->\n";
inline constexpr std::string_view kTableEnds = "<!-- profiles: end -->\n";

// `rules` with ProfileTable() between the two lines.  Nothing if `rules` does
// not hold both lines exactly once and in this order.
std::optional<std::string> WithProfileTable(std::string_view rules);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PARSER_PROFILE_PROFILE_TABLE_H_
