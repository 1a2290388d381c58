// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "corpus/regressions/regression_recipe.h"

#include "corpus/corpus_files.h"
#include "pagemap/differential/input.h"
#include "parser/check.h"
#include "parser/recipe.h"

namespace fuse_dirents {
namespace {

// Raw lines write the same bytes in any format, so that one stands in for none.
constexpr std::string_view kBytesLine = "\nformat bytes\n";
constexpr std::string_view kAnyLine = "\nformat dirent\n";

}  // namespace

std::string RegressionRecipe(std::optional<RecordFormat> format,
                             std::string_view input, std::string_view why) {
  std::string problem;
  if (format) {
    const Input parts = DecodeInput(input);
    std::string text = RecipeFor(*format, parts.reply, why);
    const std::string choices = parts.choices.ToText();
    if (!choices.empty()) text += "trailer " + choices + "\n";
    if (InputFromRecipe(text, &problem) == input) return text;
  }
  std::string text = RecipeFor(RecordFormat::kDirent, "", why);
  text.replace(text.rfind(kAnyLine), kAnyLine.size(), kBytesLine);
  text += RawLines(input);
  FUSE_DIRENTS_CHECK(InputFromRegressionRecipe(text, &problem) == input);
  return text;
}

std::optional<std::string> InputFromRegressionRecipe(std::string_view recipe,
                                                     std::string* problem) {
  const size_t at = recipe.find(kBytesLine);
  if (at == recipe.npos) return InputFromRecipe(recipe, problem);
  std::string text(recipe);
  text.replace(at, kBytesLine.size(), kAnyLine);
  const auto parsed = ParseRecipe(text, problem);
  if (!parsed) return std::nullopt;
  if (parsed->trailer.empty()) return parsed->reply;
  *problem = "trailer: expected none with 'format bytes'";
  return std::nullopt;
}

}  // namespace fuse_dirents
