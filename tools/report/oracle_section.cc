// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>

#include "tools/report/html.h"
#include "tools/report/sections.h"

namespace fuse_dirents {
namespace {

std::string GroupTable(const OracleGroup& group) {
  Table table(group.name, {{"judge"},
                           {"version"},
                           {"profile"},
                           {"compared"},
                           {"cases", Column::kNumber},
                           {"differ", Column::kNumber}});
  for (const OracleRow& row : group.rows) {
    table.StartRow();
    table.Cell(Code(row.judge));
    table.Cell(Escape(row.version));
    table.Cell(Code(row.profile));
    table.Cell(Escape(row.what));
    table.Cell(Grouped(row.cases));
    table.Cell(fmt::format("<span class=\"{}\">{}</span>",
                           row.differ == 0 ? "good" : "bad",
                           Grouped(row.differ)));
  }
  return table.ToHtml();
}

std::string Clients(const OraclePart& part) {
  if (part.clients.empty()) return "";
  Table table("Versions of the judges", {{"client"}, {"version"}, {"source"}});
  for (const OracleClient& client : part.clients) {
    table.StartRow();
    table.Cell(Escape(client.name));
    table.Cell(Code(client.version));
    table.Cell(Escape(client.source));
  }
  return "<h3>Versions</h3>\n<div id=\"clients\">" + table.ToHtml() +
         "</div>\n";
}

}  // namespace

std::string OraclesSection(const OraclePart& part) {
  Section section = {
      .id = "oracle",
      .title = "Agreement with other parsers",
      .lead = fmt::format(
          "The reference and the reader on random replies, next to code that "
          "we did not write: the kernel&#39;s own functions compiled from its "
          "source, the running kernel, and other clients. Made on {}.",
          Escape(part.made)),
      .body = {}};
  for (const OracleGroup& group : part.groups) {
    section.body += fmt::format(
        "<h3>{}</h3>\n<p>{}</p>\n{}<p class=\"again\">Again: {}</p>\n",
        Escape(group.name), Escape(group.verdict),
        group.rows.empty() ? "" : GroupTable(group), Code(group.command));
  }
  section.body += Clients(part);
  return ToHtml(section, part.origin);
}

}  // namespace fuse_dirents
