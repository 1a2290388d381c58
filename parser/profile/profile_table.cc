// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "parser/profile/profile_table.h"

#include "parser/profile/profile_rows.h"

namespace fuse_dirents {
namespace {

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
  for (const ProfileRow& row : ProfileRows()) {
    table += "| " + std::string(row.title) + " |";
    for (const Profile& p : profiles) table += " " + row.cell(p) + " |";
    table += "\n";
  }
  return table;
}

std::vector<RowDifference> DifferingRows(const Profile& first,
                                         const Profile& second) {
  std::vector<RowDifference> rows;
  for (const ProfileRow& row : ProfileRows()) {
    const std::string cells[] = {row.cell(first), row.cell(second)};
    if (cells[0] != cells[1])
      rows.push_back({row.title, row.field, cells[0], cells[1]});
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
