// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Pieces of HTML.  A `std::string` is markup; text becomes markup by Escape()
// alone.

#ifndef FUSE_DIRENTS_TOOLS_REPORT_HTML_H_
#define FUSE_DIRENTS_TOOLS_REPORT_HTML_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tools/report/report_data.h"

namespace fuse_dirents {

// Text as markup, in an element or in an attribute with quotes.
std::string Escape(std::string_view text);

// In <code>.
std::string Code(std::string_view text);

// "1,234,567".
std::string Grouped(uint64_t number);

// "1 input" or "1,234 inputs".
std::string Count(uint64_t number, std::string_view noun);

struct Column {
  enum Kind { kText, kNumber, kWide };

  std::string head;  // Markup.
  Kind kind = kText;
};

// A table that scrolls in a box of its own.
class Table {
 public:
  // `label` names the table to a screen reader.
  Table(std::string_view label, std::vector<Column> columns);

  void StartRow(std::string_view css_class = "");
  // The next cell of the row.
  void Cell(std::string_view markup);
  // "12 of 34" with a bar for the share, or a dash where there are none.
  void Share(const Covered& covered);

  std::string ToHtml() const;

 private:
  // The start of the next cell, with these attributes.
  void Open(std::string_view css_class, std::string_view attributes);

  const std::vector<Column> columns_;
  std::string head_, rows_;
  size_t column_ = 0;
};

// A section of the page.  Where the data were not made, its body says so and
// why, in place of `body`.
struct Section {
  std::string id, title;
  std::string lead;  // What it shows, in a paragraph.
  std::string body;
};
std::string ToHtml(const Section& section, const Origin& origin);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_REPORT_HTML_H_
