// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/inputs/input_recipe.h"

#include "base/check.h"
#include "differential/recipe.h"
#include "fuzz/inputs/request_input.h"
#include "fuzz/inputs/session_input.h"

namespace fuse_dirents {

const InputFormat* NumbersFormat(std::string_view name) {
  for (const InputFormat* format :
       {&RequestInputFormat(), &SessionInputFormat()}) {
    if (name == format->name) return format;
  }
  return nullptr;
}

std::optional<std::string> SeedFromRecipe(std::string_view format,
                                          std::string_view recipe,
                                          std::string* problem) {
  if (const InputFormat* numbers = NumbersFormat(format)) {
    return InputFromText(*numbers, recipe, problem);
  }
  if (format != "reply") {
    *problem = "unknown format '" + std::string(format) +
               "'; expected request, session or reply";
    return std::nullopt;
  }
  return InputFromRecipe(recipe, problem);
}

std::string RegressionRecipe(std::optional<RecordFormat> format,
                             std::string_view numbers, std::string_view input,
                             std::string_view why) {
  const InputFormat* const known = NumbersFormat(numbers);
  std::string text;
  if (!format && known != nullptr && WholeInput(*known, input) == input) {
    const std::string lines = TextOfInput(*known, input);
    AppendHead(why, known->name, &text);
    text += lines.substr(lines.find('\n') + 1);
  } else {
    text = RecipeOfInput(format, input, why);
  }
  std::string problem;
  FUSE_DIRENTS_CHECK(InputFromRegressionRecipe(text, &problem) == input);
  return text;
}

std::optional<std::string> InputFromRegressionRecipe(std::string_view recipe,
                                                     std::string* problem) {
  const InputFormat* const numbers = NumbersFormat(FormatWord(recipe));
  return numbers != nullptr ? InputFromText(*numbers, recipe, problem)
                            : InputFromRecipe(recipe, problem);
}

}  // namespace fuse_dirents
