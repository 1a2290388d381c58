// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/run_dirents.h"

#include <stdlib.h>

#include <algorithm>
#include <filesystem>

#include "base/check.h"
#include "base/files.h"
#include "base/process.h"
#include "gtest/gtest.h"

namespace fuse_dirents {

namespace fs = std::filesystem;

std::string Runfile(const std::string& path) {
  // Bazel starts tests in the workspace's folder of the runfiles.
  static const fs::path start = fs::current_path();
  return start / path;
}

std::string NewTempDirectory() {
  std::string problem;
  const auto path = MakeDirectory(testing::TempDir() + "/dirents", &problem);
  FUSE_DIRENTS_CHECK(path.has_value());
  return *path;
}

std::vector<std::string> NamesIn(const std::string& directory) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(directory)) {
    names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  return names;
}

RunResult RunDirents(const std::vector<std::string>& arguments,
                     const std::string& cwd) {
  unsetenv("BUILD_WORKING_DIRECTORY");
  Process process = {.argv = {Runfile("tools/dirents")}, .directory = cwd};
  process.argv.insert(process.argv.end(), arguments.begin(), arguments.end());
  std::string problem;
  auto run = RunProcess(process, &problem);
  EXPECT_TRUE(run) << problem;
  return {run->ending.status(), std::move(run->out), std::move(run->err)};
}

void ExpectBadInput(const RunResult& run,
                    const std::vector<std::string>& parts) {
  EXPECT_EQ(run.status, 2);
  EXPECT_EQ(run.out, "");
  EXPECT_TRUE(run.err.starts_with("dirents: ")) << run.err;
  EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
  EXPECT_TRUE(run.err.ends_with("\n")) << run.err;
  for (const std::string& part : parts) {
    EXPECT_NE(run.err.find(part), std::string::npos)
        << "expected \"" << part << "\" in: " << run.err;
  }
}

}  // namespace fuse_dirents
