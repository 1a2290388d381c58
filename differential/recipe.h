// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A reply written down as text, beside every curated input of the corpus:
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
// `trailer` words are handed to whoever appends a trailer to the reply.

#ifndef FUSE_DIRENTS_DIFFERENTIAL_RECIPE_H_
#define FUSE_DIRENTS_DIFFERENTIAL_RECIPE_H_

#include <optional>
#include <string>
#include <string_view>

#include "parser/wire.h"

namespace fuse_dirents {

struct Recipe {
  std::string why;  // Text of the first `# why:` comment with its continuation.
  RecordFormat format = RecordFormat::kDirent;
  std::string reply;  // The bytes.
  std::string
      trailer;  // Words of the `trailer` line; empty where there is none.
};

// Reads a recipe.  On failure returns nothing, and says in *problem which line
// is wrong and what was expected.
std::optional<Recipe> ParseRecipe(std::string_view text, std::string* problem);

// A recipe that writes `reply` byte for byte: records as long as they can be
// told, then raw bytes.
std::string RecipeFor(RecordFormat format, std::string_view reply,
                      std::string_view why);

// The `raw` lines that write `bytes`.
std::string RawLines(std::string_view bytes);

std::string_view FormatName(RecordFormat format);  // "dirent", "direntplus".
std::optional<RecordFormat> ParseFormat(std::string_view name);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_DIFFERENTIAL_RECIPE_H_
