// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A sink that records what the parser does and answers according to a plan.

#ifndef FUSE_DIRENTS_PARSER_TRACE_RECORDING_SINK_H_
#define FUSE_DIRENTS_PARSER_TRACE_RECORDING_SINK_H_

#include <cstdint>
#include <limits>

#include "parser/parser_under_test.h"
#include "parser/sink_adapter.h"
#include "parser/trace/trace.h"

namespace fuse_dirents {

// The answers of the caller's buffer and the client's inode table.
struct SinkPlan {
  // Entries that the caller's buffer takes before it is full.
  uint32_t capacity = std::numeric_limits<uint32_t>::max();
  // Bit i % 32 set: the i-th link (from 0) fails with -ENOMEM.
  uint32_t failing_links = 0;

  friend bool operator==(const SinkPlan&, const SinkPlan&) = default;
};

class RecordingSink {
 public:
  // Appends to *trace, which must outlive the sink.
  RecordingSink(const SinkPlan& plan, Trace* trace);
  RecordingSink(const RecordingSink&) = delete;
  RecordingSink& operator=(const RecordingSink&) = delete;

  // Valid for the lifetime of this object.  A parser that emits again after the
  // buffer was full gets "full" again, and the trace shows it.
  const dirents_sink& sink() const { return sink_; }

  // The calls of sink().
  int Emit(const dirents_entry& entry);
  int Link(const dirents_entry& entry, const void* entry_out);
  void Forget(uint64_t nodeid) { trace_->AddForget(nodeid); }

 private:
  const SinkPlan plan_;
  Trace* const trace_;
  uint32_t taken_ = 0;
  uint32_t links_ = 0;
  const dirents_sink sink_ = SinkOf(this);
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PARSER_TRACE_RECORDING_SINK_H_
