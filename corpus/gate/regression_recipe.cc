// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "corpus/gate/regression_recipe.h"

#include "base/check.h"
#include "differential/recipe.h"
#include "fuzz/inputs/input_format.h"
#include "fuzz/inputs/seed_recipe.h"

namespace fuse_dirents {
namespace {

constexpr std::string_view kFormat = "\nformat ";
constexpr std::string_view kBytes = "bytes";
// Raw lines write the same bytes in any format, so that one stands in for none.
constexpr std::string_view kAnyLine = "\nformat dirent\n";

// The line that names the format.
struct FormatLine {
  size_t at = 0, end = 0;  // With both line breaks.
  std::string_view name;
};

// Nothing where there is none.
std::optional<FormatLine> FormatLineOf(std::string_view recipe) {
  const size_t at = recipe.find(kFormat);
  if (at == recipe.npos) return std::nullopt;
  const size_t name_at = at + kFormat.size();
  const size_t end = recipe.find('\n', name_at);
  if (end == recipe.npos) return std::nullopt;
  return FormatLine{at, end + 1, recipe.substr(name_at, end - name_at)};
}

}  // namespace

std::string RegressionRecipe(std::optional<RecordFormat> format,
                             std::string_view numbers, std::string_view input,
                             std::string_view why) {
  std::string problem;
  if (format) {
    std::string text = RecipeOfInput(*format, input, why);
    if (InputFromRecipe(text, &problem) == input) return text;
  }
  std::string text = WhyLine(why) + std::string(kFormat.substr(1));
  if (const InputFormat* known = NumbersFormat(numbers);
      !format && known != nullptr && WholeInput(*known, input) == input) {
    const std::string lines = TextOfInput(*known, input);
    text += std::string(numbers) + lines.substr(lines.find('\n'));
  } else {
    text += std::string(kBytes) + "\n" + RawLines(input);
  }
  FUSE_DIRENTS_CHECK(InputFromRegressionRecipe(text, &problem) == input);
  return text;
}

std::optional<std::string> InputFromRegressionRecipe(std::string_view recipe,
                                                     std::string* problem) {
  const auto line = FormatLineOf(recipe);
  std::string text(recipe);
  if (line && NumbersFormat(line->name) != nullptr) {
    // As a comment, so that lines keep their numbers.
    text.insert(line->at + 1, "# ");
    return SeedFromRecipe(line->name, text, problem);
  }
  if (!line || line->name != kBytes) return InputFromRecipe(recipe, problem);
  text.replace(line->at, line->end - line->at, kAnyLine);
  const auto parsed = ParseRecipe(text, problem);
  if (!parsed) return std::nullopt;
  if (parsed->choices == Choices()) return parsed->reply;
  *problem = "trailer: expected none with 'format bytes'";
  return std::nullopt;
}

}  // namespace fuse_dirents
