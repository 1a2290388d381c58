// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Captures and listings that differ in one place.

#include "corpus/gate/listing_truth.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/digest.h"
#include "gtest/gtest.h"
#include "parser/wire.h"

namespace fuse_dirents {
namespace {

const CorpusFiles& Corpus() {
  static const CorpusFiles& files = *[] {
    std::string problem;
    auto read = ReadCorpus("corpus", &problem);
    EXPECT_TRUE(read) << problem;
    return new CorpusFiles(read.value_or(CorpusFiles()));
  }();
  return files;
}

void Replace(std::string_view from, std::string_view to, std::string* text) {
  const size_t at = text->find(from);
  ASSERT_NE(at, text->npos) << from << " in " << *text;
  text->replace(at, from.size(), to);
}

TEST(ListingTruthTest, EveryCaptureAgreesWithStat) {
  std::map<std::string_view, size_t> servers;
  for (const auto& [path, contents] : Corpus()) {
    if (TopFolder(path) == "captured") {
      ++servers[std::string_view(path).substr(0, path.rfind('/'))];
    }
  }
  EXPECT_GE(servers.size(), 14u);
  ListingCounts counts;
  for (const std::string& problem : CheckListings(Corpus(), &counts)) {
    ADD_FAILURE() << problem;
  }
  EXPECT_GE(counts.replies, 500u);
  EXPECT_GE(counts.entries, 60000u);
  EXPECT_GE(counts.whole_listings, 100u);
}

// The table of servers in corpus/captured/README.md, and the directories of
// capture_all.sh.
TEST(ListingTruthTest, ServersPassOnWhatIsWrittenOfThem) {
  const std::set<std::string> with_ino = {
      "bindfs", "disorderfs", "fuse_overlayfs", "gocryptfs",
      "llfuse", "mergerfs",   "pyfuse3"};
  size_t listings = 0, large = 0;
  for (const auto& [path, contents] : Corpus()) {
    if (!path.ends_with(kListingEnding)) continue;
    std::string problem;
    const auto truth = ParseListingTruth(contents, &problem);
    ASSERT_TRUE(truth) << path << ": " << problem;
    const size_t start = std::string("captured/").size();
    const std::string server = path.substr(start, path.rfind('/') - start);
    ASSERT_FALSE(truth->passed.empty()) << path;
    for (const auto& [format, passed] : truth->passed) {
      EXPECT_EQ(passed.ino, with_ino.contains(server)) << path;
    }
    ++listings;
    if (!path.ends_with("/twenty_thousand.listing")) continue;
    EXPECT_EQ(truth->entries.size(), 20002u) << path;
    ++large;
  }
  EXPECT_GE(listings, 14 * 5u);
  EXPECT_GE(large, 14u);
}

// Puts other bytes in place of a reply's, with their digest.
void ReplaceReply(const std::string& folder, const std::string& file,
                  const std::string& bytes, CorpusFiles* files) {
  std::string& reply = (*files)[folder + file];
  Replace(DigestOf(reply).ToText(), DigestOf(bytes).ToText(),
          &(*files)[folder + "PROVENANCE.tsv"]);
  reply = bytes;
}

TEST(ListingTruthTest, WhatDiffersInOnePlaceIsNamed) {
  const std::string bindfs = "captured/bindfs/", go = "captured/gocryptfs/";
  const std::string one = bindfs + "one.listing";
  const std::string reply = bindfs + "one-512-000.dirent";
  const std::string plus = go + "one-512-000.plus";
  const std::string second = "three_hundred-4096-001.dirent";
  struct Case {
    std::function<void(CorpusFiles*)> spoil;
    std::string problem;  // How it begins.
  };
  const auto edit = [](std::string file, std::string from, std::string to) {
    return [=](CorpusFiles* files) { Replace(from, to, &(*files)[file]); };
  };
  const auto erase = [](std::string file) {
    return [=](CorpusFiles* files) { files->erase(file); };
  };
  const Case cases[] = {
      {edit(one, "f ", "l "),
       reply + ": \"a\": type is 8, expected 10 by " + one + ":4"},
      {edit(one, "f ", "f 1"), reply + ": \"a\": ino is "},
      {edit(one, "\"a\"", "\"b\""), reply + ": \"a\": not in " + one},
      {edit(one, "f ", "f 1 \"lost\"\nf "),
       reply + ": the listing ends without \"lost\" of " + one + ":4"},
      {edit(one, "READDIR ", "READDIRPLUS "),
       reply + ": " + one + " does not say what replies of this opcode"},
      {erase(reply), one + ": no listing by READDIR is kept whole"},
      {erase(one), reply + ": no " + one + " stands beside it"},
      {erase(bindfs + "PROVENANCE.tsv"),
       reply + ": is not as captured/bindfs/PROVENANCE.tsv says"},
      {[&](CorpusFiles* files) { (*files)[plus][0] ^= 1; },
       plus + ": is not as captured/gocryptfs/PROVENANCE.tsv says"},
      {[&](CorpusFiles* files) {
         Replace("READDIRPLUS ino", "READDIRPLUS",
                 &(*files)[go + "one.listing"]);
         Replace("f ", "f 1", &(*files)[go + "one.listing"]);
       },
       plus + ": \"a\": attr.ino is "},
      {[&](CorpusFiles* files) {
         std::string bytes = (*files)[plus];
         bytes[101] = '\xc0';  // attr.mode of ".": a socket.
         ReplaceReply(go, "one-512-000.plus", bytes, files);
       },
       plus + ": \".\": the mode's type is 12, expected 4 by " + go +
           "one.listing:3"},
      {[&](CorpusFiles* files) {
         ReplaceReply(bindfs, second,
                      (*files)[bindfs + "three_hundred-4096-000.dirent"],
                      files);
       },
       bindfs + second + ": \".\": is in an earlier reply of the listing"},
      {[&](CorpusFiles* files) {
         std::string bytes = (*files)[reply];
         bytes += bytes;
         ReplaceReply(bindfs, "one-512-000.dirent", bytes, files);
       },
       reply + ": \".\": is there twice"},
      {[&](CorpusFiles* files) {
         std::string& rows = (*files)[go + "PROVENANCE.tsv"];
         rows.insert(rows.find("\t4096\t", rows.find(second)) + 6, "1");
       },
       go + second + ": its offset is 1"},
  };
  for (const auto& [spoil, problem] : cases) {
    CorpusFiles files;
    for (const std::string& folder : {bindfs, go}) {
      for (const auto& [path, contents] : Corpus()) {
        if (path.starts_with(folder) && path.find("twenty") == path.npos) {
          files.emplace(path, contents);
        }
      }
    }
    spoil(&files);
    ListingCounts counts;
    const std::vector<std::string> problems = CheckListings(files, &counts);
    EXPECT_TRUE(std::ranges::any_of(
        problems, [&](const auto& text) { return text.starts_with(problem); }))
        << problem << "\n"
        << testing::PrintToString(problems);
  }
}

TEST(ListingTruthTest, ACountStandsForConsecutiveNames) {
  std::string problem;
  const auto truth = ParseListingTruth(
      "READDIR -\nd 1 \".\"\nd 2 \"..\"\nf 7 \"f098\" 3\n", &problem);
  ASSERT_TRUE(truth) << problem;
  EXPECT_EQ(truth->entries.size(), 5u);
  for (const auto& [name, ino] :
       std::map<std::string, uint64_t>{{"f098", 7}, {"f099", 8}, {"f100", 9}}) {
    ASSERT_TRUE(truth->entries.contains(name)) << name;
    EXPECT_EQ(truth->entries.find(name)->second.ino, ino);
    EXPECT_EQ(truth->entries.find(name)->second.type, 8u);
    EXPECT_EQ(truth->entries.find(name)->second.line, 4u);
  }
}

TEST(ListingTruthTest, BadTextIsRefused) {
  const std::string dots = "d 1 \".\"\nd 2 \"..\"\n";
  const std::string no_entry =
      "expected TYPE INO \"NAME\" [COUNT], each name once";
  const std::string no_opcode =
      "expected an opcode once, and what is passed on";
  for (const auto& [text, expected] : std::map<std::string, std::string>{
           {"", "expected a line for \".\""},
           {"d 1 \".\"\n", "expected a line for \"..\""},
           {dots + "x 3 \"a\"\n", "line 3: " + no_entry},
           {dots + "f \"a\"\n", "line 3: " + no_entry},
           {dots + "f 3 a\n", "line 3: " + no_entry},
           {dots + "f 3 \"\"\n", "line 3: " + no_entry},
           {dots + "f 3 \"a\" 2\n", "line 3: " + no_entry},
           {dots + "f 3 \"a9\" 2\n", "line 3: " + no_entry},
           {dots + "f 3 \"a1\" 0\n", "line 3: " + no_entry},
           {dots + "f 3 \"a\"\nf 4 \"a\"\n", "line 4: " + no_entry},
           {"READDIR\n" + dots, "line 1: " + no_opcode},
           {"READDIR inode\n" + dots, "line 1: " + no_opcode},
           {"READDIR - ino\n" + dots, "line 1: " + no_opcode},
           {"READDIR -\nREADDIR -\n" + dots, "line 2: " + no_opcode}}) {
    std::string problem;
    EXPECT_FALSE(ParseListingTruth(text, &problem)) << text;
    EXPECT_EQ(problem, expected) << text;
  }
}

}  // namespace
}  // namespace fuse_dirents
