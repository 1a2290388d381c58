// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Every seed that HISTORY.md names exists.

#include <set>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/markdown.h"
#include "corpus/gate/corpus_files.h"
#include "differential/input.h"
#include "gtest/gtest.h"
#include "parser/profile/profile.h"

namespace fuse_dirents {
namespace {

struct Row {
  std::string entry, seed, profile;
};

std::vector<Row> History() {
  std::vector<Row> rows;
  for (const auto& row :
       MarkdownRows(MustReadFile("corpus/HISTORY.md"), "entry")) {
    EXPECT_EQ(row.size(), 3u) << testing::PrintToString(row);
    if (row.size() == 3) rows.push_back({row[0], row[1], row[2]});
  }
  return rows;
}

TEST(HistoryTest, EachEntryNamesASeedThatExistsOrSaysWhyNot) {
  std::string problem;
  const auto corpus = ReadCorpus("corpus", &problem);
  ASSERT_TRUE(corpus) << problem;
  size_t seeds = 0, without = 0;
  std::set<std::string> entries;
  for (const auto& [entry, seed, profile] : History()) {
    SCOPED_TRACE(entry);
    EXPECT_TRUE(entries.insert(entry).second) << "stands there twice";
    if (!seed.starts_with('`')) {
      EXPECT_TRUE(seed.starts_with("none: ") && seed.size() > 10) << seed;
      EXPECT_EQ(profile, "");
      ++without;
      continue;
    }
    const std::string path = seed.substr(1, seed.size() - 2);
    ASSERT_TRUE(corpus->contains(path)) << path;
    EXPECT_TRUE(IsCurated(path) && FormatOf(path)) << path;
    // The seed's profile is that of the client with the bug.
    EXPECT_EQ(DecodeInput(corpus->at(path)).choices.profile->name, profile)
        << path;
    ++seeds;
  }
  EXPECT_GE(seeds, 30u);
  EXPECT_GE(without, 15u);
}

}  // namespace
}  // namespace fuse_dirents
