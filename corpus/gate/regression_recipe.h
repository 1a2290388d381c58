// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Recipes of inputs that broke a fuzz target.  They are those of the corpus for
// replies, and those of seeds (fuzz/inputs/input_format.h) for numbers, behind
// a line that names the format:
//
//     # why: A full byte slice counted the lookup of the next record.
//     format session
//     packing byte_slice
//     bytes 4160
//
// Of any other input the bytes are written down, as "format bytes" and "raw".

#ifndef FUSE_DIRENTS_CORPUS_GATE_REGRESSION_RECIPE_H_
#define FUSE_DIRENTS_CORPUS_GATE_REGRESSION_RECIPE_H_

#include <optional>
#include <string>
#include <string_view>

#include "parser/wire.h"

namespace fuse_dirents {

// The recipe that makes `input` byte for byte: a reply of `format`, with its
// trailer; without that, numbers of the format called `numbers`
// (fuzz/inputs/seed_recipe.h); or bytes, where there is neither and where a
// trailer or a number is not written the way that it is read.  `why` may have
// several lines.
std::string RegressionRecipe(std::optional<RecordFormat> format,
                             std::string_view numbers, std::string_view input,
                             std::string_view why);

// The input that such a recipe makes.  On failure returns nothing, and says in
// *problem what is wrong with which line.
std::optional<std::string> InputFromRegressionRecipe(std::string_view recipe,
                                                     std::string* problem);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_CORPUS_GATE_REGRESSION_RECIPE_H_
