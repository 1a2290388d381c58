// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Replies whose memory changes while they are parsed.  The pages of a READDIR
// reply belong to the server's side until they are freed: a virtio device, or a
// second thread of a server that spliced them, can write to them at any time.
//
// What a parser owes us then: every number of a header is fetched once, so that
// it behaves as if the whole reply had been either the old or the new one.
// What it does not owe: a READDIRPLUS record's name.  Names are borrowed, and
// between a record's emit and its link the parser may look at the name again
// (is it a dot?) and hands it over again.  A name that is rewritten then can
// show in the link.  At any other time names are owed as numbers are.

#ifndef FUSE_DIRENTS_READDIR_HOSTILE_HOSTILE_PAGES_H_
#define FUSE_DIRENTS_READDIR_HOSTILE_HOSTILE_PAGES_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parser/parser_under_test.h"
#include "parser/sink_adapter.h"
#include "parser/trace/recording_sink.h"
#include "parser/trace/trace.h"
#include "parser/wire.h"

namespace fuse_dirents {

// Bytes written behind the parser's back.
struct Rewrite {
  size_t event = 0;   // As the event-th (from 0) call of emit or link returns.
  size_t at = 0;      // In the reply.
  std::string bytes;  // Must lie in the reply.
};

// A sink that passes everything on to another, and carries out a plan: each
// rewrite is made after the inner callback has seen what the parser gave it.
class HostileSink : public PassingSink {
 public:
  // `memory`: the bytes of the reply in their order, writable, in as many
  // pieces as they have (the direct map of its pages, or one plain buffer);
  // their views may be elsewhere.  All arguments must outlive the sink.
  HostileSink(const dirents_sink& inner,
              std::span<const std::span<std::byte>> memory,
              std::span<const Rewrite> plan)
      : PassingSink{inner}, memory_(memory), plan_(plan) {}
  HostileSink(const HostileSink&) = delete;
  HostileSink& operator=(const HostileSink&) = delete;

  const dirents_sink& sink() const { return sink_; }

  // Calls of emit and link so far.
  size_t events() const { return events_; }
  // Rewrites made so far.
  size_t rewrites() const { return rewrites_; }

  // The calls of sink().
  int Emit(const dirents_entry& entry);
  int Link(const dirents_entry& entry, const void* entry_out);

 private:
  void CarryOut();
  void Write(const Rewrite& rewrite);

  std::span<const std::span<std::byte>> memory_;
  std::span<const Rewrite> plan_;
  size_t events_ = 0;
  size_t rewrites_ = 0;
  const dirents_sink sink_ = SinkOf(this);
};

// A parser with its profile, if it takes one, bound.
using BoundParser = std::function<int(const dirents_reply& reply,
                                      const dirents_sink& sink, uint64_t* pos)>;

// How a reply is shown, and how the sink answers.
struct HostileOptions {
  SinkPlan plan = {};
  uint64_t start_off = 0;
  size_t split = 0;  // Bytes in the first of two segments.
  // Holds the parser to names as well: for parsers that copy them.
  bool names_are_copied = false;
};

// The trace of `parser` on `reply`, in HostileMemory, while `rewrites` are
// made.
Trace RunHostile(const BoundParser& parser, RecordFormat format,
                 std::string_view reply, const HostileOptions& options,
                 std::span<const Rewrite> rewrites);

// A field that a parser fetched twice.
struct DoubleFetch {
  std::string field;
  size_t record;
  size_t event;        // The emit or link at which rewriting it shows.
  bool link;           // It is a link.
  std::string report;  // The above, what was written, and the three traces.
};

// Rewrites, at every emit and link, every field of the record in hand, of the
// one before it and of the one behind it, with several values each.  A parser
// that fetches the field once gives one of two traces: that of the reply as it
// was, or that of the reply with the new value from the start.  Returns the
// first field, by event and then by place, for which it gives a third.
//
// Not found: two fetches without an emit or a link in between.
std::optional<DoubleFetch> FindDoubleFetch(const BoundParser& parser,
                                           RecordFormat format,
                                           std::string_view reply,
                                           const HostileOptions& options = {});

// The same, but all of them: for each field the first, and one more where the
// field is fetched again behind a link.
std::vector<DoubleFetch> FindDoubleFetches(const BoundParser& parser,
                                           RecordFormat format,
                                           std::string_view reply,
                                           const HostileOptions& options = {});

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_READDIR_HOSTILE_HOSTILE_PAGES_H_
