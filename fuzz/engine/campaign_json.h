// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_FUZZ_ENGINE_CAMPAIGN_JSON_H_
#define FUSE_DIRENTS_FUZZ_ENGINE_CAMPAIGN_JSON_H_

#include <span>
#include <string>

#include "fuzz/engine/campaign_run.h"
#include "fuzz/engine/campaign_target.h"

namespace fuse_dirents {

// The results of a campaign for other programs: what its table has, how
// coverage grew, and each finding with the command that reproduces it.  Only
// "seconds" depends on the machine and its load.
// REQUIRES: results[i] is of targets[i].
std::string CampaignJson(std::span<const CampaignTarget> targets,
                         std::span<const CampaignResult> results,
                         const CampaignOptions& options);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_ENGINE_CAMPAIGN_JSON_H_
