// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Recipes of inputs of any fuzz target.  A reply has a recipe of
// differential/recipe.h, and so have bytes of unknown format.  Numbers have one
// of fuzz/inputs/input_format.h, in which a line names their format:
//
//     # why: A full byte slice counted the lookup of the next record.
//     format session
//     packing byte_slice
//     bytes 4160

#ifndef FUSE_DIRENTS_FUZZ_INPUTS_INPUT_RECIPE_H_
#define FUSE_DIRENTS_FUZZ_INPUTS_INPUT_RECIPE_H_

#include <optional>
#include <string>
#include <string_view>

#include "fuzz/inputs/input_format.h"
#include "parser/wire.h"

namespace fuse_dirents {

// The format called `name`, "request" or "session", whose inputs are numbers;
// null if there is none of that name.
const InputFormat* NumbersFormat(std::string_view name);

// The seed that `recipe` describes in the format called `format`: "request",
// "session" or "reply".  On failure returns nothing, and says in *problem what
// is wrong with which line and what was expected.
std::optional<std::string> SeedFromRecipe(std::string_view format,
                                          std::string_view recipe,
                                          std::string* problem);

// The recipe of an input that broke a fuzz target, which makes it byte for
// byte: a reply of `format`, with its trailer; or numbers of the format called
// `numbers`; or bytes, if it is neither or if writing what was read gives other
// bytes.  `why` may have several lines.
std::string RegressionRecipe(std::optional<RecordFormat> format,
                             std::string_view numbers, std::string_view input,
                             std::string_view why);

// The input that such a recipe makes.  On failure returns nothing; *problem
// then names the line and what is wrong with it.
std::optional<std::string> InputFromRegressionRecipe(std::string_view recipe,
                                                     std::string* problem);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_INPUTS_INPUT_RECIPE_H_
