// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>

#include <algorithm>

#include "tools/report/html.h"
#include "tools/report/sections.h"

namespace fuse_dirents {
namespace {

// What corpus/README.md says of a folder.
std::string_view Holds(std::string_view folder) {
  if (folder == "accept") return "the parse reaches the end of the reply";
  if (folder == "stop") return "the parse stops earlier and returns 0";
  if (folder == "reject") return "the parse returns an error";
  if (folder == "captured") return "replies of real servers";
  if (folder == "regressions") return "reduced findings of fuzz targets";
  if (folder == "found") return "inputs of fuzzers that add a feature";
  return "";
}

std::string FolderTable(const CorpusPart& part) {
  Table table("Inputs by outcome", {{"folder"},
                                    {"READDIR", Column::kNumber},
                                    {"READDIRPLUS", Column::kNumber},
                                    {"other", Column::kNumber},
                                    {"inputs", Column::kNumber},
                                    {"bytes", Column::kNumber},
                                    {"holds"}});
  CorpusGroup sum;
  const auto row = [&table](const CorpusGroup& group, std::string_view holds) {
    table.Cell(Escape(group.folder));
    table.Cell(Grouped(group.dirent));
    table.Cell(Grouped(group.plus));
    table.Cell(Grouped(group.other));
    table.Cell(Grouped(group.dirent + group.plus + group.other));
    table.Cell(Grouped(group.bytes));
    table.Cell(holds);
  };
  for (const CorpusGroup& group : part.groups) {
    table.StartRow();
    row(group, Holds(group.folder));
    sum.dirent += group.dirent;
    sum.plus += group.plus;
    sum.other += group.other;
    sum.bytes += group.bytes;
  }
  sum.folder = "all";
  table.StartRow("sum");
  row(sum, "");
  return table.ToHtml();
}

// What any profile returns: 0 first, then errors by name.
std::vector<std::string> Returned(const CorpusPart& part) {
  std::vector<std::string> all;
  for (const CorpusProfile& profile : part.profiles) {
    for (const auto& [error, count] : profile.returns) {
      if (std::ranges::count(all, error) == 0) all.push_back(error);
    }
  }
  std::ranges::sort(all, {}, [](const std::string& error) {
    return std::pair(error != "0", error);
  });
  return all;
}

std::string ProfileTable(const CorpusPart& part) {
  std::vector<Column> columns = {{"profile"}};
  const auto errors = Returned(part);
  for (const std::string& error : errors) {
    columns.push_back(
        {error == "0" ? "returns 0" : Escape(error), Column::kNumber});
  }
  for (const char* head : {"emits", "links", "forgets", "unlike linux"}) {
    columns.push_back({head, Column::kNumber});
  }
  Table table("Golden traces by profile", columns);
  for (const CorpusProfile& profile : part.profiles) {
    table.StartRow();
    table.Cell(Code(profile.name));
    for (const std::string& error : errors) {
      const auto it = std::ranges::find(
          profile.returns, error, &std::pair<std::string, uint64_t>::first);
      table.Cell(it == profile.returns.end() ? "&ndash;" : Grouped(it->second));
    }
    for (const uint64_t number : {profile.emits, profile.links, profile.forgets,
                                  profile.unlike_linux}) {
      table.Cell(Grouped(number));
    }
  }
  return table.ToHtml();
}

}  // namespace

std::string CorpusSection(const CorpusPart& part) {
  Section section = {
      .id = "corpus",
      .title = "Corpus",
      .lead =
          "Curated inputs lie in folders by outcome, each with a recipe "
          "that makes it and a golden trace for every profile. Every "
          "parser replays every input in every default layout.",
      .body = fmt::format("<p>The gate: {}.</p>\n", Escape(part.verdict))};
  section.body += FolderTable(part);
  section.body += fmt::format(
      "<h3>What each profile makes of the curated inputs</h3>\n"
      "<p>From {}: what the client returns, and how many entries it emits, "
      "links and forgets. The last column counts the inputs whose trace "
      "differs from that of <code>linux</code>.</p>\n{}",
      Count(part.golden, "golden trace"), ProfileTable(part));
  return ToHtml(section, part.origin);
}

}  // namespace fuse_dirents
