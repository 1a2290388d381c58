// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A reply as text, beside every curated input of the corpus:
//
//     # why: namelen 0 ends the parse with -EIO; the entry before it is emitted
//     format dirent
//     record ino=1 off=1 type=4 name="."
//     record ino=2 off=2 type=8 name="" namelen=0
//     repeat 300 record ino=3+ off=3+ type=8 name="entry" number=5
//     raw 00 ff
//     cut 40
//
// Lines stand for bytes in their order.  `record` takes the fields of a record:
// ino, off, type, name, the fields of entry_out where the format is direntplus,
// and what is wrong with it: namelen= (the field's value), padding= (bytes of
// padding), padding_byte=.  name="a"*4073 is the name repeated.  `repeat N` in
// front of a record writes it N times; a number followed by + grows by one each
// time, and number=W appends the count, W digits wide, to the name.  `cut N`
// keeps the first N bytes of what is written so far; `cut -N` drops the last N.
// `trailer` has the words of Choices::ToText().  `draws` has the numbers of a
// case's draws (differential/case.h), which no input can hold.
//
// An input that is no reply has `format bytes`, and then only raw lines.

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

// Reads a recipe.  On failure returns nothing, and says in *problem which line
// is wrong and what was expected.
std::optional<Recipe> ParseRecipe(std::string_view text, std::string* problem);

// A recipe that writes `reply` byte for byte: a line for each record that can
// be framed, then raw bytes.  `why` may have several lines.
std::string RecipeFor(RecordFormat format, std::string_view reply,
                      std::string_view why, const Choices& choices = {});

// The input that a recipe makes: reply and trailer.  On failure returns
// nothing, and says in *problem what is wrong with which line.
std::optional<std::string> InputFromRecipe(std::string_view text,
                                           std::string* problem);

// A recipe of `input`, of which InputFromRecipe() makes the same bytes.  It is
// one of bytes without a format, or if EncodeInput() would not write `input`.
std::string RecipeOfInput(std::optional<RecordFormat> format,
                          std::string_view input, std::string_view why);

// Parts of a recipe's text.
std::string WhyLine(std::string_view why);  // A comment, of several lines.
std::string RecordLine(RecordFormat format, const RecordFields& fields);
std::string RawLines(std::string_view bytes);     // Empty for no bytes.
std::string TrailerLine(const Choices& choices);  // Empty for the default.

// The word of the line "format WORD"; empty if there is no such line.
std::string_view FormatWord(std::string_view text);

std::string_view FormatName(RecordFormat format);  // "dirent", "direntplus".
std::optional<RecordFormat> ParseFormat(std::string_view name);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_DIFFERENTIAL_RECIPE_H_
