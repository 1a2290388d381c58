// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// One case: a reply by its records, how it is cut, and how it lies.  It prints
// itself as a recipe (differential/recipe.h), so that a counterexample is an
// input like any other.

#ifndef FUSE_DIRENTS_DIFFERENTIAL_CASE_H_
#define FUSE_DIRENTS_DIFFERENTIAL_CASE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "differential/input.h"
#include "differential/recipe.h"
#include "parser/dirent_writer.h"
#include "parser/wire.h"

namespace fuse_dirents {

struct Case {
  RecordFormat format = RecordFormat::kDirent;
  std::vector<RecordFields> records;
  std::string raw;  // Bytes after the records.

  // The server sends at most this many bytes.  Unsent bytes are absent from
  // memory; bytes hidden by choices.layout.cut stay after the reply.
  std::optional<uint32_t> sent;
  Choices choices;
  // What a property needs besides a reply and its layout.
  Draws draws = {};

  // The records and the raw bytes, without any cut.
  std::string Written() const;
  // What is laid out: Written() up to `sent`.
  std::string Reply() const;

  // A recipe that ParseRecipe() reads back as the same reply, choices and
  // draws. `why` is its comment.
  std::string ToRecipe(std::string_view why) const;

  // The case that a recipe describes: as many records as RecordFields can
  // describe, the rest as raw bytes.  On failure returns nothing and says in
  // *problem what is wrong.
  static std::optional<Case> FromRecipe(std::string_view text,
                                        std::string* problem);

  // A case of `reply`, divided likewise.
  static Case Of(RecordFormat format, std::string_view reply,
                 const Choices& choices, const Draws& draws = {});

  // The same with all of Reply() in `raw`, and the other way round.
  Case AsBytes() const;
  Case Divided() const { return Of(format, Reply(), choices, draws); }

  friend bool operator==(const Case&, const Case&) = default;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_DIFFERENTIAL_CASE_H_
