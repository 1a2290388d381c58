// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What README.md shows is what the commands print.

#include <string>

#include "base/files.h"
#include "base/process.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

std::string Between(const std::string& text, const std::string& from,
                    const std::string& to) {
  const size_t start = text.find(from);
  if (start == text.npos) return "";
  const size_t end = text.find(to, start + from.size());
  if (end == text.npos) return "";
  return text.substr(start + from.size(), end - start - from.size());
}

TEST(Readme, FailingExampleIsWhatTheCommandPrints) {
  std::string problem;
  const auto run =
      RunProcess({.argv = {"differential/page_at_a_time"}}, &problem);
  ASSERT_TRUE(run) << problem;
  EXPECT_EQ(run->ending.status(), 1);
  EXPECT_EQ(Between(MustReadFile("differential/README.md"), "```\n", "```\n"),
            run->out);
}

}  // namespace
}  // namespace fuse_dirents
