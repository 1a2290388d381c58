// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/report/look.h"

#include <set>

#include "base/files.h"
#include "tools/browser/browser.h"

namespace fuse_dirents {

PageLook LookAt(const std::string& file, size_t width, bool dark,
                const std::string& screenshot) {
  const auto seen = Open({.file = file,
                          .width = width,
                          .dark = dark,
                          .script = MustReadFile("tools/report/look.js"),
                          .screenshot = screenshot});
  return {seen.at("problems"), seen.at("counts")};
}

std::map<std::string, size_t> CountsOf(const ReportData& data) {
  size_t plots = 0, judges = 0, wrong = 0, drawings = 0, not_run = 0;
  std::set<std::string> reasons;
  for (const auto& target : data.campaign.targets) {
    plots += !target.growth.empty();
  }
  for (const auto& file : data.coverage.files) {
    reasons.insert(file.reasons.begin(), file.reasons.end());
  }
  for (const auto& mutant : data.mutants.mutants) wrong += !mutant.right;
  for (const auto& group : data.oracle.groups) judges += group.rows.size();
  for (const auto& reply : data.replies.replies) {
    drawings += reply.is_reply();
  }
  for (const Origin& origin :
       {data.campaign.origin, data.corpus.origin, data.coverage.origin,
        data.mutants.origin, data.oracle.origin, data.replies.origin}) {
    not_run += !origin.has_data();
  }
  return {{"targets", data.campaign.targets.size()},
          {"plots", plots},
          {"folders", data.corpus.groups.size()},
          {"profiles", data.corpus.profiles.size()},
          {"files", data.coverage.files.size()},
          {"reasons", reasons.size()},
          {"killers", data.mutants.killers.size()},
          {"marks", wrong * data.mutants.killers.size()},
          {"kills", wrong},
          {"equivalent", data.mutants.mutants.size() - wrong},
          {"judges", judges},
          {"clients", data.oracle.clients.size()},
          {"replies", data.replies.replies.size()},
          {"drawings", drawings},
          {"tiles", std::size(kSections)},
          {"not_run", not_run}};
}

}  // namespace fuse_dirents
