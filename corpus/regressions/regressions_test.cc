// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "corpus/corpus_files.h"
#include "corpus/regressions/regression_recipe.h"
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

TEST(Regressions, EachIsBuiltByteForByteFromARecipeThatSaysWhy) {
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

TEST(RegressionRecipe, GivesAnyBytesBack) {
  for (const std::string& bytes :
       {std::string(), std::string(70, 'x'), std::string(60, '\0') + "DRNT",
        std::string(64, '\xff') + "DRNT"}) {
    for (const auto format :
         {std::optional<RecordFormat>(), std::optional(RecordFormat::kDirent),
          std::optional(RecordFormat::kDirentplus)}) {
      const std::string recipe = RegressionRecipe(format, bytes, "TODO\nwhy");
      std::string problem;
      EXPECT_EQ(InputFromRegressionRecipe(recipe, &problem), bytes)
          << recipe << problem;
    }
  }
}

TEST(RegressionRecipe, BytesHaveNoTrailer) {
  std::string problem;
  EXPECT_FALSE(InputFromRegressionRecipe(
      "# why: x\nformat bytes\nraw 00\ntrailer cut=1\n", &problem));
  EXPECT_NE(problem.find("trailer"), problem.npos) << problem;
}

}  // namespace
}  // namespace fuse_dirents
