// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Reads a campaign back from the test logs of all its shards.

#ifndef FUSE_DIRENTS_FUZZ_FLEET_TESTLOGS_H_
#define FUSE_DIRENTS_FUZZ_FLEET_TESTLOGS_H_

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "fuzz/fleet/record.h"

namespace fuse_dirents {

struct FleetShard {
  ShardRecord record;
  std::string place;  // The folder or zip that holds it.
  std::vector<std::string> finds;
};

struct Fleet {
  FleetPlan plan;
  // Those of the plan: target by target, in its order, from shard 0 on.
  std::vector<FleetShard> shards;

  // Covers the digests of all shards, in order.
  std::string digest() const;
};

// Reads every test.outputs below `folder`, where Bazel puts undeclared outputs,
// as files or in an outputs.zip.  Results of other campaigns, which Bazel
// leaves there, are skipped.  The result depends only on the plan and on what
// the shards executed.  On failure returns nothing; *problem is one line: a
// plan or a shard is missing or not whole, or there are two results for it that
// differ.
std::optional<Fleet> ReadTestlogs(const std::filesystem::path& folder,
                                  std::string* problem);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_FLEET_TESTLOGS_H_
