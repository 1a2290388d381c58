// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Finds the rules that a parser follows, from its traces alone: its column of
// the table in RULES.md.

#ifndef FUSE_DIRENTS_PROPERTIES_SUITE_INFER_H_
#define FUSE_DIRENTS_PROPERTIES_SUITE_INFER_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "differential/case.h"
#include "differential/input_file.h"
#include "parser/profile/profile.h"
#include "properties/suite/parser_under_suite.h"

namespace fuse_dirents {

struct ObservedRow {
  std::string_view title;  // As in the table.
  std::string cell;        // What explains most cases.
  // Other values that explain exactly as many.  If there are any, no case has
  // decided the row.
  std::vector<std::string> undecided = {};
};

struct NearProfile {
  const Profile* profile;
  size_t differing;  // Cases on which the parser does something else.
};

struct Observed {
  Profile profile;                    // Called "observed".
  std::vector<ObservedRow> rows;      // In the order of the table.
  std::vector<NearProfile> profiles;  // All, the nearest first.
  size_t cases = 0;                   // That the parser got through.
  size_t died = 0;                    // That it crashed or hung on.
  size_t unexplained = 0;             // `profile` does not explain them.
  // The one of the shortest reply, and why it is not explained, for a reader.
  std::optional<Case> smallest = {};
  std::string difference = {};
};

// Replies that between them decide each row, and of those `files` whose format
// the subject takes the ones up to 16 KiB, each in one linear buffer.
std::vector<Case> InferenceCases(const Subject& subject,
                                 std::span<const InputFile> files,
                                 std::optional<uint32_t> name_max);

// Starts from the nearest profiles and changes one row at a time for as long as
// that explains more cases.  The rules that the subject is held to are
// not looked at, but for its formats.
Observed Infer(const Subject& subject, std::span<const InputFile> files);

// The column beside those of the nearest `profiles` profiles, cells that differ
// marked with *, rows that no case decides with ?; then what is not explained.
std::string ToText(const Subject& subject, const Observed& observed,
                   size_t profiles = 3);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_SUITE_INFER_H_
