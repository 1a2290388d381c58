// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>

#include <cctype>

#include "tools/report/html.h"
#include "tools/report/sections.h"

namespace fuse_dirents {
namespace {

// The first letter of a killer, which marks it in the matrix.
char Initial(const std::string& killer) {
  return static_cast<char>(std::toupper(
      static_cast<unsigned char>(killer.empty() ? '?' : killer[0])));
}

std::string Mark(const KillTry& attempt, const std::string& killer) {
  const char* state = attempt.killed  ? "killed"
                      : attempt.tried ? "survived"
                                      : "untried";
  return fmt::format("<b class=\"{}\" title=\"{}: {}\">{}</b>", state,
                     Escape(killer), state,
                     attempt.tried ? Escape(std::string(1, Initial(killer)))
                                   : std::string("&middot;"));
}

std::string Matrix(const MutantsPart& part) {
  std::string html = "<ul class=\"matrix\">\n";
  for (const MutantRow& mutant : part.mutants) {
    if (mutant.right) continue;
    html += "<li><span class=\"marks\">";
    for (size_t k = 0; k < part.killers.size(); ++k) {
      html += Mark(mutant.tries[k], part.killers[k]);
    }
    html += fmt::format(
        "</span><span class=\"name mono\" title=\"{}\">{}</span></li>\n",
        Escape(mutant.what), Escape(mutant.name));
  }
  return html + "</ul>\n";
}

std::string Legend(const MutantsPart& part) {
  std::string names;
  for (const std::string& killer : part.killers) {
    names += fmt::format("{}<b>{}</b> {}", names.empty() ? "" : ", ",
                         Initial(killer), Escape(killer));
  }
  return fmt::format(
      "<p class=\"muted\">{}. A filled box: killed. An outlined letter: "
      "survived. A dot: not tried, since the mutant needs a reply that is "
      "rewritten while it is parsed.</p>\n",
      names);
}

// The wrong mutants that only other killers find.
std::string ScoreTable(const MutantsPart& part) {
  Table table("Killers", {{"killer"},
                          {"killed", Column::kNumber},
                          {"not tried", Column::kNumber},
                          {"survived", Column::kNumber},
                          {"survivors", Column::kWide}});
  for (size_t k = 0; k < part.killers.size(); ++k) {
    uint64_t killed = 0, untried = 0, survived = 0, wrong = 0;
    std::string names;
    for (const MutantRow& mutant : part.mutants) {
      if (mutant.right) continue;
      ++wrong;
      const KillTry& attempt = mutant.tries[k];
      killed += attempt.killed;
      untried += !attempt.tried;
      if (!attempt.tried || attempt.killed) continue;
      ++survived;
      names += (names.empty() ? "" : ", ") + Code(mutant.name);
    }
    table.StartRow();
    table.Cell(Escape(part.killers[k]));
    table.Share({killed, wrong});
    table.Cell(Grouped(untried));
    table.Cell(Grouped(survived));
    table.Cell(names.empty() ? "none" : names);
  }
  return table.ToHtml();
}

std::string What(const KillTry& attempt) {
  if (!attempt.tried) return "not tried";
  if (!attempt.killed) return "survived";
  std::string text = attempt.by;
  if (!attempt.death.empty()) text += ", " + attempt.death;
  return fmt::format("{} <span class=\"muted\">({})</span>", Escape(text),
                     Grouped(attempt.parses));
}

std::string DetailTable(const MutantsPart& part) {
  std::vector<Column> columns = {{"mutant"}, {"what it does", Column::kWide}};
  for (const std::string& killer : part.killers) {
    columns.push_back({Escape(killer)});
  }
  Table table("What killed each mutant", columns);
  for (const MutantRow& mutant : part.mutants) {
    if (mutant.right) continue;
    table.StartRow();
    table.Cell(Code(mutant.name));
    table.Cell(Escape(mutant.what));
    for (const KillTry& attempt : mutant.tries) table.Cell(What(attempt));
  }
  return "<details id=\"kills\"><summary>What killed each mutant, and after "
         "how many calls of it</summary>\n" +
         table.ToHtml() + "</details>\n";
}

std::string Equivalents(const MutantsPart& part) {
  Table table("Equivalent mutants",
              {{"mutant"}, {"why no reply shows it", Column::kWide}});
  uint64_t count = 0, found = 0;
  for (const MutantRow& mutant : part.mutants) {
    if (!mutant.right) continue;
    for (const KillTry& attempt : mutant.tries) found += attempt.killed;
    table.StartRow();
    table.Cell(Code(mutant.name));
    table.Cell(mutant.equivalent.empty() ? "the right parser"
                                         : Escape(mutant.equivalent));
    ++count;
  }
  if (count == 0) return "";
  return fmt::format(
      "<h3>Parsers that must survive</h3>\n<p>No reply distinguishes these "
      "from the right parser. <span class=\"{}\">{} of them were "
      "reported.</span></p>\n<div id=\"equivalent\">{}</div>",
      found == 0 ? "good" : "bad", Grouped(found), table.ToHtml());
}

}  // namespace

std::string MutantsSection(const MutantsPart& part) {
  Section section = {
      .id = "mutants",
      .title = "Mutants",
      .lead =
          "Parsers that are each wrong in one realistic way. Each part of "
          "the suite runs against each of them, in a process of its own. A "
          "mutant that no part kills is a hole in the suite.",
      .body = {}};
  section.body = ScoreTable(part) + Legend(part) + Matrix(part) +
                 DetailTable(part) + Equivalents(part);
  return ToHtml(section, part.origin);
}

}  // namespace fuse_dirents
