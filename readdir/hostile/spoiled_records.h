// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A cheap look for fields that are fetched twice: while a reply is parsed,
// whatever was handed over is spoiled at once, all of it.
//
//     record 0          record 1          record 2
//     [spoiled........] [header spoiled|name] [as it was, or written anew]
//                        ^ emit returns
//
// FindDoubleFetch() writes one field in one parse; this, all that it may in two
// or three.  It says less, and asks more: that a record's header is fetched
// whole before its emit, which is how our parsers read.

#ifndef FUSE_DIRENTS_READDIR_HOSTILE_SPOILED_RECORDS_H_
#define FUSE_DIRENTS_READDIR_HOSTILE_SPOILED_RECORDS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "parser/parser_under_test.h"
#include "parser/trace/recording_sink.h"
#include "parser/trace/trace.h"
#include "parser/wire.h"
#include "readdir/hostile/hostile_memory.h"
#include "readdir/hostile/hostile_pages.h"

namespace fuse_dirents {

struct Spoiling {
  // Modulo 8: what is written.  From record to record it goes through four ways
  // to spoil one, so that most replies see all of them.
  uint32_t how = 0;
  // As this emit or link (from 0) returns, the records behind the one in hand
  // are written anew.
  std::optional<size_t> renews_at = std::nullopt;
};

struct SpoiledCase {
  RecordFormat format = RecordFormat::kDirent;
  std::string_view reply;  // Borrowed.
  SinkPlan plan = {};
  uint64_t start_off = 0;
  Spoiling spoiling = {};
};

// Kept from case to case, so that it keeps its memory.
class SpoiledRuns {
 public:
  SpoiledRuns() = default;
  SpoiledRuns(const SpoiledRuns&) = delete;
  SpoiledRuns& operator=(const SpoiledRuns&) = delete;

  // What `parser` does on the reply while nothing writes to it: what Holds()
  // looks for.  Both arguments must outlive the calls of Holds().
  void Begin(const BoundParser& parser, const SpoiledCase& c);

  // Runs `parser`, which may be another than Begin() had, while records are
  // spoiled, the first `split` bytes in a segment of their own.  True where its
  // trace is the expected one: that of the reply as it was or, where records
  // are written anew, as it then is.
  bool Holds(const BoundParser& parser, size_t split = 0);

  // After Holds(): whether the reply gives an emit, so that anything was
  // spoiled.
  bool spoiled_any() const { return untouched_.size() > 1; }

  // After Holds(): the traces, as text.
  std::string Report() const;

 private:
  void Run(const BoundParser& parser, std::string_view reply, Trace* trace);

  const BoundParser* expected_from_ = nullptr;
  SpoiledCase case_;
  HostileMemory memory_;
  std::string content_;  // The reply, but for what was spoiled.
  bool renewed_ = false;
  Trace untouched_, replaced_, spoiled_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_READDIR_HOSTILE_SPOILED_RECORDS_H_
