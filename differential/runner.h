// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs parsers on replies that lie as a layout says, writes down their traces,
// and compares them.

#ifndef FUSE_DIRENTS_DIFFERENTIAL_RUNNER_H_
#define FUSE_DIRENTS_DIFFERENTIAL_RUNNER_H_

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

// Whether `laid_out` can be shown so: a mapped view has no holes between descs.
bool CanShow(Presentation presentation, const LaidOutReply& laid_out);

// The segments that a parser is given.  REQUIRES: CanShow(), and mapping does
// not fail.
std::span<const Segment> Show(Presentation presentation,
                              LaidOutReply* laid_out);

// Makes *trace the trace of `parse` on `reply` by the rules of `profile`.
void RecordTrace(const ParseFunction& parse, const Profile& profile,
                 const dirents_reply& reply, const SinkPlan& plan,
                 Trace* trace);

// The same on `laid_out`, by the profile, the plan and the start_off of
// `choices`.  REQUIRES: as Show().
void RunParser(const ParseFunction& parse, Presentation presentation,
               RecordFormat format, const Choices& choices,
               LaidOutReply* laid_out, Trace* trace);

// Two traces that should be the same.
struct Difference {
  std::string_view expected_from, got_from;  // Names of the parsers.
  size_t event;          // Index of the first event that differs.
  std::string expected;  // That event as text, or "(no more events)".
  std::string got;
  // All of it for a reader: the above, the choices, the reply as an annotated
  // hex dump, the pages drawn, and both traces.
  std::string report;
};

// A list of parsers and the memory to run them on, which is kept from one reply
// to the next.  Let there be one at a time: see ReplyArena.
class Runner {
 public:
  // `parsers` must outlive the runner.  REQUIRES: there is one.  The first is
  // the one that Compare() holds the others to.
  explicit Runner(std::span<const ListedParser> parsers = OurParsers());

  std::span<const ListedParser> parsers() const { return parsers_; }

  // Lays out `reply`; both live until the next call of this class.
  LaidOutReply& Lay(std::string_view reply, const Layout& layout);

  // The trace of `parser` on `reply` as `choices` say; nothing where the layout
  // cannot be shown to it.
  std::optional<Trace> TraceOf(const ListedParser& parser, RecordFormat format,
                               std::string_view reply, const Choices& choices);

  // Parses `input.reply` with every parser that the layout can be shown to.
  // Returns the first difference, or nothing.
  std::optional<Difference> Compare(RecordFormat format, const Input& input);

  // The trace of the first parser in the last Compare().
  const Trace& expected() const { return expected_; }

  // Parsers that the last Compare() ran, the first among them.
  size_t parsers_run() const { return parsers_run_; }

 private:
  std::span<const ListedParser> parsers_;
  ReplyArena arena_;
  Trace expected_, got_;
  size_t parsers_run_ = 0;
};

// How many events of `trace` stand before the first entry that the client
// offers after the whole reply; all but the return for a client that does not
// wait.
size_t LookupsFirst(const Profile& profile, const Trace& trace);

// With how many events of `cut`, the trace of a cut reply, the trace of the
// whole reply begins.
size_t EventsOfPrefix(const Profile& profile, const Trace& cut);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_DIFFERENTIAL_RUNNER_H_
