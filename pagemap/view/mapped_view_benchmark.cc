// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The cost of a view.  "maps" counts the mmap(2) calls of each view that map
// pages: one for each run of adjacent pages in a fresh view, none in a reused
// one.

#include <benchmark/benchmark.h>

#include <vector>

#include "pagemap/laid_out_reply.h"
#include "pagemap/layout.h"
#include "pagemap/page_array.h"
#include "pagemap/page_pool.h"
#include "pagemap/view/mapped_view.h"
#include "parser/reply_bytes.h"

namespace fuse_dirents {
namespace {

constexpr uint32_t kPoolPages = 8192;

// `pages` pages in `runs` runs of adjacent ones.
PageArray MakePages(uint32_t pages, uint32_t runs) {
  PageArray array(4096);
  const uint32_t run = pages / runs;
  for (uint32_t i = 0; i < pages; ++i) {
    // One idle page between two runs.
    array.Append({i + i / run, 0}, {0, 4096});
  }
  return array;
}

// Arguments: pages, runs of adjacent pages, whether each view is fresh.
void View(benchmark::State& state) {
  PagePool pool(4096, kPoolPages);
  const PageArray pages = MakePages(static_cast<uint32_t>(state.range(0)),
                                    static_cast<uint32_t>(state.range(1)));
  const PageArray other = MakePages(1, 1);
  const bool fresh = state.range(2) != 0;
  MappedViewPool views(&pool,
                       {.mappings = kPoolPages, .views = fresh ? 1u : 2u});
  views.Unmap(views.Map(pages, 0));
  uint64_t maps = 0;
  for (auto _ : state) {
    if (fresh) {
      state.PauseTiming();
      views.Unmap(views.Map(other, 0));  // Pushes the view out.
      state.ResumeTiming();
    }
    const uint64_t before = views.counters().mapping_calls;
    const MappedView* view = views.Map(pages, pages.desc_bytes());
    const void* base = view->segment().base;
    benchmark::DoNotOptimize(base);
    views.Unmap(view);
    maps += views.counters().mapping_calls - before;
  }
  state.counters["maps"] = benchmark::Counter(
      static_cast<double>(maps), benchmark::Counter::kAvgIterations);
  state.counters["mappings"] = static_cast<double>(views.mappings());
}
BENCHMARK(View)
    ->ArgNames({"pages", "runs", "fresh"})
    ->Args({2, 1, 1})
    ->Args({2, 2, 1})
    ->Args({256, 1, 1})
    ->Args({256, 16, 1})
    ->Args({256, 256, 1})
    ->Args({1, 1, 0})
    ->Args({2, 2, 0})
    ->Args({256, 256, 0});

// Lays out one reply and makes all its views, as a fuzz target does.
// Arguments: bytes of the reply, index in DefaultLayouts().
void LayReply(benchmark::State& state) {
  const std::vector<std::byte> reply(static_cast<size_t>(state.range(0)));
  const NamedLayout& named =
      DefaultLayouts()[static_cast<size_t>(state.range(1))];
  state.SetLabel(std::string(named.name));
  ReplyArena arena;
  for (auto _ : state) {
    LaidOutReply& laid = arena.Lay(reply, named.layout);
    benchmark::DoNotOptimize(laid.Linear().data());
    benchmark::DoNotOptimize(laid.Mapped().data());
    benchmark::DoNotOptimize(laid.Segmented().data());
  }
}
BENCHMARK(LayReply)->ArgNames({"bytes", "layout"})->Apply([](auto* b) {
  for (const int64_t bytes : {1024, 65536}) {
    for (size_t i = 0; i < DefaultLayouts().size(); ++i) {
      b->Args({bytes, static_cast<int64_t>(i)});
    }
  }
});

}  // namespace
}  // namespace fuse_dirents
