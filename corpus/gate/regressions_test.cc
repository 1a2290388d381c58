// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "base/random.h"
#include "corpus/gate/corpus_files.h"
#include "corpus/gate/regression_recipe.h"
#include "fuzz/inputs/input_format.h"
#include "fuzz/inputs/seed_recipe.h"
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

TEST(RegressionRecipe, GivesAnyBytesBack) {
  size_t recipes = 0;
  for (const std::string& bytes :
       {std::string(), std::string(70, 'x'), std::string(60, '\0') + "DRNT",
        std::string(64, '\xff') + "DRNT"}) {
    for (const auto format :
         {std::optional<RecordFormat>(), std::optional(RecordFormat::kDirent),
          std::optional(RecordFormat::kDirentplus)}) {
      for (const char* numbers : {"", "request", "session"}) {
        const std::string recipe =
            RegressionRecipe(format, numbers, bytes, "TODO\nwhy");
        std::string problem;
        EXPECT_EQ(InputFromRegressionRecipe(recipe, &problem), bytes)
            << recipe << problem;
        ++recipes;
      }
    }
  }
  EXPECT_EQ(recipes, 4u * 3u * 3u);
}

TEST(RegressionRecipe, WholeNumbersAreWrittenAsNumbers) {
  Random random(1);
  for (const std::string name : {"request", "session"}) {
    const InputFormat& format = *NumbersFormat(name);
    for (size_t i = 0; i < 500; ++i) {
      std::string bytes(random.Below(120), '\0');
      for (char& c : bytes) c = static_cast<char>(random.Next());
      const std::string input = WholeInput(format, bytes);
      const std::string recipe =
          RegressionRecipe(std::nullopt, name, input, "TODO\nwhy");
      ASSERT_TRUE(
          recipe.starts_with("# why: TODO\n# why\nformat " + name + "\n"))
          << recipe;
      ASSERT_EQ(recipe.find("\nraw "), recipe.npos) << recipe;
      std::string problem;
      ASSERT_EQ(InputFromRegressionRecipe(recipe, &problem), input)
          << recipe << problem;
    }
  }
}

TEST(RegressionRecipe, DefaultsAreOmitted) {
  std::string problem;
  const std::string recipe =
      "# why: x\nformat session\npacking byte_slice\nbytes 4160\n"
      "entry length=5\nremove\n";
  const auto input = InputFromRegressionRecipe(recipe, &problem);
  ASSERT_TRUE(input) << problem;
  EXPECT_EQ(RegressionRecipe(std::nullopt, "session", *input, "x"), recipe);
}

TEST(RegressionRecipe, AProblemIsNamedWithItsLine) {
  std::string problem;
  EXPECT_FALSE(InputFromRegressionRecipe(
      "# why: x\nformat session\npacking slices\n", &problem));
  EXPECT_TRUE(problem.starts_with("line 3: packing 'slices'")) << problem;
}

TEST(RegressionRecipe, BytesHaveNoTrailer) {
  std::string problem;
  EXPECT_FALSE(InputFromRegressionRecipe(
      "# why: x\nformat bytes\nraw 00\ntrailer cut=1\n", &problem));
  EXPECT_NE(problem.find("trailer"), problem.npos) << problem;
}

}  // namespace
}  // namespace fuse_dirents
