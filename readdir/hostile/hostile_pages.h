// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Replies whose memory changes while they are parsed.  The pages of a READDIR
// reply belong to the server's side until they are freed: a virtio device, or a
// second thread of a server that spliced them, can write to them at any time.
//
// The parser must fetch every number of a header once, so that it behaves as if
// the whole reply had been either the old or the new one.  The name of a
// READDIRPLUS record is an exception.  It is borrowed: between the record's
// emit and its link the parser may read the name again (is it a dot?), and it
// passes it to both.  A name that is rewritten then can show in the link.  At
// any other time the rule for names is that for numbers.

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

// Bytes that are written while the parser runs.
struct Rewrite {
  size_t event = 0;   // When this call of emit or link, from 0, returns.
  size_t at = 0;      // In the reply.
  std::string bytes;  // Must lie in the reply.
};

// Forwards every call to another sink and carries out a plan.  Each rewrite is
// made after the inner callback has seen the entry.
class HostileSink : public PassingSink {
 public:
  // `memory`: the bytes of the reply in order, writable, in one or more pieces:
  // the direct map of its pages, or one plain buffer.  The parser may read them
  // through other views.  All arguments must outlive the sink.
  HostileSink(const dirents_sink& forwarded,
              std::span<const std::span<std::byte>> memory,
              std::span<const Rewrite> plan)
      : PassingSink{forwarded}, memory_(memory), plan_(plan) {}
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

  std::span<const std::span<std::byte>> memory_;
  std::span<const Rewrite> plan_;
  size_t events_ = 0;
  size_t rewrites_ = 0;
  const dirents_sink sink_ = SinkOf(this);
};

// A parser, with its profile bound.
using BoundParser = std::function<int(const dirents_reply& reply,
                                      const dirents_sink& sink, uint64_t* pos)>;

// How a reply is shown, and how the sink answers.
struct HostileOptions {
  SinkPlan plan = {};
  uint64_t start_off = 0;
  size_t split = 0;  // Bytes in the first of two segments.
  // For parsers that copy names: checks the borrowed names too.
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

// At every emit and link, rewrites every field of the current record and of its
// two neighbours, with several values each.  A parser that fetches the field
// once gives one of two traces: that of the old reply, or that of the reply
// with the new value from the start.  Returns the first field, by event and
// then by place, for which the parser gives a third trace.
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
