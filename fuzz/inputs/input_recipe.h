// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_FUZZ_INPUTS_SEED_RECIPE_H_
#define FUSE_DIRENTS_FUZZ_INPUTS_SEED_RECIPE_H_

#include <optional>
#include <string>
#include <string_view>

#include "fuzz/inputs/input_format.h"

namespace fuse_dirents {

// The format called `name`, "request" or "session", whose inputs are numbers;
// null where there is none of that name.
const InputFormat* NumbersFormat(std::string_view name);

// The seed that `recipe` describes in the format called `format`: "request",
// "session" or "reply".  On failure returns nothing, and says in *problem what
// is wrong with which line and what was expected.
std::optional<std::string> SeedFromRecipe(std::string_view format,
                                          std::string_view recipe,
                                          std::string* problem);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_INPUTS_SEED_RECIPE_H_
