// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What README.md shows is what the commands print.

#include <stdio.h>

#include <fstream>
#include <iterator>
#include <string>

#include "differential/input.h"
#include "differential/recipe.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

std::string Readme() {
  std::ifstream stream("README.md");
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

std::string Between(const std::string& text, const std::string& from,
                    const std::string& to) {
  const size_t start = text.find(from);
  if (start == text.npos) return "";
  const size_t end = text.find(to, start + from.size());
  if (end == text.npos) return "";
  return text.substr(start + from.size(), end - start - from.size());
}

TEST(Readme, FailingExampleIsWhatTheCommandPrints) {
  FILE* pipe = popen("differential/page_at_a_time", "r");
  ASSERT_NE(pipe, nullptr);
  std::string printed;
  char buffer[4096];
  for (size_t n; (n = fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
    printed.append(buffer, n);
  }
  EXPECT_EQ(WEXITSTATUS(pclose(pipe)), 1);
  EXPECT_EQ(Between(Readme(), "```\n", "```\n"), printed);
}

TEST(Readme, RecipeCanBeRead) {
  const std::string indented =
      Between(Readme(), "makes its inputs:\n\n", "\n\n## ");
  std::string problem;
  const auto recipe = ParseRecipe(indented, &problem);
  ASSERT_TRUE(recipe) << problem << "\n" << indented;
  EXPECT_EQ(recipe->reply.size(), 40u);
  EXPECT_TRUE(Choices::FromText(recipe->trailer, &problem)) << problem;
}

}  // namespace
}  // namespace fuse_dirents
