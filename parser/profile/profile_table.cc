// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "parser/profile/profile_table.h"

#include "base/check.h"
#include "base/text.h"

namespace fuse_dirents {
namespace {

std::string Cell(Rule rule) {
  switch (rule.action) {
    case Action::kAccept:
      return "accept";
    case Action::kHide:
      return "hide";
    case Action::kStop:
      return "stop";
    case Action::kError:
      return ErrorText(-rule.err);
  }
  FUSE_DIRENTS_CHECK(false);
}

std::string Cell(LookupUse use) {
  switch (use) {
    case LookupUse::kLink:
      return "link";
    case LookupUse::kForget:
      return "forget";
    case LookupUse::kNone:
      return "nothing";
  }
  FUSE_DIRENTS_CHECK(false);
}

std::string Cell(EmitTime time) {
  switch (time) {
    case EmitTime::kBeforeLookup:
      return "before the lookup";
    case EmitTime::kAfterLookup:
      return "after the lookup";
    case EmitTime::kAfterReply:
      return "after the reply";
  }
  FUSE_DIRENTS_CHECK(false);
}

std::string Cell(bool yes) { return yes ? "yes" : "no"; }

std::string Formats(const Profile& p) {
  if (p.readdir && p.readdirplus) return "both";
  return p.readdir ? "READDIR" : "READDIRPLUS";
}

std::string NameMax(const Profile& p) {
  return p.name_max == kNoNameMax ? "none" : std::to_string(p.name_max);
}

std::string LongName(const Profile& p) {
  return p.name_max == kNoNameMax ? "-" : Cell(p.long_name);
}

std::string Order(const Profile& p) {
  return p.order == CheckOrder::kNamelenFirst ? "namelen" : "record";
}

std::string Full(const Profile& p) {
  if (p.emit_time == EmitTime::kAfterReply) return "-";
  return p.when_full == WhenFull::kStop ? "stop" : "keep linking";
}

// For rules that apply to READDIRPLUS only.
std::string PlusOnly(const Profile& p, const std::string& cell) {
  return p.readdirplus ? cell : "-";
}

// For rules about records that are linked.
std::string LinkOnly(const Profile& p, const std::string& cell) {
  const bool links =
      p.lookups == LookupUse::kLink || p.dot_lookups == LookupUse::kLink;
  return PlusOnly(p, links ? cell : "-");
}

struct Row {
  std::string_view title;
  std::string (*cell)(const Profile& profile);
};

constexpr Row kRows[] = {
    {"asks for", Formats},
    {"longest name in bytes", NameMax},
    {"looks first at", Order},
    {"namelen is 0", [](const Profile& p) { return Cell(p.empty_name); }},
    {"namelen above the longest", LongName},
    {"record runs past the reply",
     [](const Profile& p) { return Cell(p.short_record); }},
    {"fewer bytes than a header remain",
     [](const Profile& p) { return Cell(p.trailing); }},
    {"a header with nothing after it is looked at",
     [](const Profile& p) { return Cell(p.lone_header_judged); }},
    {"padding after the last name required",
     [](const Profile& p) { return Cell(p.last_padding_required); }},
    {"all frames are checked first",
     [](const Profile& p) { return Cell(p.frames_first); }},
    {"'/' in the name", [](const Profile& p) { return Cell(p.slash); }},
    {"NUL in the name", [](const Profile& p) { return Cell(p.nul); }},
    {"backslash or byte outside 20..7e",
     [](const Profile& p) { return Cell(p.unprintable); }},
    {"name is not UTF-8", [](const Profile& p) { return Cell(p.not_utf8); }},
    {"attributes that EFI_FILE_INFO cannot express",
     [](const Profile& p) { return PlusOnly(p, Cell(p.efi_attr)); }},
    {"off above INT64_MAX",
     [](const Profile& p) { return Cell(p.off_negative); }},
    {"type above 255", [](const Profile& p) { return Cell(p.type_above_u8); }},
    {"an entry is offered", [](const Profile& p) { return Cell(p.emit_time); }},
    {"type is cut to 8 bits",
     [](const Profile& p) { return Cell(p.type_of_8_bits); }},
    {"a lookup", [](const Profile& p) { return PlusOnly(p, Cell(p.lookups)); }},
    {"a lookup of \".\" or \"..\"",
     [](const Profile& p) { return PlusOnly(p, Cell(p.dot_lookups)); }},
    {"nodeid 0 is linked",
     [](const Profile& p) { return LinkOnly(p, Cell(p.nodeid0_linked)); }},
    {"\".\" and \"..\" may end at a NUL",
     [](const Profile& p) { return PlusOnly(p, Cell(p.dots_end_at_nul)); }},
    {"a bad entry_out is forgotten, not linked",
     [](const Profile& p) { return LinkOnly(p, Cell(p.bad_entry_forgotten)); }},
    {"a name that is not UTF-8 is forgotten, not linked",
     [](const Profile& p) { return LinkOnly(p, Cell(p.not_utf8_forgotten)); }},
    {"a refused link is forgotten",
     [](const Profile& p) {
       return LinkOnly(p, Cell(p.failed_link_forgotten));
     }},
    {"READDIRPLUS with a full buffer",
     [](const Profile& p) { return PlusOnly(p, Full(p)); }},
    {"an error forgets the rest",
     [](const Profile& p) { return PlusOnly(p, Cell(p.forgets_after_error)); }},
    {"a record that lacks padding alone is forgotten",
     [](const Profile& p) { return PlusOnly(p, Cell(p.unpadded_forgotten)); }},
};

std::optional<size_t> FindOnce(std::string_view text, std::string_view line) {
  const size_t at = text.find(line);
  if (at == text.npos || text.find(line, at + 1) != text.npos) {
    return std::nullopt;
  }
  return at;
}

}  // namespace

std::string ProfileTable(std::span<const Profile> profiles) {
  std::string table;
  for (const Profile& p : profiles) {
    table += "- `" + std::string(p.name) + "`: " + std::string(p.client) + "\n";
  }
  table += "\n| |";
  for (const Profile& p : profiles) table += " `" + std::string(p.name) + "` |";
  table += "\n|---|";
  for (size_t i = 0; i < profiles.size(); ++i) table += "---|";
  table += "\n";
  for (const Row& row : kRows) {
    table += "| " + std::string(row.title) + " |";
    for (const Profile& p : profiles) table += " " + row.cell(p) + " |";
    table += "\n";
  }
  return table;
}

std::vector<RowDifference> DifferingRows(const Profile& first,
                                         const Profile& second) {
  std::vector<RowDifference> rows;
  for (const Row& row : kRows) {
    const std::string cells[] = {row.cell(first), row.cell(second)};
    if (cells[0] != cells[1]) rows.push_back({row.title, cells[0], cells[1]});
  }
  return rows;
}

std::optional<std::string> WithProfileTable(std::string_view rules) {
  const auto begin = FindOnce(rules, kTableBegins);
  const auto end = FindOnce(rules, kTableEnds);
  if (!begin || !end || *end < *begin) return std::nullopt;
  return std::string(rules.substr(0, *begin + kTableBegins.size())) + "\n" +
         ProfileTable() + "\n" + std::string(rules.substr(*end));
}

}  // namespace fuse_dirents
