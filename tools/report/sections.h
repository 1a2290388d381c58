// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The sections of the page, each as markup.

#ifndef FUSE_DIRENTS_TOOLS_REPORT_SECTIONS_H_
#define FUSE_DIRENTS_TOOLS_REPORT_SECTIONS_H_

#include <string>

#include "tools/report/report_data.h"

namespace fuse_dirents {

std::string CampaignSection(const CampaignPart& part);
std::string CorpusSection(const CorpusPart& part);
std::string CoverageSection(const CoveragePart& part);
std::string MutantsSection(const MutantsPart& part);
std::string OraclesSection(const OraclePart& part);
std::string RepliesSection(const RepliesPart& part);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_REPORT_SECTIONS_H_
