// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/report/page.h"

#include <fmt/format.h>

#include "tools/report/html.h"
#include "tools/report/sections.h"

namespace fuse_dirents {
namespace {

// page.css as a string literal.
constexpr char kStyle[] =
#include "tools/report/page_css.inc"
    ;

// A figure of a section, with a link to it.
std::string Tile(const char* id, const Origin& origin,
                 const std::string& figure, const std::string& what) {
  return fmt::format(
      "<li><a href=\"#{}\"><strong>{}</strong><span>{}</span></a></li>\n", id,
      origin.has_data() ? figure : "not run", what);
}

std::string CampaignTile(const CampaignPart& part) {
  uint64_t runs = 0, findings = 0;
  for (const CampaignTargetRow& target : part.targets) {
    runs += target.runs;
    findings += target.findings.size();
  }
  return Tile(
      "campaign", part.origin, Grouped(runs),
      fmt::format("runs of {}, {}", Count(part.targets.size(), "fuzz target"),
                  Count(findings, "finding")));
}

std::string CorpusTile(const CorpusPart& part) {
  uint64_t inputs = 0;
  for (const CorpusGroup& group : part.groups) {
    inputs += group.dirent + group.plus + group.other;
  }
  return Tile("corpus", part.origin, Grouped(inputs),
              fmt::format("inputs in the corpus, under {}",
                          Count(part.profiles.size(), "profile")));
}

std::string CoverageTile(const CoveragePart& part) {
  return Tile(
      "coverage", part.origin, Grouped(part.changes.size()),
      fmt::format("misses of {} in {} without a reason", Grouped(part.misses),
                  Count(part.files.size(), "file")));
}

std::string MutantsTile(const MutantsPart& part) {
  uint64_t wrong = 0, killed = 0;
  for (const MutantRow& mutant : part.mutants) {
    if (mutant.right) continue;
    bool dead = false;
    for (const KillTry& attempt : mutant.tries) dead = dead || attempt.killed;
    ++wrong;
    killed += dead;
  }
  return Tile("mutants", part.origin,
              fmt::format("{} of {}", Grouped(killed), Grouped(wrong)),
              "wrong parsers killed");
}

std::string OracleTile(const OraclePart& part) {
  uint64_t cases = 0, differ = 0;
  for (const OracleGroup& group : part.groups) {
    for (const OracleRow& row : group.rows) {
      cases += row.cases;
      differ += row.differ;
    }
  }
  return Tile("oracle", part.origin, Grouped(differ),
              fmt::format("differences in {} with other parsers",
                          Count(cases, "case")));
}

std::string RepliesTile(const RepliesPart& part) {
  return Tile("replies", part.origin, Grouped(part.replies.size()),
              "findings and past bugs");
}

std::string Version(const ReportData& data) {
  std::string text = "fuse-dirents " + Escape(data.version);
  if (!data.commit.empty()) text += ", commit " + Code(data.commit);
  return text;
}

}  // namespace

std::string PageHtml(const ReportData& data) {
  std::string html =
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, "
      "initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light "
      "dark\">\n<title>fuse-dirents: what the suite does and finds</title>\n"
      "<link rel=\"icon\" href=\"data:,\">\n<style>\n";
  html += kStyle;
  html += fmt::format(
      "</style>\n</head>\n<body>\n<header>\n<h1>fuse-dirents</h1>\n"
      "<p class=\"muted\">A deterministic fuzzing and property-testing suite "
      "for parsers of FUSE directory replies: what it does and what it "
      "finds. {}.</p>\n<ul class=\"tiles\">\n{}{}{}{}{}{}</ul>\n</header>\n"
      "<main>\n",
      Version(data), CampaignTile(data.campaign), CorpusTile(data.corpus),
      CoverageTile(data.coverage), MutantsTile(data.mutants),
      OracleTile(data.oracle), RepliesTile(data.replies));
  html += CampaignSection(data.campaign);
  html += CorpusSection(data.corpus);
  html += CoverageSection(data.coverage);
  html += MutantsSection(data.mutants);
  html += OraclesSection(data.oracle);
  html += RepliesSection(data.replies);
  return html +
         "</main>\n<footer><p>Made by <code>bazel run //tools:report</code>. "
         "The data of this page lie beside it in "
         "<code>report.json</code>.</p></footer>\n</body>\n</html>\n";
}

}  // namespace fuse_dirents
