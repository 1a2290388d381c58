// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/input_file.h"

#include <optional>
#include <string>
#include <vector>

#include "base/files.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

TEST(InputFileTest, TheEndingIsTheFormat) {
  for (const RecordFormat format :
       {RecordFormat::kDirent, RecordFormat::kDirentplus}) {
    EXPECT_EQ(FormatOf("a/b" + std::string(FileEnding(format))), format);
  }
  EXPECT_EQ(FormatOf("a.dirent.recipe"), std::nullopt);
  EXPECT_EQ(FormatOf("plus"), std::nullopt);
  EXPECT_EQ(FormatOf(""), std::nullopt);
}

TEST(InputFileTest, ReadsFilesInTheOrderGiven) {
  const TempDirectory directory;
  MustWriteFile(directory / "b.plus", "two");
  MustWriteFile(directory / "a.dirent", "");
  std::string problem;
  const std::vector<std::string> paths = {directory / "b.plus",
                                          directory / "a.dirent"};
  const auto files = ReadInputFiles(paths, &problem);
  ASSERT_TRUE(files) << problem;
  ASSERT_EQ(files->size(), 2u);
  EXPECT_EQ((*files)[0].path, paths[0]);
  EXPECT_EQ((*files)[0].format, RecordFormat::kDirentplus);
  EXPECT_EQ((*files)[0].bytes, "two");
  EXPECT_EQ((*files)[1].bytes, "");
  for (const std::string name : {"none.plus", "none.txt"}) {
    const std::vector<std::string> bad = {paths[0], directory / name};
    EXPECT_FALSE(ReadInputFiles(bad, &problem));
    EXPECT_TRUE(problem.starts_with(bad[1] + ": ")) << problem;
  }
}

}  // namespace
}  // namespace fuse_dirents
