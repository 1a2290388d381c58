// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Gathers the data of the page from the programs and files of this tree.

#ifndef FUSE_DIRENTS_TOOLS_REPORT_COLLECT_H_
#define FUSE_DIRENTS_TOOLS_REPORT_COLLECT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/progress.h"
#include "tools/report/report_data.h"

namespace fuse_dirents {

// Where the programs and files are, and how far the work has come.
struct Tree {
  std::string root;    // The workspace in the runfiles, as an absolute path.
  Progress* progress;  // Not null.
};

// What limits the work, for a quick look or a test.
struct Limits {
  int64_t runs = 0;                  // 0: as many as the campaign has.
  int64_t seed = 1;                  // Of the campaign.
  std::vector<std::string> targets;  // Empty: all.
  std::vector<std::string> mutants;  // Empty: all.
  std::string agreement;             // Empty: that of the tree.
};

// Where the data of a section of kSections come from.
Origin* OriginOf(std::string_view section, ReportData* data);

// Makes the data of a section of kSections anew, with their origin.  Returns
// what is wrong in one line, and they are then worth nothing; or returns "".
std::string Collect(const Tree& tree, std::string_view section,
                    const Limits& limits, ReportData* data);

// Each makes a part that was empty, and returns as Collect() does.

// Appends what the campaign found to `replies`.
std::string CollectCampaign(const Tree& tree, const Limits& limits,
                            CampaignPart* part, RepliesPart* replies);
std::string CollectCorpus(const Tree& tree, CorpusPart* part);
std::string CollectCoverage(const Tree& tree, CoveragePart* part);
std::string CollectMutants(const Tree& tree, const Limits& limits,
                           MutantsPart* part);
std::string CollectOracle(const Tree& tree, const Limits& limits,
                          OraclePart* part);
// Appends the regressions and the past bugs of the corpus.
std::string CollectReplies(const Tree& tree, RepliesPart* part);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_REPORT_COLLECT_H_
