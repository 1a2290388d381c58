// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/report/collect.h"

#include "base/check.h"

namespace fuse_dirents {

Origin* OriginOf(std::string_view section, ReportData* data) {
  if (section == "campaign") return &data->campaign.origin;
  if (section == "corpus") return &data->corpus.origin;
  if (section == "coverage") return &data->coverage.origin;
  if (section == "mutants") return &data->mutants.origin;
  if (section == "oracle") return &data->oracle.origin;
  FUSE_DIRENTS_CHECK(section == "replies");
  return &data->replies.origin;
}

std::string Collect(const Tree& tree, std::string_view section,
                    const Limits& limits, ReportData* data) {
  // What the campaign found is part of the replies, and stays or goes with it.
  const auto forget = [data](bool findings) {
    std::erase_if(data->replies.replies, [findings](const Reply& reply) {
      return (reply.kind == kFinding) == findings;
    });
  };
  if (section == "campaign") {
    forget(true);
    data->campaign = {};
    return CollectCampaign(tree, limits, &data->campaign, &data->replies);
  }
  if (section == "corpus") {
    data->corpus = {};
    return CollectCorpus(tree, &data->corpus);
  }
  if (section == "coverage") {
    data->coverage = {};
    return CollectCoverage(tree, &data->coverage);
  }
  if (section == "mutants") {
    data->mutants = {};
    return CollectMutants(tree, limits, &data->mutants);
  }
  if (section == "oracle") {
    data->oracle = {};
    return CollectOracle(tree, limits, &data->oracle);
  }
  FUSE_DIRENTS_CHECK(section == "replies");
  forget(false);
  data->replies.origin = {};
  return CollectReplies(tree, &data->replies);
}

}  // namespace fuse_dirents
