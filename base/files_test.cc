// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "base/files.h"

#include <sys/stat.h>

#include <cerrno>
#include <optional>
#include <string>
#include <utility>

#include "base/packed_files.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

class FilesTest : public ::testing::Test {
 protected:
  const TempDirectory directory_;
  std::string problem_;
};

TEST_F(FilesTest, ReadsBackWhatWasWritten) {
  for (const size_t size : {0, 1, 4095, 4096, 4097, 1 << 20}) {
    std::string bytes(size, '\0');
    if (size > 0) bytes.back() = '\xff';
    MustWriteFile(directory_ / "file", bytes);
    EXPECT_EQ(ReadFile(directory_ / "file", &problem_), bytes) << problem_;
    EXPECT_EQ(MustReadFile(directory_ / "file"), bytes);
  }
}

TEST_F(FilesTest, ReadsAFileWhoseSizeLies) {
  EXPECT_EQ(fs::file_size("/proc/self/status"), 0u);
  EXPECT_TRUE(MustReadFile("/proc/self/status").starts_with("Name:"));
}

TEST_F(FilesTest, ReadsNoMoreThanAllowed) {
  MustWriteFile(directory_ / "file", "12345");
  EXPECT_EQ(ReadFile(directory_ / "file", &problem_, 5), "12345");
  EXPECT_EQ(ReadFile(directory_ / "file", &problem_, 4), std::nullopt);
  EXPECT_EQ(problem_, directory_ / "file" +
                          ": too long; expected at most 4 "
                          "bytes");
  MustWriteFile(directory_ / "file", "");
  EXPECT_EQ(ReadFile(directory_ / "file", &problem_, 0), "");
  // An endless one ends the call too.
  EXPECT_EQ(ReadFile("/dev/zero", &problem_, 1 << 20), std::nullopt);
}

TEST_F(FilesTest, NamesWhatCannotBeReadOrWritten) {
  EXPECT_EQ(ReadFile(directory_ / "none", &problem_), std::nullopt);
  EXPECT_EQ(problem_,
            directory_ / "none" + ": cannot open: No such file or directory");
  EXPECT_EQ(ReadFile(directory_.path(), &problem_), std::nullopt);
  EXPECT_EQ(problem_, directory_.path() + ": cannot read: Is a directory");
  EXPECT_EQ(
      WriteFile(directory_ / "none/file", ""),
      directory_ / "none/file" + ": cannot write: No such file or directory");
  EXPECT_NE(WriteFile("/dev/full", "x"), "");
  EXPECT_DEATH(MustReadFile("none"), "none: cannot open");
  EXPECT_DEATH(MustWriteFile("none/file", ""), "none/file: cannot write");
}

TEST_F(FilesTest, NewFilesReplaceNothing) {
  ASSERT_TRUE(WriteNewFile(directory_ / "old", "old"));
  EXPECT_FALSE(WriteNewFile(directory_ / "old", "new"));
  EXPECT_EQ(errno, EEXIST);
  ASSERT_TRUE(WriteNewFile(directory_ / "new", "new"));
  EXPECT_FALSE(MoveNew(directory_ / "new", directory_ / "old"));
  EXPECT_EQ(errno, EEXIST);
  EXPECT_EQ(MustReadFile(directory_ / "old"), "old");
  EXPECT_TRUE(MoveNew(directory_ / "new", directory_ / "other"));
  EXPECT_FALSE(fs::exists(directory_ / "new"));
  EXPECT_EQ(MustReadFile(directory_ / "other"), "new");
}

TEST_F(FilesTest, ATempDirectoryGoesWithAllItHolds) {
  std::string path;
  {
    auto made = TempDirectory::In(directory_.path(), &problem_);
    ASSERT_TRUE(made) << problem_;
    const TempDirectory moved = *std::move(made);
    path = moved.path();
    EXPECT_EQ(fs::path(path).parent_path(), directory_.path());
    struct stat facts;
    ASSERT_EQ(stat(path.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777, 0700u);
    MustWriteFile(moved / "file", "x");
    made.reset();
    EXPECT_TRUE(fs::exists(moved / "file"));
  }
  EXPECT_FALSE(fs::exists(path));
  EXPECT_FALSE(TempDirectory::In(directory_ / "none", &problem_));
  EXPECT_EQ(problem_,
            directory_ / "none" + ": cannot write: No such file or directory");
}

TEST_F(FilesTest, PackedFilesKeepTheirBytesInTheOrderOfTheirNames) {
  const std::string folder = directory_ / "packed";
  std::filesystem::create_directory(folder);
  EXPECT_EQ(PackFolder(folder), "");
  MustWriteFile(folder + "/b", "2\n12");
  MustWriteFile(folder + "/a", "");
  const std::string packed = PackFolder(folder);
  EXPECT_EQ(packed, "0\n4\n2\n12");
  EXPECT_EQ(UnpackFiles(packed), (std::vector<std::string>{"", "2\n12"}));
  EXPECT_EQ(UnpackFiles(""), std::vector<std::string>());
  for (const char* wrong : {"4\n2\n1", "4", "x", "\n", "-1\n", " 1\nx"}) {
    EXPECT_FALSE(UnpackFiles(wrong)) << wrong;
  }
}

TEST_F(FilesTest, SignalsWaitUntilItIsGone) {
  static int seen;
  signal(SIGUSR1, [](int) { ++seen; });
  {
    const SignalsWait wait;
    raise(SIGUSR1);
    EXPECT_EQ(seen, 0);
  }
  EXPECT_EQ(seen, 1);
}

}  // namespace
}  // namespace fuse_dirents
