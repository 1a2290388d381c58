// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "base/commit.h"

#include <cstdlib>
#include <optional>
#include <vector>

#include "base/process.h"

namespace fuse_dirents {
namespace {

// What git prints.  Nothing if it fails.
std::optional<std::string> Git(const std::string& folder,
                               const std::vector<std::string>& arguments) {
  std::vector<std::string> argv = {"git", "-C", folder};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  std::string problem;
  const auto run = RunProcess({.argv = argv}, &problem);
  if (!run || !run->ending.ok()) return std::nullopt;
  return run->out;
}

}  // namespace

std::string CommitOf(const std::string& folder, const std::string& ignored) {
  std::vector<std::string> status = {"status", "--porcelain", "--", "."};
  if (!ignored.empty()) status.push_back(":(exclude)" + ignored);
  const auto commit = Git(folder, {"rev-parse", "--short=12", "HEAD"});
  const auto changes = Git(folder, status);
  if (!commit || !changes) return "";
  return commit->substr(0, commit->find('\n')) +
         (changes->empty() ? "" : std::string(kDirty));
}

std::string CommitOfWorkspace(const std::string& ignored) {
  const char* workspace = std::getenv("BUILD_WORKSPACE_DIRECTORY");
  return workspace == nullptr ? "" : CommitOf(workspace, ignored);
}

}  // namespace fuse_dirents
