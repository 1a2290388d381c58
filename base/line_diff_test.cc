// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "base/line_diff.h"

#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

TEST(LineDiffTest, ShowsRemovedAndAddedLines) {
  EXPECT_EQ(LineDiff("a\nb\nc\n", "a\nb\nc\n"), "");
  EXPECT_EQ(LineDiff("a\nb\nc\n", "a\nx\nc\n"), "- b\n+ x\n");
  EXPECT_EQ(LineDiff("a\nb\nc\nd\n", "a\nc\nx\nd\n"), "- b\n+ x\n");
  EXPECT_EQ(LineDiff("", "a\n"), "+ a\n");
  EXPECT_EQ(LineDiff("a\n", ""), "- a\n");
}

}  // namespace
}  // namespace fuse_dirents
