// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/inputs/seed_recipe.h"

#include "differential/recipe.h"
#include "fuzz/inputs/request_input.h"
#include "fuzz/inputs/session_input.h"

namespace fuse_dirents {

const InputFormat* NumbersFormat(std::string_view name) {
  if (name == "request") return &RequestInputFormat();
  if (name == "session") return &SessionInputFormat();
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

}  // namespace fuse_dirents
