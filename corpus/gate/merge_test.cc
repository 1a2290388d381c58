// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "base/files.h"
#include "corpus/gate/filing.h"
#include "corpus/gate/gate.h"
#include "corpus/gate/manifest.h"
#include "corpus/gate/merge_finds.h"
#include "differential/input.h"
#include "gtest/gtest.h"
#include "parser/dirent_writer.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

std::string Reply(const std::vector<std::string>& names) {
  DirentWriter writer(RecordFormat::kDirent);
  for (const std::string& name : names) {
    writer.Append({.ino = 40, .off = 41, .type = 8, .name = name});
  }
  return std::move(writer).TakeBytes();
}

std::string WithFormat(RecordFormat format) {
  Choices choices;
  choices.format = format;
  choices.start_off = 1;
  return EncodeInput(Reply({"x/y"}), choices);
}

// A corpus on disk that has only plain names.
class MergeTest : public testing::Test {
 protected:
  MergeTest() {
    fs::create_directories(corpus_);
    fs::create_directories(finds_);
    MustWriteFile(corpus_ / kManifest, "");
    const auto plain = CuratedFiles(RecordFormat::kDirent,
                                    Reply({"plain", "plain"}), "plain", "So.");
    std::string problem;
    EXPECT_TRUE(FileInputs(corpus_, Files(), plain, &problem)) << problem;
  }

  CorpusFiles Files() const {
    std::string problem;
    const auto files = ReadCorpus(corpus_, &problem);
    EXPECT_TRUE(files) << problem;
    return files.value_or(CorpusFiles());
  }

  std::vector<std::string> Finds() const {
    std::string problem;
    const auto finds = ReadFinds(finds_, &problem);
    EXPECT_TRUE(finds) << problem;
    return finds.value_or(std::vector<std::string>());
  }

  MergedFinds Merge(TargetFormat format = TargetFormat::kDirent) const {
    return MergeFinds(Files(), FindsOf(format, Finds()));
  }

  const TempDirectory folder_;
  const fs::path corpus_ = folder_ / "corpus", finds_ = folder_ / "finds";
};

TEST_F(MergeTest, KeepsTheSmallestInputsThatAddAFeature) {
  MustWriteFile(finds_ / "a",
                Reply({"plain", "other", "names"}));       // Adds nothing.
  MustWriteFile(finds_ / "b", Reply({"plain", "plain"}));  // Known.
  MustWriteFile(finds_ / "c", Reply({"x/y", "plain", "plain"}));
  MustWriteFile(finds_ / "d", Reply({"x/y"}));  // Less of the same.
  fs::create_directory(finds_ / "deep");
  MustWriteFile(finds_ / "deep/e", Reply({"x/y"}));
  const auto merged = Merge();
  ASSERT_EQ(merged.kept.size(), 1u);
  EXPECT_EQ(merged.kept[0].file.contents, Reply({"x/y"}));
  EXPECT_EQ(merged.known, 2u);
  EXPECT_EQ(merged.adds_nothing, 2u);
  const std::string& path = merged.kept[0].file.path;
  EXPECT_EQ(path.substr(0, 6), "found/");
  EXPECT_EQ(path.size(), std::string("found/0123456789abcdef.dirent").size());
  EXPECT_FALSE(merged.kept[0].added.empty());
}

TEST_F(MergeTest, KeptInputsPassTheGateAndAreNotKeptAgain) {
  size_t number = 0;
  for (const char* name : {"x/y", "", ".", "..", "\xff"}) {
    MustWriteFile(finds_ / std::to_string(number++), Reply({name}));
  }
  const auto merged = Merge();
  ASSERT_EQ(merged.kept.size(), 5u);
  std::vector<NewFile> added;
  for (const auto& kept : merged.kept) added.push_back(kept.file);
  std::string problem;
  ASSERT_TRUE(FileInputs(corpus_, Files(), added, &problem)) << problem;

  const CorpusFiles files = Files();
  EXPECT_EQ(ManifestOf(files), files.at(std::string(kManifest)));
  Gate gate;
  EXPECT_EQ(CheckCorpus(files, &gate),
            (Problems{"stop/: holds no input", "reject/: holds no input",
                      "captured/: holds no input"}));
  EXPECT_EQ(TraceDigestIn(files, added[0].path).size(), 32u);

  const auto again = Merge();
  EXPECT_EQ(again.kept.size(), 0u);
  EXPECT_EQ(again.known, 5u);
}

TEST_F(MergeTest, NamesOfFilesDoNotMatter) {
  const std::vector<std::string> inputs = {Reply({"x/y", "plain"}),
                                           Reply({"plain", "x/y"}),
                                           Reply({"plain", ""}),
                                           Reply({"", "plain"}),
                                           Reply({"."}),
                                           Reply({"."})};
  const auto paths = [&](bool reversed) {
    for (const auto& find : fs::directory_iterator(finds_)) fs::remove(find);
    for (size_t i = 0; i < inputs.size(); ++i) {
      MustWriteFile(finds_ / std::to_string(reversed ? inputs.size() - i : i),
                    inputs[i]);
    }
    std::vector<std::string> kept;
    for (const auto& one : Merge().kept) {
      kept.push_back(one.file.path);
    }
    return kept;
  };
  const auto once = paths(false);
  EXPECT_GE(once.size(), 3u);
  EXPECT_EQ(once, paths(true));
}

TEST_F(MergeTest, TheTrailerSelectsTheFormat) {
  MustWriteFile(finds_ / "a", WithFormat(RecordFormat::kDirent));
  MustWriteFile(finds_ / "b", WithFormat(RecordFormat::kDirentplus));
  const auto merged = Merge(TargetFormat::kByTrailer);
  ASSERT_EQ(merged.kept.size(), 2u);
  EXPECT_TRUE(merged.kept[0].file.path.ends_with(".dirent"));
  EXPECT_TRUE(merged.kept[1].file.path.ends_with(".plus"));
}

TEST_F(MergeTest, AFolderWithoutFilesAndAFileThatIsTooLongAreNamed) {
  std::string problem;
  EXPECT_FALSE(ReadFinds(folder_ / "nowhere", &problem));
  EXPECT_NE(problem.find("nowhere: "), std::string::npos) << problem;
  EXPECT_FALSE(ReadFinds(finds_, &problem));
  EXPECT_NE(problem.find("holds no file"), std::string::npos) << problem;
  MustWriteFile(finds_ / "long", std::string(kMaxReplyBytes + 1, 'x'));
  EXPECT_FALSE(ReadFinds(finds_, &problem));
  EXPECT_NE(problem.find("long: "), std::string::npos) << problem;
}

TEST_F(MergeTest, ACorpusThatWouldGrowTooLargeIsNotChanged) {
  const CorpusFiles before = Files();
  const NewFile large = {"found/large.dirent",
                         std::string(kMaxCorpusBytes, 'x')};
  std::string problem;
  EXPECT_FALSE(FileInputs(corpus_, before, {&large, 1}, &problem));
  EXPECT_NE(problem.find("16 MiB"), std::string::npos) << problem;
  EXPECT_TRUE(Files() == before);
  EXPECT_FALSE(fs::exists(corpus_ / "found"));
}

}  // namespace
}  // namespace fuse_dirents
