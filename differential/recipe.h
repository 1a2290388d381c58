// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A reply as text, beside every curated input of the corpus.  RECIPES.md
// describes the lines.

#ifndef FUSE_DIRENTS_DIFFERENTIAL_RECIPE_H_
#define FUSE_DIRENTS_DIFFERENTIAL_RECIPE_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "differential/input.h"
#include "parser/dirent_writer.h"
#include "parser/wire.h"

namespace fuse_dirents {

// Numbers from 0 to 15 that a property makes something of.
using Draws = std::array<uint8_t, 8>;

struct Recipe {
  std::string why;  // Text of the first `# why:` comment with its continuation.
  RecordFormat format = RecordFormat::kDirent;
  bool is_bytes = false;  // No reply: `format bytes`.
  std::string reply;      // The bytes.
  Choices choices;        // Of the `trailer` line.
  Draws draws = {};
};

// Reads a recipe into *recipe, which keeps its memory.  On failure returns
// false, and says in *problem which line is wrong and what was expected.
bool ParseRecipe(std::string_view text, Recipe* recipe, std::string* problem);
std::optional<Recipe> ParseRecipe(std::string_view text, std::string* problem);

// A recipe that writes `reply` byte for byte: a line for each record that can
// be framed, then raw bytes.  `why` may have several lines.
std::string RecipeFor(RecordFormat format, std::string_view reply,
                      std::string_view why, const Choices& choices = {});
void AppendRecipe(RecordFormat format, std::string_view reply,
                  std::string_view why, const Choices& choices,
                  std::string* text);

// The input that a recipe makes: reply and trailer.  On failure returns
// nothing, and says in *problem what is wrong with which line.
std::optional<std::string> InputFromRecipe(std::string_view text,
                                           std::string* problem);

// A recipe of `input`, of which InputFromRecipe() makes the same bytes.  It is
// one of bytes without a format, or if EncodeInput() would not write `input`.
std::string RecipeOfInput(std::optional<RecordFormat> format,
                          std::string_view input, std::string_view why);

// Parts of a recipe.  These append to *text: the reason and the word of the
// format, a record, raw bytes and a trailer, if there are any.
void AppendHead(std::string_view why, std::string_view format,
                std::string* text);
void AppendRecord(RecordFormat format, const RecordFields& fields,
                  std::string* text);
void AppendRaw(std::string_view bytes, std::string* text);
void AppendTrailer(const Choices& choices, std::string* text);

// The word of the line "format WORD"; empty if there is no such line.
std::string_view FormatWord(std::string_view text);

std::string_view FormatName(RecordFormat format);  // "dirent", "direntplus".
std::optional<RecordFormat> ParseFormat(std::string_view name);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_DIFFERENTIAL_RECIPE_H_
