// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "base/markdown.h"

#include <algorithm>

#include "base/text.h"

namespace fuse_dirents {
namespace {

using Row = std::vector<std::string>;

// At least one.
Row Cells(std::string_view line) {
  Row cells;
  for (const std::string& cell :
       Split(line.substr(line.empty() ? 0 : 1), '|')) {
    const size_t start = std::min(cell.find_first_not_of(' '), cell.size());
    cells.push_back(cell.substr(start, cell.find_last_not_of(' ') + 1 - start));
  }
  if (cells.empty()) cells.emplace_back();
  return cells;
}

}  // namespace

std::vector<Row> MarkdownRows(std::string_view text, std::string_view head) {
  std::vector<Row> rows;
  const auto lines = Split(text, '\n');
  for (size_t i = 1; i < lines.size(); ++i) {
    if (!lines[i].starts_with("|---")) continue;
    const bool found = Cells(lines[i - 1]).front() == head;
    for (++i; i < lines.size() && lines[i].starts_with('|'); ++i) {
      if (found) rows.push_back(Cells(lines[i]));
    }
    if (found) break;
  }
  return rows;
}

}  // namespace fuse_dirents
