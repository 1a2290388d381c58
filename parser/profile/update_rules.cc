// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Rewrites the table of profiles in RULES.md:
//
//     bazel run //parser/profile:update_rules

#include <cstdio>
#include <string>

#include "base/files.h"
#include "base/in_workspace.h"
#include "parser/profile/profile_table.h"

namespace fuse_dirents {
namespace {

int Main() {
  const std::string path = InWorkspace("parser/RULES.md");
  const std::string old = MustReadFile(path);
  const auto rules = WithProfileTable(old);
  if (!rules) {
    std::fprintf(stderr, "%s: expected '%.*s' and '%.*s', once each\n",
                 path.c_str(), static_cast<int>(kTableBegins.size() - 1),
                 kTableBegins.data(), static_cast<int>(kTableEnds.size() - 1),
                 kTableEnds.data());
    return 2;
  }
  if (*rules == old) {
    std::printf("%s is up to date\n", path.c_str());
    return 0;
  }
  MustWriteFile(path, *rules);
  std::printf("%s rewritten\n", path.c_str());
  return 0;
}

}  // namespace
}  // namespace fuse_dirents

int main() { return fuse_dirents::Main(); }
