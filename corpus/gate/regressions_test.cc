// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "corpus/gate/corpus_files.h"
#include "fuzz/inputs/input_recipe.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

const CorpusFiles& Files() {
  static const CorpusFiles* const files = [] {
    std::string problem;
    auto read = ReadCorpus("corpus/regressions", &problem);
    EXPECT_TRUE(read) << problem;
    return new CorpusFiles(read.value_or(CorpusFiles()));
  }();
  return *files;
}

TEST(Regressions, EachEqualsTheBytesOfItsRecipeWhichSaysWhy) {
  size_t recipes = 0;
  for (const auto& [path, recipe] : Files()) {
    if (!path.ends_with(kRecipeEnding)) continue;
    ++recipes;
    std::string problem;
    const auto input = InputFromRegressionRecipe(recipe, &problem);
    ASSERT_TRUE(input) << path << ": " << problem;
    const std::string name = path.substr(0, path.size() - kRecipeEnding.size());
    ASSERT_TRUE(Files().contains(name)) << path << " has no input";
    EXPECT_EQ(*input, Files().find(name)->second) << path;
    EXPECT_TRUE(recipe.starts_with("# why: ")) << path;
    EXPECT_FALSE(recipe.starts_with("# why: TODO")) << path << ": say why";
  }
  EXPECT_GE(recipes, 1u);
  EXPECT_EQ(Files().size(), 2 * recipes) << "an input has no recipe";
}

}  // namespace
}  // namespace fuse_dirents
