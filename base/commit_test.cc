// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "base/commit.h"

#include <string>

#include "base/files.h"
#include "base/process.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

// Runs a command in a folder and returns its output.
std::string Shell(const std::string& folder, const std::string& command) {
  std::string problem;
  const auto run = RunProcess(
      {.argv = {"/bin/sh", "-c", command}, .directory = folder}, &problem);
  EXPECT_TRUE(run && run->ending.ok()) << command << problem;
  return run ? run->out : "";
}

TEST(Commit, IsThatOfTheCloneAndSaysIfTheTreeHasChanges) {
  const TempDirectory clone;
  const auto commit = [&] { return CommitOf(clone.path(), "page"); };
  MustWriteFile(clone / "file", "");
  Shell(clone.path(),
        "git init -q && git add file && git -c user.name=a -c user.email=a@b "
        "commit -qm a");
  const std::string head =
      Shell(clone.path(), "git rev-parse HEAD").substr(0, 12);
  EXPECT_EQ(commit(), head);
  MustWriteFile(clone / "page", "ignored");
  EXPECT_EQ(commit(), head);
  EXPECT_EQ(CommitOf(clone.path(), ""), head + "-dirty");
  MustWriteFile(clone / "new", "");
  EXPECT_EQ(commit(), head + "-dirty");
  Shell(clone.path(), "rm new && echo changed >file");
  EXPECT_EQ(commit(), head + "-dirty");
}

TEST(Commit, IsEmptyWhereThereIsNoClone) {
  EXPECT_EQ(CommitOf("/proc", ""), "");
  EXPECT_EQ(CommitOf("/no/such/folder", ""), "");
}

}  // namespace
}  // namespace fuse_dirents
