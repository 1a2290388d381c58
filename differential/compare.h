// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The one comparer: runs every parser of a list on one reply in one layout, and
// tells where they differ.

#ifndef FUSE_DIRENTS_DIFFERENTIAL_COMPARE_H_
#define FUSE_DIRENTS_DIFFERENTIAL_COMPARE_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "differential/input.h"
#include "differential/parser_list.h"
#include "pagemap/laid_out_reply.h"
#include "parser/trace/trace.h"
#include "parser/wire.h"

namespace fuse_dirents {

// Two traces that should be one.
struct Difference {
  std::string_view expected_from, got_from;  // Names of the parsers.
  size_t event;          // Index of the first event that differs.
  std::string expected;  // That event as text, or "(no more events)".
  std::string got;
  // All of it for a reader: the above, the choices, the reply as an annotated
  // hex dump, the pages drawn, and both traces.
  std::string report;
};

// Runs parsers.  Keeps its memory from one reply to the next.
class Comparer {
 public:
  // The first parser of `parsers` is the one that the others are held to.
  explicit Comparer(std::span<const ListedParser> parsers = OurParsers());

  // Parses `input.reply`, laid out as input.choices say, with every parser that
  // can be shown it (a layout that is not mappable has no mapped view).
  // Returns the first difference, or nothing.
  std::optional<Difference> Compare(RecordFormat format, const Input& input);

  // The trace of the first parser in the last Compare() or Run().
  const Trace& expected() const { return expected_; }

  // Runs one parser alone.  REQUIRES: the layout can be shown to it.
  void Run(const ListedParser& parser, RecordFormat format, const Input& input,
           Trace* trace);

  // Parsers that the last Compare() ran, the first among them.
  size_t parsers_run() const { return parsers_run_; }

 private:
  std::span<const ListedParser> parsers_;
  ReplyArena arena_;
  Trace expected_;
  Trace got_;
  size_t parsers_run_ = 0;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_DIFFERENTIAL_COMPARE_H_
