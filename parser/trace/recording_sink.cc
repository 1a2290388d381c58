// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "parser/trace/recording_sink.h"

#include <cerrno>

namespace fuse_dirents {

RecordingSink::RecordingSink(const SinkPlan& plan, Trace* trace)
    : plan_(plan), trace_(trace), sink_{this, &Emit, &Link, &Forget} {}

int RecordingSink::Emit(void* self, const dirents_entry* entry) {
  auto* sink = static_cast<RecordingSink*>(self);
  const bool taken = sink->taken_ < sink->plan_.capacity;
  if (taken) ++sink->taken_;
  sink->trace_->AddEmit(*entry, taken);
  return taken ? 1 : 0;
}

int RecordingSink::Link(void* self, const dirents_entry* entry,
                        const void* entry_out) {
  auto* sink = static_cast<RecordingSink*>(self);
  const bool fails = sink->plan_.failing_links >> (sink->links_ % 32) & 1;
  ++sink->links_;
  const int error = fails ? -ENOMEM : 0;
  sink->trace_->AddLink(*entry, entry_out, error);
  return error;
}

void RecordingSink::Forget(void* self, uint64_t nodeid) {
  static_cast<RecordingSink*>(self)->trace_->AddForget(nodeid);
}

}  // namespace fuse_dirents
