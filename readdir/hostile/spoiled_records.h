// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A cheap search for fields that are fetched twice: while a reply is parsed,
// each record is spoiled as soon as the sink has it.
//
//     record 0          record 1               record 2
//     [spoiled........] [header spoiled|name]  [unchanged or renewed]
//                        ^ emit returns
//
// FindDoubleFetch() writes one field in each parse.  This class writes all that
// it may in two or three parses.  It does not name the field, and it asks more:
// the parser must fetch a record's whole header before its emit.

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
  // Modulo 8: what is written.  Consecutive records are spoiled in four ways in
  // turn, so that most replies see all of them.
  uint32_t how = 0;
  // When this emit or link, from 0, returns, the records after the current one
  // are rewritten.
  std::optional<size_t> renews_at = std::nullopt;
};

struct SpoiledCase {
  RecordFormat format = RecordFormat::kDirent;
  std::string_view reply;  // Borrowed.
  SinkPlan plan = {};
  uint64_t start_off = 0;
  Spoiling spoiling = {};
  // The bits of a record's type that the parser passes on.
  uint32_t type_mask = UINT32_MAX;
};

// Reused for each case, to keep its memory.
class SpoiledRuns {
 public:
  SpoiledRuns() = default;
  SpoiledRuns(const SpoiledRuns&) = delete;
  SpoiledRuns& operator=(const SpoiledRuns&) = delete;

  // Runs `parser` on the reply while nothing writes to it, for Holds() to
  // compare with.  Both arguments must outlive the calls of Holds().
  void Begin(const BoundParser& parser, const SpoiledCase& c);

  // Runs `parser`, which may differ from that of Begin(), while records are
  // spoiled, with the first `split` bytes in their own segment.  Returns
  // whether its trace is that of the old reply or, if records were renewed,
  // that of the new one.
  bool Holds(const BoundParser& parser, size_t split = 0);

  // After Holds(): whether the reply gives an emit, so that something was
  // spoiled.
  bool spoiled_any() const { return untouched_.size() > 1; }

  // After Holds(): the traces, as text.
  std::string Report() const;

 private:
  void Run(const BoundParser& parser, std::string_view reply, size_t split,
           bool spoils, Trace* trace);

  const BoundParser* expected_from_ = nullptr;
  SpoiledCase case_;
  HostileMemory memory_;
  std::string content_;  // The reply with renewed records.
  bool renewed_ = false;
  Trace untouched_, replaced_, spoiled_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_READDIR_HOSTILE_SPOILED_RECORDS_H_
