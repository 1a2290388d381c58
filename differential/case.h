// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// One generated case: a reply told by its records, how it is cut, and how it
// lies.  It prints itself as a recipe (differential/recipe.h), so that a
// counterexample is an input like any other.

#ifndef FUSE_DIRENTS_DIFFERENTIAL_CASE_H_
#define FUSE_DIRENTS_DIFFERENTIAL_CASE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "differential/input.h"
#include "parser/dirent_writer.h"
#include "parser/wire.h"

namespace fuse_dirents {

struct Case {
  RecordFormat format = RecordFormat::kDirent;
  std::vector<RecordFields> records;
  std::string raw;  // Bytes behind the records.

  // The server sends no more than so many bytes.  What it does not send lies
  // nowhere, other than what choices.layout.cut keeps from the parser.
  std::optional<uint32_t> sent;
  Choices choices;

  // The records and the raw bytes, without any cut.
  std::string Written() const;
  // What is laid out: Written() up to `sent`.
  std::string Reply() const;

  // A recipe of the reply with a `trailer` line of the choices: ParseRecipe()
  // reads it back as the same bytes.  `why` is its comment.
  std::string ToRecipe(std::string_view why) const;

  // The case that a recipe tells: its records as far as they are right, the
  // rest as raw bytes.  On failure returns nothing and says in *problem what is
  // wrong.
  static std::optional<Case> FromRecipe(std::string_view text,
                                        std::string* problem);

  friend bool operator==(const Case&, const Case&) = default;
};

// Where one record lies in a reply, in bytes.
struct Frame {
  size_t pos, reclen;
};

// The records that can be framed in `bytes` by their namelen, whatever it is,
// in order; the last one may run past the end.
std::vector<Frame> FramesOf(RecordFormat format, std::string_view bytes);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_DIFFERENTIAL_CASE_H_
