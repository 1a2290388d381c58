// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// dirents add, on corpora of the test's own.

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/files.h"
#include "corpus/gate/corpus_files.h"
#include "corpus/gate/features.h"
#include "corpus/gate/gate.h"
#include "corpus/gate/manifest.h"
#include "differential/input.h"
#include "gtest/gtest.h"
#include "parser/dirent_writer.h"
#include "parser/wire.h"
#include "tools/run_dirents.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

// `n` records that are alike, behind "." and "..".
std::string Listing(size_t n) {
  DirentWriter writer(RecordFormat::kDirent);
  writer.Append({.ino = 7, .off = 5, .type = 4, .name = "."});
  writer.Append({.ino = 8, .off = 6, .type = 4, .name = ".."});
  for (size_t i = 0; i < n; ++i) {
    writer.Append({.ino = 100 + i,
                   .off = 1000 + i,
                   .type = 8,
                   .name = "some-name-" + std::to_string(i)});
  }
  return std::move(writer).TakeBytes();
}

std::string WithEmptyName() {
  DirentWriter writer(RecordFormat::kDirent);
  writer.AppendRaw(Listing(20));
  writer.Append({.ino = 9, .off = 9, .type = 8, .name = ""});
  return std::move(writer).TakeBytes();
}

class AddTest : public testing::Test {
 protected:
  AddTest() : directory_(NewTempDirectory()), corpus_(directory_ + "/corpus") {
    fs::create_directory(corpus_);
    MustWriteFile(corpus_ + "/MANIFEST", "");
  }

  std::string File(const std::string& name, std::string_view contents) {
    MustWriteFile(directory_ + "/" + name, contents);
    return name;
  }

  RunResult Add(const std::string& file, const std::string& name,
                const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {"add",      file,    "--name",
                                          name,       "--why", "A reason.",
                                          "--corpus", "corpus"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return RunDirents(arguments, directory_);
  }

  // Whatever lies there, folders too.
  std::map<std::string, std::string> Tree() const {
    std::map<std::string, std::string> tree;
    for (const auto& entry : fs::recursive_directory_iterator(corpus_)) {
      tree[entry.path()] =
          entry.is_directory() ? "(a folder)" : MustReadFile(entry.path());
    }
    return tree;
  }

  CorpusFiles Files() const {
    std::string problem;
    const auto files = ReadCorpus(corpus_, &problem);
    EXPECT_TRUE(files) << problem;
    return files.value_or(CorpusFiles());
  }

  // That the run failed so, and changed nothing.
  void ExpectRefused(const std::string& file, const std::string& name,
                     const std::vector<std::string>& more,
                     const std::vector<std::string>& parts) {
    SCOPED_TRACE(testing::PrintToString(parts));
    const auto before = Tree();
    ExpectBadInput(Add(file, name, more), parts);
    EXPECT_TRUE(Tree() == before);
  }

  const std::string directory_, corpus_;
};

TEST_F(AddTest, TheGatePassesOnWhatWasAdded) {
  const std::string whole = Listing(50);
  const std::string file = File("a.dirent", whole);
  for (const auto& [name, more] :
       std::vector<std::pair<std::string, std::vector<std::string>>>{
           {"plain", {}},
           {"as-it-is", {"--as-is"}},
           {"cut-off", {"--trailer", "cut=40"}},
           {"on-large-pages",
            {"--trailer", "page_size=16384", "--outcome", "accept"}}}) {
    const RunResult run = Add(file, name, more);
    EXPECT_EQ(run.status, 0) << run.err;
    EXPECT_NE(run.out.find(name + ".dirent\n"), std::string::npos) << run.out;
  }
  EXPECT_EQ(Add(File("b.dirent", WithEmptyName()), "empty-name").status, 0);
  DirentWriter plus(RecordFormat::kDirentplus);
  plus.Append({.ino = 5, .off = 6, .type = 8, .name = "plus"});
  EXPECT_EQ(
      Add(File("c", plus.bytes()), "a-plus", {"--format", "direntplus"}).status,
      0);

  const CorpusFiles files = Files();
  EXPECT_EQ(files.size(), 3 * 6 + 1u);
  for (const char* path :
       {"accept/plain.dirent", "accept/as-it-is.dirent", "stop/cut-off.dirent",
        "accept/on-large-pages.dirent", "reject/empty-name.dirent",
        "accept/a-plus.plus"}) {
    EXPECT_TRUE(files.contains(path)) << path;
  }
  EXPECT_EQ(files.at("accept/as-it-is.dirent"), whole);
  EXPECT_TRUE(
      files.at("accept/plain.dirent.recipe").starts_with("# why: A reason.\n"));
  // Nothing else of a corpus is missing.
  Gate gate;
  EXPECT_EQ(CheckCorpus(files, &gate), Problems{"captured/: holds no input"});
  EXPECT_GT(gate.comparisons(), 6u);
  EXPECT_EQ(ManifestOf(files), files.at(std::string(kManifest)));
  EXPECT_EQ(NamesIn(corpus_),
            (std::vector<std::string>{"MANIFEST", "accept", "reject", "stop"}));
}

TEST_F(AddTest, WhatIsReducedDoesTheSame) {
  const std::string whole = WithEmptyName();
  ASSERT_EQ(Add(File("a.dirent", whole), "odd").status, 0);
  const std::string reduced = Files().at("reject/odd.dirent");
  EXPECT_LT(reduced.size(), whole.size() / 4);
  FeatureFinder finder;
  EXPECT_EQ(finder.FeaturesOf(RecordFormat::kDirent, reduced),
            finder.FeaturesOf(RecordFormat::kDirent, whole));
}

TEST_F(AddTest, BadInputIsOneLineAndChangesNothing) {
  const std::string file = File("a.dirent", Listing(50));
  ASSERT_EQ(Add(file, "first").status, 0);
  ASSERT_EQ(Add(file, "whole", {"--as-is"}).status, 0);
  const std::string other = File("b.dirent", WithEmptyName());
  const std::string first = "corpus/accept/first.dirent";

  ExpectRefused(first, "twin", {}, {first, "byte for byte", first});
  ExpectRefused(file, "twin", {}, {"byte for byte accept/whole.dirent"});
  ExpectRefused(File("c.dirent", Listing(40)), "twin", {},
                {"c.dirent", "accept/first.dirent", "--as-is"});
  ExpectRefused(other, "first", {}, {"--name first", "exists"});
  for (const char* name : {"", "Upper", "a/b", "..", "under_score"}) {
    ExpectRefused(other, name, {}, {"--name", "a-z, 0-9 and -"});
  }
  ExpectRefused(other, std::string(101, 'a'), {}, {"1 to 100"});
  ExpectRefused(other, "odd", {"--outcome", "refuse"},
                {"--outcome refuse", "accept, stop or reject"});
  ExpectRefused(other, "odd", {"--outcome", "accept"}, {"reject/"});
  ExpectRefused(other, "odd", {"--format", "dirents"},
                {"--format dirents", "dirent or direntplus"});
  ExpectRefused(File("d", "x"), "odd", {}, {"d: ", ".dirent", "--format"});
  ExpectRefused(other, "odd", {"--trailer", "colour=red"},
                {"--trailer", "colour"});
  ExpectRefused("missing.dirent", "odd", {}, {"missing.dirent", "cannot open"});
  ExpectRefused(corpus_ + "/accept", "odd", {"--format", "dirent"},
                {"cannot read"});
  ExpectRefused(File("e.dirent", std::string((16 << 20) + 65, 'x')), "odd", {},
                {"e.dirent", "16 MiB"});
  ExpectRefused(File("f.dirent", std::string((16 << 20) + 64, 'x')), "odd", {},
                {"f.dirent", "16 MiB"});
  ExpectRefused(File("g.dirent", std::string(16 << 20, 'x')), "odd",
                {"--as-is"}, {"the corpus would have", "16 MiB"});
  const auto before = Tree();
  ExpectBadInput(RunDirents({"add", other, "--name", "odd", "--why", " \n",
                             "--corpus", "corpus"},
                            directory_),
                 {"--why", "empty"});
  ExpectBadInput(
      RunDirents({"add", other, "--name", "odd", "--corpus", "corpus"},
                 directory_),
      {"--why"});
  ExpectBadInput(RunDirents({"add", other, "--name", "odd", "--why", "So.",
                             "--corpus", "nowhere"},
                            directory_),
                 {"--corpus nowhere"});
  ExpectBadInput(RunDirents({"add", other, "--name", "odd", "--why", "So.",
                             "--corpus", "corpus/accept"},
                            directory_),
                 {"--corpus corpus/accept", "MANIFEST"});
  EXPECT_TRUE(Tree() == before);
}

TEST_F(AddTest, WhatCannotBeWrittenLeavesNothing) {
  const std::string file = File("a.dirent", Listing(3));
  // Its input cannot be put there, after recipe and trace were.
  fs::create_directories(corpus_ + "/accept/odd.dirent");
  const auto before = Tree();
  ExpectBadInput(Add(file, "odd"), {"accept/odd.dirent", "cannot write"});
  EXPECT_TRUE(Tree() == before);
}

}  // namespace
}  // namespace fuse_dirents
