// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>

#include <map>
#include <set>

#include "tools/report/html.h"
#include "tools/report/sections.h"

namespace fuse_dirents {
namespace {

void Add(const Covered& more, Covered* sum) {
  (*sum)[0] += more[0];
  (*sum)[1] += more[1];
}

std::string FileTable(const CoveragePart& part) {
  Table table("Coverage of each file", {{"file"},
                                        {"MC/DC", Column::kNumber},
                                        {"branches", Column::kNumber},
                                        {"regions", Column::kNumber},
                                        {"lines", Column::kNumber},
                                        {"functions", Column::kNumber},
                                        {"excused misses", Column::kNumber}});
  const auto row = [&table](const std::string& name, const CoverageFile& file) {
    table.Cell(name);
    for (const Covered& covered :
         {file.mcdc, file.branches, file.regions, file.lines, file.functions}) {
      table.Share(covered);
    }
    table.Cell(file.misses == 0 ? "&ndash;" : Grouped(file.misses));
  };
  CoverageFile sum;
  for (const CoverageFile& file : part.files) {
    table.StartRow();
    row(Code(file.path), file);
    Add(file.mcdc, &sum.mcdc);
    Add(file.branches, &sum.branches);
    Add(file.regions, &sum.regions);
    Add(file.lines, &sum.lines);
    Add(file.functions, &sum.functions);
    sum.misses += file.misses;
  }
  table.StartRow("sum");
  row("all", sum);
  return table.ToHtml();
}

// The reasons of the floor, each with the files that it is about.
std::string Reasons(const CoveragePart& part) {
  std::map<std::string, std::set<std::string>> files;
  for (const CoverageFile& file : part.files) {
    for (const std::string& reason : file.reasons) {
      files[reason].insert(file.path);
    }
  }
  Table table("Reasons of the floor", {{"file"}, {"reason", Column::kWide}});
  for (const auto& [reason, paths] : files) {
    std::string list;
    for (const std::string& path : paths) {
      list += (list.empty() ? "" : "<br>") + Code(path);
    }
    table.StartRow();
    table.Cell(list);
    table.Cell(Escape(reason));
  }
  return fmt::format(
      "<details id=\"reasons\"><summary>{} why code is not "
      "reached</summary>\n{}</details>\n",
      Count(files.size(), "reason"), table.ToHtml());
}

std::string Changes(const CoveragePart& part) {
  if (part.changes.empty()) {
    return "<p><span class=\"good\">No miss is without an excuse, and no "
           "excuse without a miss.</span></p>\n";
  }
  std::string html = "<ul class=\"bad\">\n";
  for (const std::string& change : part.changes) {
    html += "<li>" + Code(change) + "</li>\n";
  }
  return html + "</ul>\n";
}

}  // namespace

std::string CoverageSection(const CoveragePart& part) {
  Section section = {
      .id = "coverage",
      .title = "Coverage by the corpus",
      .lead = fmt::format(
          "What the fuzz targets and the gate reach in the code under test "
          "when they replay the corpus, without any fuzzing. The table has "
          "llvm-cov&#39;s counts, which include what no input can change, such "
          "as a check that must hold. Places without that which no input "
          "reaches: {}. Each has a reason in "
          "<code>corpus/gate/coverage_floor.txt</code>, and a test fails if "
          "one is new or reached again.",
          Grouped(part.misses)),
      .body = {}};
  section.body = Changes(part) + FileTable(part) + Reasons(part);
  return ToHtml(section, part.origin);
}

}  // namespace fuse_dirents
