// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// dirents add, on corpora of the test's own.

#include <filesystem>
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

// ".", ".." and `n` records that are alike.
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

class AddTest : public DirentsTest {
 protected:
  AddTest() {
    fs::create_directory(Path("corpus"));
    Write("corpus/MANIFEST", "");
  }

  static Words Arguments(const std::string& file, const std::string& name,
                         const Words& more = {}) {
    Words arguments = {"add",   file,        "--name",   name,
                       "--why", "A reason.", "--corpus", "corpus"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }

  RunResult Add(const std::string& file, const std::string& name,
                const Words& more = {}) {
    return Run(Arguments(file, name, more));
  }

  CorpusFiles Files() const {
    std::string problem;
    const auto files = ReadCorpus(Path("corpus"), &problem);
    EXPECT_TRUE(files) << problem;
    return files.value_or(CorpusFiles());
  }
};

TEST_F(AddTest, TheGatePassesOnWhatWasAdded) {
  const std::string whole = Listing(50);
  const std::string file = Write("a.dirent", whole);
  for (const auto& [name, more] : std::vector<std::pair<std::string, Words>>{
           {"plain", {}},
           {"as-it-is", {"--as-is"}},
           {"cut-off", {"--trailer", "cut=40"}},
           {"on-large-pages",
            {"--trailer", "page_size=16384", "--outcome", "accept"}}}) {
    const RunResult run = Add(file, name, more);
    EXPECT_EQ(run.status, 0) << run.err;
    EXPECT_NE(run.out.find(name + ".dirent\n"), std::string::npos) << run.out;
  }
  EXPECT_EQ(Add(Write("b.dirent", WithEmptyName()), "empty-name").status, 0);
  DirentWriter plus(RecordFormat::kDirentplus);
  plus.Append({.ino = 5, .off = 6, .type = 8, .name = "plus"});
  EXPECT_EQ(Add(Write("c", plus.bytes()), "a-plus", {"--format", "direntplus"})
                .status,
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
  EXPECT_EQ(NamesIn(Path("corpus")),
            (Words{"MANIFEST", "accept", "reject", "stop"}));
}

TEST_F(AddTest, WhatIsReducedDoesTheSame) {
  const std::string whole = WithEmptyName();
  ASSERT_EQ(Add(Write("a.dirent", whole), "odd").status, 0);
  const std::string reduced = Files().at("reject/odd.dirent");
  EXPECT_LT(reduced.size(), whole.size() / 4);
  FeatureFinder finder;
  EXPECT_EQ(finder.FeaturesOf(RecordFormat::kDirent, reduced),
            finder.FeaturesOf(RecordFormat::kDirent, whole));
}

TEST_F(AddTest, BadInputIsOneLineAndChangesNothing) {
  const std::string file = Write("a.dirent", Listing(50));
  ASSERT_EQ(Add(file, "first").status, 0);
  ASSERT_EQ(Add(file, "whole", {"--as-is"}).status, 0);
  const std::string other = Write("b.dirent", WithEmptyName());
  const std::string first = "corpus/accept/first.dirent";

  const auto refused = [this](const std::string& from, const std::string& name,
                              const Words& more, const Words& parts) {
    ExpectRefused(Arguments(from, name, more), parts);
  };
  refused(first, "twin", {}, {first, "byte for byte", first});
  refused(file, "twin", {}, {"byte for byte accept/whole.dirent"});
  refused(Write("c.dirent", Listing(40)), "twin", {},
          {"c.dirent", "accept/first.dirent", "--as-is"});
  refused(other, "first", {}, {"--name first", "exists"});
  for (const char* name : {"", "Upper", "a/b", "..", "under_score"}) {
    refused(other, name, {}, {"--name", "a-z, 0-9 and -"});
  }
  refused(other, std::string(101, 'a'), {}, {"1 to 100"});
  refused(other, "odd", {"--outcome", "refuse"},
          {"--outcome refuse", "accept, stop or reject"});
  refused(other, "odd", {"--outcome", "accept"}, {"reject/"});
  refused(other, "odd", {"--format", "dirents"},
          {"--format dirents", "dirent or direntplus"});
  refused(Write("d", "x"), "odd", {}, {"d: ", ".dirent", "--format"});
  refused(other, "odd", {"--trailer", "colour=red"}, {"--trailer", "colour"});
  refused("missing.dirent", "odd", {}, {"missing.dirent", "cannot open"});
  refused("corpus/accept", "odd", {"--format", "dirent"}, {"cannot read"});
  const auto refused_with = [&](const Words& more, const Words& parts) {
    Words arguments = {"add", other, "--name", "odd"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    ExpectRefused(arguments, parts);
  };
  refused_with({"--why", " \n", "--corpus", "corpus"}, {"--why", "empty"});
  refused_with({"--corpus", "corpus"}, {"--why"});
  refused_with({"--why", "So.", "--corpus", "nowhere"}, {"--corpus nowhere"});
  refused_with({"--why", "So.", "--corpus", "corpus/accept"},
               {"--corpus corpus/accept", "MANIFEST"});
  const std::string most(16 << 20, 'x');
  refused(Write("e.dirent", most + std::string(65, 'x')), "odd", {},
          {"e.dirent", "16 MiB"});
  refused(Write("e.dirent", most + std::string(64, 'x')), "odd", {},
          {"e.dirent", "16 MiB"});
  refused(Write("e.dirent", most), "odd", {"--as-is"},
          {"the corpus would have", "16 MiB"});
}

TEST_F(AddTest, WhatCannotBeWrittenLeavesNothing) {
  const std::string file = Write("a.dirent", Listing(3));
  // Its input cannot be put there, after recipe and trace were.
  fs::create_directories(Path("corpus/accept/odd.dirent"));
  ExpectRefused(Arguments(file, "odd"), {"accept/odd.dirent", "cannot write"});
}

}  // namespace
}  // namespace fuse_dirents
