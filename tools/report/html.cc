// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/report/html.h"

#include <fmt/format.h>

#include "base/check.h"
#include "base/text.h"

namespace fuse_dirents {

std::string Escape(std::string_view text) {
  std::string markup;
  for (const char c : text) {
    if (c == '\'') {
      markup += "&#39;";
    } else if (!AppendEntity(c, &markup)) {
      markup += c;
    }
  }
  return markup;
}

std::string Code(std::string_view text) {
  return "<code>" + Escape(text) + "</code>";
}

std::string Grouped(uint64_t number) {
  std::string text = std::to_string(number);
  for (size_t left = text.size(); left > 3;) text.insert(left -= 3, 1, ',');
  return text;
}

std::string Count(uint64_t number, std::string_view noun) {
  return fmt::format("{} {}{}", Grouped(number), noun, number == 1 ? "" : "s");
}

Table::Table(std::string_view label, std::vector<Column> columns)
    : columns_(std::move(columns)) {
  head_ = fmt::format(
      "<div class=\"box\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">"
      "<table>\n<thead><tr>",
      Escape(label));
  for (const Column& column : columns_) {
    head_ += fmt::format(
        "<th scope=\"col\"{}>{}</th>",
        column.kind == Column::kNumber ? " class=\"number\"" : "", column.head);
  }
  head_ += "</tr></thead>\n<tbody>\n";
}

void Table::StartRow(std::string_view css_class) {
  FUSE_DIRENTS_CHECK(column_ == 0 || column_ == columns_.size());
  column_ = 0;
  if (!rows_.empty()) rows_ += "</tr>\n";
  rows_ +=
      css_class.empty() ? "<tr>" : fmt::format("<tr class=\"{}\">", css_class);
}

void Table::Open(std::string_view css_class, std::string_view attributes) {
  FUSE_DIRENTS_CHECK(column_ < columns_.size());
  std::string all(css_class);
  const Column::Kind kind = columns_[column_].kind;
  if (kind == Column::kNumber) all = "number" + (all.empty() ? "" : " " + all);
  if (kind == Column::kWide) all = "wide";
  rows_ += column_++ == 0 ? "<th scope=\"row\"" : "<td";
  if (!all.empty()) rows_ += fmt::format(" class=\"{}\"", all);
  rows_ += fmt::format("{}>", attributes);
}

void Table::Cell(std::string_view markup) {
  Open("", "");
  rows_ += fmt::format("{}{}", markup, column_ == 1 ? "</th>" : "</td>");
}

void Table::Share(const Covered& covered) {
  const auto [part, all] = covered;
  if (all == 0) return Cell("&ndash;");
  const double percent =
      100.0 * static_cast<double>(part) / static_cast<double>(all);
  Open("share", fmt::format(" style=\"--share:{:.1f}%\"", percent));
  rows_ += fmt::format("{} of {}</td>", Grouped(part), Grouped(all));
}

std::string Table::ToHtml() const {
  FUSE_DIRENTS_CHECK(column_ == 0 || column_ == columns_.size());
  return head_ + rows_ + (rows_.empty() ? "" : "</tr>\n") +
         "</tbody></table></div>\n";
}

std::string ToHtml(const Section& section, const Origin& origin) {
  std::string html =
      fmt::format("<section id=\"{}\">\n<h2>{}</h2>\n<p>{}</p>\n", section.id,
                  Escape(section.title), section.lead);
  html += origin.has_data()
              ? section.body
              : fmt::format("<p class=\"not-run\">Not run: {}</p>\n",
                            Escape(origin.not_run));
  if (!origin.command.empty()) {
    html +=
        fmt::format("<p class=\"again\">Again: {}</p>\n", Code(origin.command));
  }
  return html + "</section>\n";
}

}  // namespace fuse_dirents
