// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_TOOLS_REPORT_GROWTH_PLOT_H_
#define FUSE_DIRENTS_TOOLS_REPORT_GROWTH_PLOT_H_

#include <string>

#include "tools/report/report_data.h"

namespace fuse_dirents {

// A figure: the features and edges that a target had reached after how many
// runs, as steps.  Runs are on a logarithmic scale, since each tenfold of them
// finds about as much as the one before.
std::string GrowthPlot(const CampaignTargetRow& target);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_REPORT_GROWTH_PLOT_H_
