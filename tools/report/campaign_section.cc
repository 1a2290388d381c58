// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>

#include "tools/report/growth_plot.h"
#include "tools/report/html.h"
#include "tools/report/sections.h"

namespace fuse_dirents {
namespace {

std::string Digest(const std::string& digest) {
  return digest.empty() ? "&ndash;" : Code(digest);
}

std::string RunsPerSecond(const CampaignTargetRow& target) {
  if (target.seconds <= 0) return "&ndash;";
  return Grouped(
      static_cast<uint64_t>(static_cast<double>(target.runs) / target.seconds));
}

std::string TargetTable(const CampaignPart& part) {
  Table table("Fuzz targets", {{"target"},
                               {"runs", Column::kNumber},
                               {"seed", Column::kNumber},
                               {"runs/s&#8224;", Column::kNumber},
                               {"edges", Column::kNumber},
                               {"features", Column::kNumber},
                               {"corpus", Column::kNumber},
                               {"findings", Column::kNumber},
                               {"digest of inputs"},
                               {"digest of traces"}});
  for (const CampaignTargetRow& target : part.targets) {
    const uint64_t features =
        target.growth.empty() ? 0 : target.growth.back()[2];
    const bool fails = !target.failed_phase.empty();
    table.StartRow();
    table.Cell(Code(target.name));
    table.Cell(Grouped(target.runs));
    table.Cell(std::to_string(part.seed));
    table.Cell(RunsPerSecond(target));
    table.Cell(Grouped(target.edges));
    table.Cell(Grouped(features));
    table.Cell(Grouped(target.corpus));
    table.Cell(fmt::format("<span class=\"{}\">{}</span>",
                           fails ? "bad" : "good", target.findings.size()));
    table.Cell(Digest(target.inputs));
    table.Cell(Digest(target.traces));
  }
  return table.ToHtml();
}

// What stopped the targets that did not come to their end.
std::string Failures(const CampaignPart& part) {
  std::string html;
  for (const CampaignTargetRow& target : part.targets) {
    if (target.failed_phase.empty()) continue;
    html += fmt::format(
        "<p class=\"failure\"><span class=\"bad\">{} stopped in {}:</span> "
        "{}</p>\n",
        Escape(target.name), Escape(target.failed_phase), Code(target.summary));
  }
  return html;
}

}  // namespace

std::string CampaignSection(const CampaignPart& part) {
  Section section = {
      .id = "campaign",
      .title = "Fuzzing campaign",
      .lead = fmt::format(
          "Each target replayed its seeds, ran to {} inputs from seed {}, and "
          "ran its final corpus again to look for leaks. The same binary, "
          "seeds and flags execute the same inputs: the digests cover every "
          "input in its order with the final corpus, and how often each run "
          "took each edge.",
          Grouped(static_cast<uint64_t>(part.runs)), part.seed),
      .body = {}};
  section.body = TargetTable(part);
  section.body +=
      "<p class=\"muted\">&#8224; Depends on the machine and its load, as no "
      "other figure on this page does.</p>\n";
  section.body += Failures(part);
  section.body +=
      "<h3>Growth of coverage</h3>\n<p>Edges, and features, which are edges by "
      "how often a run took them, as libFuzzer counted them. A curve begins "
      "where the seeds end.</p>\n<div class=\"plots\">\n";
  for (const CampaignTargetRow& target : part.targets) {
    section.body += GrowthPlot(target);
  }
  section.body += "</div>\n";
  return ToHtml(section, part.origin);
}

}  // namespace fuse_dirents
