// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_TOOLS_REPORT_RUN_REPORT_H_
#define FUSE_DIRENTS_TOOLS_REPORT_RUN_REPORT_H_

#include <filesystem>
#include <string>
#include <vector>

#include "base/process.h"
#include "gtest/gtest.h"

namespace fuse_dirents {

using Words = std::vector<std::string>;

// For tests: runs `report` as a user does.
// `runfiles`: where other programs than those of the tree are, or empty.
inline ProcessResult Report(const Words& arguments,
                            const std::string& runfiles = "") {
  Words argv = {"/usr/bin/env"};
  if (!runfiles.empty()) argv.push_back("RUNFILES_DIR=" + runfiles);
  argv.push_back(std::filesystem::absolute("tools/report/report"));
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  std::string problem;
  const auto run = RunProcess({.argv = argv}, &problem);
  EXPECT_TRUE(run) << problem;
  return *run;
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_REPORT_RUN_REPORT_H_
