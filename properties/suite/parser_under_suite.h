// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A parser under dirent_parser_suite(), and what its BUILD file says about it.

#ifndef FUSE_DIRENTS_PROPERTIES_SUITE_PARSER_UNDER_SUITE_H_
#define FUSE_DIRENTS_PROPERTIES_SUITE_PARSER_UNDER_SUITE_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "differential/parser_list.h"
#include "parser/profile/profile.h"
#include "parser/wire.h"

namespace fuse_dirents {

// The arguments of dirent_parser_suite().
struct ParserUnderSuite {
  std::string_view name;
  std::string_view profile_name;
  // Formats that it parses.  Neither: those of the profile.
  bool dirent = false;
  bool direntplus = false;
  bool segments = true;      // Takes more than one segment.
  bool links = true;         // Calls link and forget.
  bool fetches_once = true;  // Reads no field again after a callback.
  // Rules that differ from the profile's, as SetRow() takes them, with commas
  // between: "name_max=143,slash=accept".
  std::string_view overrides = {};
  ParseFunction parse = nullptr;
  // Makes `parse` callable in a child, before its first case; null: it is. What
  // the parser takes or prints here is no part of a case.
  std::function<void()> load = nullptr;
};

// Defined by bind_parser.cc.
const ParserUnderSuite& LinkedParser();

// The same with its defaults filled in.
struct Subject {
  std::string_view name;
  // The client's rules: one of AllProfiles(), or one that SetRule() has made of
  // it and that has its name.
  const Profile* profile = nullptr;
  std::vector<std::string> overrides;  // What was set, in order.
  // What the parser is held to: those rules less what it says it lacks.  A
  // parser without links has nothing left to do once the buffer is full.
  Profile held_to;
  bool dirent = false;
  bool direntplus = false;
  bool segments = true;
  bool links = true;
  bool fetches_once = true;
  ParseFunction parse = nullptr;
  std::function<void()> load = nullptr;

  // Changes one rule of the profile (parser/profile/profile_rows.h) and of what
  // the parser is held to.  On failure returns false, changes nothing and says
  // in *problem what was expected.
  bool SetRule(std::string_view name_and_value, std::string* problem);

  bool Takes(RecordFormat format) const {
    return format == RecordFormat::kDirent ? dirent : direntplus;
  }
  // In the order in which they are tried.
  std::vector<Presentation> Presentations() const;
  // "mine, held to `linux`: dirent, direntplus; linear, mapped, segmented";
  // after the profile, " with slash=accept" for what was set.
  std::string ToText() const;
  // What is not checked and why, a line each.
  std::vector<std::string> NotChecked() const;
};

// On failure returns nothing, and says in *problem what is wrong: no such
// profile or rule, or a format that its client never asks for.
std::optional<Subject> MakeSubject(const ParserUnderSuite& parser,
                                   std::string* problem);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_SUITE_PARSER_UNDER_SUITE_H_
