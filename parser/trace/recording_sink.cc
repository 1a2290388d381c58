// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "parser/trace/recording_sink.h"

#include <cerrno>

namespace fuse_dirents {

RecordingSink::RecordingSink(const SinkPlan& plan, Trace* trace)
    : plan_(plan), trace_(trace) {}

int RecordingSink::Emit(const dirents_entry& entry) {
  const bool taken = taken_ < plan_.capacity;
  if (taken) ++taken_;
  trace_->AddEmit(entry, taken);
  return taken ? 1 : 0;
}

int RecordingSink::Link(const dirents_entry& entry, const void* entry_out) {
  const bool fails = plan_.failing_links >> (links_ % 32) & 1;
  ++links_;
  const int error = fails ? -ENOMEM : 0;
  trace_->AddLink(entry, entry_out, error);
  return error;
}

}  // namespace fuse_dirents
