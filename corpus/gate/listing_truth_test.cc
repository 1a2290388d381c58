// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Captures and listings that differ in one place.

#include "corpus/gate/listing_truth.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "gtest/gtest.h"
#include "parser/wire.h"

namespace fuse_dirents {
namespace {

constexpr char kReply[] = "captured/bindfs/one-512-000.dirent";
constexpr char kListing[] = "captured/bindfs/one.listing";

const CorpusFiles& Corpus() {
  static const CorpusFiles& files = *[] {
    std::string problem;
    auto read = ReadCorpus("corpus", &problem);
    EXPECT_TRUE(read) << problem;
    return new CorpusFiles(read.value_or(CorpusFiles()));
  }();
  return files;
}

// The captures of one server.
CorpusFiles Server(std::string_view name) {
  CorpusFiles files;
  const std::string folder = "captured/" + std::string(name) + "/";
  for (const auto& [path, contents] : Corpus()) {
    if (path.starts_with(folder)) files.emplace(path, contents);
  }
  EXPECT_FALSE(files.empty()) << folder;
  return files;
}

std::vector<std::string> Problems(const CorpusFiles& files) {
  ListingCounts counts;
  return CheckListings(files, &counts);
}

// The problem that begins with `path`, or all problems.
std::string ProblemOf(const CorpusFiles& files, std::string_view path) {
  std::string all;
  for (const std::string& problem : Problems(files)) {
    if (problem.starts_with(std::string(path) + ": ")) return problem;
    all += problem + "\n";
  }
  return all;
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

// The table of servers in corpus/captured/README.md.
TEST(ListingTruthTest, WhoPassesOnInodeNumbersIsKnown) {
  const std::set<std::string> with_ino = {
      "bindfs", "disorderfs", "fuse_overlayfs", "gocryptfs",
      "llfuse", "mergerfs",   "pyfuse3"};
  size_t listings = 0;
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
  }
  EXPECT_GE(listings, 14 * 5u);
}

TEST(ListingTruthTest, DirectoriesOf20000NamesAreKnownWhole) {
  size_t servers = 0;
  for (const auto& [path, contents] : Corpus()) {
    if (!path.ends_with("/twenty_thousand.listing")) continue;
    std::string problem;
    const auto truth = ParseListingTruth(contents, &problem);
    ASSERT_TRUE(truth) << path << ": " << problem;
    EXPECT_EQ(truth->entries.size(), 20002u) << path;
    ++servers;
  }
  EXPECT_GE(servers, 14u);
}

TEST(ListingTruthTest, AnotherTypeIsNamed) {
  CorpusFiles files = Server("bindfs");
  Replace("f ", "l ", &files[kListing]);
  EXPECT_EQ(ProblemOf(files, kReply),
            std::string(kReply) +
                ": \"a\": type is 8, expected 10 by captured/bindfs/"
                "one.listing:4");
}

TEST(ListingTruthTest, AnotherInodeNumberIsNamed) {
  CorpusFiles files = Server("bindfs");
  Replace("f ", "f 1", &files[kListing]);
  const std::string problem = ProblemOf(files, kReply);
  EXPECT_TRUE(problem.starts_with(std::string(kReply) + ": \"a\": ino is "))
      << problem;
}

TEST(ListingTruthTest, AnotherInodeNumberOrModeInAttributesIsNamed) {
  CorpusFiles files = Server("gocryptfs");
  std::string* listing = &files["captured/gocryptfs/one.listing"];
  Replace("READDIRPLUS ino", "READDIRPLUS", listing);
  Replace("f ", "f 1", listing);
  const std::string reply = "captured/gocryptfs/one-512-000.plus";
  EXPECT_NE(ProblemOf(files, reply).find("\"a\": attr.ino is "),
            std::string::npos);
  files = Server("gocryptfs");
  std::string* bytes = &files[reply];
  // The digest in PROVENANCE.tsv is checked first.
  (*bytes)[0] = static_cast<char>((*bytes)[0] ^ 1);
  EXPECT_EQ(ProblemOf(files, reply),
            reply + ": is not as captured/gocryptfs/PROVENANCE.tsv says");
}

TEST(ListingTruthTest, ANameThatTheDirectoryLacksIsNamed) {
  CorpusFiles files = Server("bindfs");
  Replace("\"a\"", "\"b\"", &files[kListing]);
  EXPECT_EQ(ProblemOf(files, kReply),
            std::string(kReply) + ": \"a\": not in " + kListing);
}

TEST(ListingTruthTest, ANameThatAWholeListingLacksIsNamed) {
  CorpusFiles files = Server("bindfs");
  files[kListing] += "f 1 \"lost\"\n";
  EXPECT_EQ(ProblemOf(files, kReply),
            std::string(kReply) +
                ": the listing ends without \"lost\" of captured/bindfs/"
                "one.listing:5");
}

TEST(ListingTruthTest, AReplyOfAWholeListingThatIsMissingIsNamed) {
  CorpusFiles files = Server("bindfs");
  ASSERT_EQ(files.erase(kReply), 1u);
  EXPECT_EQ(ProblemOf(files, kListing),
            std::string(kListing) + ": no listing by READDIR is kept whole");
}

TEST(ListingTruthTest, ANameThatIsThereTwiceIsNamed) {
  // 300 names in replies of 512 bytes; the second reply repeats the first.
  CorpusFiles files = Server("bindfs");
  const std::string folder = "captured/bindfs/";
  std::string* rows = &files[folder + "PROVENANCE.tsv"];
  const std::string first = "three_hundred-4096-000.dirent";
  const std::string second = "three_hundred-4096-001.dirent";
  files[folder + second] = files[folder + first];
  // The rows without the names of the files.
  const auto row_of = [&](const std::string& file) {
    const size_t at = rows->find(file + "\t");
    return rows->substr(at, rows->find('\n', at) - at);
  };
  const std::string digest_row = row_of(first);
  std::string swapped = row_of(second);
  const auto column = [](const std::string& row, int number) {
    size_t at = 0;
    for (int i = 0; i < number; ++i) at = row.find('\t', at) + 1;
    return row.substr(at, row.find('\t', at) - at);
  };
  Replace(column(swapped, 8), column(digest_row, 8), &swapped);
  Replace(row_of(second), swapped, rows);
  EXPECT_NE(ProblemOf(files, folder + second)
                .find(": is in an earlier reply of the listing"),
            std::string::npos)
      << ProblemOf(files, folder + second);
}

TEST(ListingTruthTest, AReplyThatDoesNotFollowTheOneBeforeIsNamed) {
  CorpusFiles files = Server("gocryptfs");
  const std::string path = "captured/gocryptfs/three_hundred-4096-001.dirent";
  std::string* rows = &files["captured/gocryptfs/PROVENANCE.tsv"];
  const size_t row = rows->find("three_hundred-4096-001.dirent\t");
  ASSERT_NE(row, rows->npos);
  const size_t offset = rows->find("\t4096\t", row) + 6;
  rows->insert(offset, "1");
  EXPECT_NE(ProblemOf(files, path).find(": its offset is 1"), std::string::npos)
      << ProblemOf(files, path);
}

TEST(ListingTruthTest, AListingOrAProvenanceThatIsMissingIsNamed) {
  CorpusFiles files = Server("bindfs");
  files.erase(kListing);
  EXPECT_EQ(ProblemOf(files, kReply),
            std::string(kReply) + ": no " + kListing + " stands beside it");
  files = Server("bindfs");
  files.erase("captured/bindfs/PROVENANCE.tsv");
  EXPECT_EQ(
      ProblemOf(files, kReply),
      std::string(kReply) + ": is not as captured/bindfs/PROVENANCE.tsv says");
}

TEST(ListingTruthTest, AnOpcodeThatTheListingLacksIsNamed) {
  CorpusFiles files = Server("bindfs");
  Replace("READDIR ", "READDIRPLUS ", &files[kListing]);
  EXPECT_EQ(ProblemOf(files, kReply),
            std::string(kReply) + ": " + kListing +
                " does not tell what replies of this opcode pass on");
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
