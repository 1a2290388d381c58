// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The rows of the table in RULES.md: each is one rule of a Profile, with its
// name, its value in words, and the way back from words.

#ifndef FUSE_DIRENTS_PARSER_PROFILE_PROFILE_ROWS_H_
#define FUSE_DIRENTS_PARSER_PROFILE_PROFILE_ROWS_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parser/profile/profile.h"

namespace fuse_dirents {

// The names of all profiles, for a message: "linux, linux_before_6_15, ...".
std::string ProfileNames();

struct ProfileRow {
  std::string_view title;  // As in the table.
  std::string_view field;  // The member of Profile, or "formats".
  // The value in words; "-" where the rule can have no effect.
  std::string (*cell)(const Profile& profile);
  // The words that `set` reads: "accept, hide, stop or -ERRNO".
  std::string_view words;
  // Sets the rule to what `words` say.  False, and no change, where they say
  // nothing.
  bool (*set)(std::string_view words, Profile* profile);
  // Makes *to follow this rule as `from` does.
  void (*copy)(const Profile& from, Profile* to);
};

// In the order of the table.
std::span<const ProfileRow> ProfileRows();

// The row whose title or field is `name`, or null.
const ProfileRow* FindProfileRow(std::string_view name);

// A profile, and the row in which it differs from another.
struct Neighbour {
  const ProfileRow* row;
  Profile profile;
};

// Every profile that differs from `profile` in one row, but for its formats, by
// a word of the table or by one of `more_words`, such as "-EINVAL" or "143".
std::vector<Neighbour> Neighbours(const Profile& profile,
                                  std::span<const std::string> more_words);

// Sets one rule of *profile, as in "name_max=143" or
// "emit_time=after_the_reply". The name is a row's title or field; the value is
// in the words of the table, and '_' counts as a blank.  On failure returns
// false, changes nothing, and says in *problem what was expected.
bool SetRow(std::string_view name_and_value, Profile* profile,
            std::string* problem);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PARSER_PROFILE_PROFILE_ROWS_H_
