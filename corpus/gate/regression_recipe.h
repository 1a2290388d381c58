// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Recipes of inputs that broke a fuzz target.  A reply has a recipe of the
// corpus.  Numbers have a recipe of seeds (fuzz/inputs/input_format.h), after a
// line that names their format:
//
//     # why: A full byte slice counted the lookup of the next record.
//     format session
//     packing byte_slice
//     bytes 4160
//
// Any other input is written as bytes: "format bytes", then "raw" lines.

#ifndef FUSE_DIRENTS_CORPUS_GATE_REGRESSION_RECIPE_H_
#define FUSE_DIRENTS_CORPUS_GATE_REGRESSION_RECIPE_H_

#include <optional>
#include <string>
#include <string_view>

#include "parser/wire.h"

namespace fuse_dirents {

// The recipe that makes `input` byte for byte: a reply of `format`, with its
// trailer; or numbers of the format called `numbers`
// (fuzz/inputs/seed_recipe.h); or bytes, if it is neither or if writing what
// was read gives other bytes.  `why` may have several lines.
std::string RegressionRecipe(std::optional<RecordFormat> format,
                             std::string_view numbers, std::string_view input,
                             std::string_view why);

// The input that such a recipe makes.  On failure returns nothing; *problem
// then names the line and what is wrong with it.
std::optional<std::string> InputFromRegressionRecipe(std::string_view recipe,
                                                     std::string* problem);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_CORPUS_GATE_REGRESSION_RECIPE_H_
