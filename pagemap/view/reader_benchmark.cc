// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// DirentReader over a mapped view of scattered pages.  The view is mapped and
// unmapped for each reply, as readdir does; the pool reuses the view of the
// same pages.

#include <span>
#include <string>

#include "benchmark/benchmark.h"
#include "pagemap/laid_out_reply.h"
#include "pagemap/layout.h"
#include "parser/reader/benchmark_against_loop.h"

namespace fuse_dirents {
namespace {

template <RecordFormat kFormat>
void ReaderMapped(benchmark::State& state) {
  const std::string bytes =
      MakeReply(kFormat, static_cast<size_t>(state.range(0)));
  ReplyArena arena;
  Layout layout;
  layout.order = PageOrder::kSeeded;
  arena.Lay(std::as_bytes(std::span(bytes)), layout);
  PageFrames& frames = arena.frames(layout.page_size);
  CompareWithLoop<kFormat>(state, bytes, kRunTarget, [&](Reader read) {
    const MappedView* view = frames.mapped.Map(frames.pages, bytes.size());
    const ReplyBytes reply(std::span(&view->segment(), 1), bytes.size());
    const Consumer consumer = read(reply);
    frames.mapped.Unmap(view);
    return consumer;
  });
  const auto& counters = frames.mapped.counters();
  state.counters["mapping_calls"] = static_cast<double>(counters.mapping_calls);
  state.counters["reuses"] = static_cast<double>(counters.reuses);
}

BENCHMARK_TEMPLATE(ReaderMapped, RecordFormat::kDirent)->Apply(Sizes);
BENCHMARK_TEMPLATE(ReaderMapped, RecordFormat::kDirentplus)->Apply(Sizes);

}  // namespace
}  // namespace fuse_dirents
