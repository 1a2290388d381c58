// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "base/markdown.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

using Rows = std::vector<std::vector<std::string>>;

constexpr char kText[] = R"(Some text | with a bar.

| other | x |
|---|---|
| client | 1 |

| client | version |
|---|---|
| edk2 |  1 of 2  |
|| no name |

| client | again |
|---|---|
| never | seen |
)";

TEST(MarkdownTest, RowsAreThoseOfTheTableWithThisHead) {
  // A row of another table may begin like a heading.
  EXPECT_EQ(MarkdownRows(kText, "version"), Rows());
  EXPECT_EQ(MarkdownRows(kText, "other"), (Rows{{"client", "1"}}));
  EXPECT_EQ(MarkdownRows("| client | version |\n|---|---|\n"
                         "| edk2 |  1 of 2  |\n|| no name |\nend\n| x |\n",
                         "client"),
            (Rows{{"edk2", "1 of 2"}, {"", "no name"}}));
}

TEST(MarkdownTest, TextWithoutTheTableHasNoRows) {
  EXPECT_EQ(MarkdownRows("", "client"), Rows());
  EXPECT_EQ(MarkdownRows("|\n||\n", "client"), Rows());
  EXPECT_EQ(MarkdownRows(kText, "nothing"), Rows());
}

}  // namespace
}  // namespace fuse_dirents
