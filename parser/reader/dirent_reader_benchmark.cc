// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// DirentReader over one run and over scattered pages.

#include <algorithm>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "benchmark/benchmark.h"
#include "parser/reader/benchmark_against_loop.h"

namespace fuse_dirents {
namespace {

constexpr size_t kPageSize = 4096;

// A reply on pages in a shuffled order.
class Pages {
 public:
  explicit Pages(const std::string& reply)
      : memory_((reply.size() + kPageSize - 1) / kPageSize) {
    std::vector<size_t> order(memory_.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = i;
    Random(1).Shuffle(std::span(order));
    for (size_t i = 0; i < order.size(); ++i) {
      std::byte* page = memory_[order[i]].bytes;
      const size_t start = i * kPageSize;
      std::memcpy(page, reply.data() + start,
                  std::min(kPageSize, reply.size() - start));
      segments_.push_back({page, kPageSize});
    }
  }

  std::span<const Segment> segments() const { return segments_; }

 private:
  struct alignas(kPageSize) Page {
    std::byte bytes[kPageSize];
  };
  std::vector<Page> memory_;
  std::vector<Segment> segments_;
};

template <RecordFormat kFormat>
void ReaderLinear(benchmark::State& state) {
  const std::string bytes =
      MakeReply(kFormat, static_cast<size_t>(state.range(0)));
  const ReplyBytes reply(std::as_bytes(std::span(bytes)));
  CompareWithLoop<kFormat>(state, bytes,
                           [&] { return ReadWithReader<kFormat>(reply); });
}

template <RecordFormat kFormat>
void ReaderSegmented(benchmark::State& state) {
  const std::string bytes =
      MakeReply(kFormat, static_cast<size_t>(state.range(0)));
  const Pages pages(bytes);
  const ReplyBytes reply(pages.segments(), bytes.size());
  CompareWithLoop<kFormat>(state, bytes,
                           [&] { return ReadWithReader<kFormat>(reply); });
}

BENCHMARK_TEMPLATE(ReaderLinear, RecordFormat::kDirent)->Apply(Sizes);
BENCHMARK_TEMPLATE(ReaderSegmented, RecordFormat::kDirent)->Apply(Sizes);
BENCHMARK_TEMPLATE(ReaderLinear, RecordFormat::kDirentplus)->Apply(Sizes);
BENCHMARK_TEMPLATE(ReaderSegmented, RecordFormat::kDirentplus)->Apply(Sizes);

}  // namespace
}  // namespace fuse_dirents
