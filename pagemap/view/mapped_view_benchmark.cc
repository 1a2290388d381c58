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

void Report(const MappedViewPool& views, benchmark::State* state) {
  state->counters["maps"] =
      benchmark::Counter(static_cast<double>(views.counters().mapping_calls),
                         benchmark::Counter::kAvgIterations);
  state->counters["mappings"] = static_cast<double>(views.mappings());
}

// Arguments: pages, runs of adjacent pages.
void FreshView(benchmark::State& state) {
  PagePool pool(4096, kPoolPages);
  const PageArray pages = MakePages(static_cast<uint32_t>(state.range(0)),
                                    static_cast<uint32_t>(state.range(1)));
  const PageArray other = MakePages(1, 1);
  MappedViewPool views(
      &pool, {.mappings = kPoolPages, .views = 1, .bytes = size_t{64} << 20});
  for (auto _ : state) {
    const MappedView* view = views.Map(pages, pages.desc_bytes());
    benchmark::DoNotOptimize(view->segment().base);
    views.Unmap(view);
    state.PauseTiming();
    views.Unmap(views.Map(other, 0));  // Pushes the view out.
    state.ResumeTiming();
  }
  Report(views, &state);
  // Do not count the call that maps the page that pushes the view out.
  state.counters["maps"].value -= static_cast<double>(state.iterations());
}
BENCHMARK(FreshView)
    ->ArgNames({"pages", "runs"})
    ->Args({2, 1})
    ->Args({2, 2})
    ->Args({256, 1})
    ->Args({256, 16})
    ->Args({256, 256});

void ReusedView(benchmark::State& state) {
  PagePool pool(4096, kPoolPages);
  const PageArray pages = MakePages(static_cast<uint32_t>(state.range(0)),
                                    static_cast<uint32_t>(state.range(1)));
  MappedViewPool views(&pool);
  views.Unmap(views.Map(pages, 0));
  const uint64_t before = views.counters().mapping_calls;
  for (auto _ : state) {
    const MappedView* view = views.Map(pages, pages.desc_bytes());
    benchmark::DoNotOptimize(view->segment().base);
    views.Unmap(view);
  }
  Report(views, &state);
  state.counters["maps"].value -= static_cast<double>(before);
}
BENCHMARK(ReusedView)
    ->ArgNames({"pages", "runs"})
    ->Args({1, 1})
    ->Args({2, 2})
    ->Args({256, 256});

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
