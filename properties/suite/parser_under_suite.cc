// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/suite/parser_under_suite.h"

#include <deque>

#include "base/text.h"
#include "differential/recipe.h"
#include "pagemap/poison.h"
#include "parser/profile/profile_rows.h"
#include "properties/suite/heap_use.h"

namespace fuse_dirents {

namespace {

// What `profile` asks of a parser that has no links.
Profile WithoutLinks(Profile profile) {
  profile.lookups = LookupUse::kNone;
  profile.dot_lookups = LookupUse::kNone;
  profile.when_full = WhenFull::kStop;
  profile.forgets_after_error = false;
  profile.unpadded_forgotten = false;
  return profile;
}

}  // namespace

bool Subject::SetRule(std::string_view name_and_value, std::string* problem) {
  Profile changed = *profile;
  if (!SetRow(name_and_value, &changed, problem)) return false;
  // Cases point to it.
  static std::deque<Profile>& all = *new std::deque<Profile>();
  all.push_back(changed);
  profile = &all.back();
  held_to = links ? changed : WithoutLinks(changed);
  overrides.emplace_back(name_and_value);
  return true;
}

std::vector<Presentation> Subject::Presentations() const {
  if (!segments) return {Presentation::kLinear, Presentation::kMapped};
  return {Presentation::kLinear, Presentation::kMapped,
          Presentation::kSegmented};
}

std::string Subject::ToText() const {
  std::string text =
      std::string(name) + ", held to `" + std::string(profile->name) + "`";
  for (const std::string& rule : overrides) {
    text += (text.back() == '`' ? " with " : ", ") + rule;
  }
  text += ":";
  for (const RecordFormat format :
       {RecordFormat::kDirent, RecordFormat::kDirentplus}) {
    if (!Takes(format)) continue;
    text += (text.back() == ':' ? " " : ", ") + std::string(FormatName(format));
  }
  text += ";";
  for (const Presentation presentation : Presentations()) {
    text += (text.back() == ';' ? " " : ", ") +
            std::string(PresentationName(presentation));
  }
  return text;
}

std::vector<std::string> Subject::NotChecked() const {
  std::vector<std::string> lines;
  for (const RecordFormat format :
       {RecordFormat::kDirent, RecordFormat::kDirentplus}) {
    if (Takes(format)) continue;
    lines.push_back("replies of format " + std::string(FormatName(format)) +
                    (profile->Supports(format)
                         ? ": the formats that were given leave it out"
                         : ": the client of its profile never asks for it"));
  }
  if (!segments) {
    lines.push_back(
        "replies in several segments, which it does not take; seams between "
        "pages are shown to it in mapped views only");
  }
  if (!links && direntplus) {
    lines.push_back(
        "lookups (link and forget), which it does not use, and what comes "
        "after the buffer is full");
  }
  if (!fetches_once) {
    lines.push_back(
        "pages that change during the parse: it reads fields again after a "
        "callback");
  }
  if (!kPoisonWorks) {
    lines.push_back(
        "reads past the reply in its last page whose value does not show in "
        "the trace: they take the Bazel macro with AddressSanitizer or "
        "MemorySanitizer, such as --config=asan");
  }
  if (!CanMeasureHeapUse()) {
    lines.push_back("leaks: this build cannot measure them");
  }
  lines.push_back(
      "two fetches of a field between which the parser calls no callback");
  return lines;
}

std::optional<Subject> MakeSubject(const ParserUnderSuite& parser,
                                   std::string* problem) {
  Subject subject;
  subject.name = parser.name;
  subject.profile = FindProfile(parser.profile_name);
  if (subject.profile == nullptr) {
    *problem = std::string(parser.name) + ": no profile is called '" +
               std::string(parser.profile_name) + "'; there are " +
               ProfileNames();
    return std::nullopt;
  }
  subject.links = parser.links;
  for (const std::string& rule : Split(parser.overrides, ',')) {
    if (subject.SetRule(rule, problem)) continue;
    *problem = std::string(parser.name) + ": " + *problem;
    return std::nullopt;
  }
  const Profile& profile = *subject.profile;
  const bool by_profile = !parser.dirent && !parser.direntplus;
  subject.dirent = by_profile ? profile.readdir : parser.dirent;
  subject.direntplus = by_profile ? profile.readdirplus : parser.direntplus;
  for (const RecordFormat format :
       {RecordFormat::kDirent, RecordFormat::kDirentplus}) {
    if (subject.Takes(format) && !profile.Supports(format)) {
      *problem = std::string(parser.name) + ": the client of profile '" +
                 std::string(profile.name) + "' never asks for format " +
                 std::string(FormatName(format)) +
                 "; take it out of `formats`, or take another profile";
      return std::nullopt;
    }
  }
  subject.segments = parser.segments;
  subject.fetches_once = parser.fetches_once;
  subject.parse = parser.parse;
  subject.load = parser.load;
  subject.held_to = parser.links ? profile : WithoutLinks(profile);
  return subject;
}

}  // namespace fuse_dirents
