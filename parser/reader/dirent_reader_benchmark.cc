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
  CompareWithLoop<kFormat>(state, bytes, kRunTarget,
                           [&](Reader read) { return read(reply); });
}

template <RecordFormat kFormat>
void ReaderSegmented(benchmark::State& state) {
  const std::string bytes =
      MakeReply(kFormat, static_cast<size_t>(state.range(0)));
  const Pages pages(bytes);
  const ReplyBytes reply(pages.segments(), bytes.size());
  CompareWithLoop<kFormat>(state, bytes, kPagesTarget,
                           [&](Reader read) { return read(reply); });
}

// The plain loop over the same pages.  Records that straddle a seam are
// gathered before the measurement, so this is what the memory costs alone: a
// bound for ReaderSegmented.
template <RecordFormat kFormat>
void LoopOverPages(benchmark::State& state) {
  const std::string bytes =
      MakeReply(kFormat, static_cast<size_t>(state.range(0)));
  const Pages pages(bytes);
  std::vector<std::string> gathered;
  gathered.reserve(pages.segments().size());  // `runs` points into it.
  std::vector<ByteRun> runs;
  DirentReader reader(kFormat, ReplyBytes(std::as_bytes(std::span(bytes))));
  Dirent record;
  while (reader.Next(&record)) {
    const size_t page = record.pos / kPageSize;
    const size_t at = record.pos % kPageSize;
    const auto* base =
        static_cast<const std::byte*>(pages.segments()[page].base);
    if (at + record.reclen > kPageSize) {
      gathered.push_back(bytes.substr(record.pos, record.reclen));
      runs.push_back(std::as_bytes(std::span(gathered.back())));
    } else if (!runs.empty() &&
               runs.back().data() + runs.back().size() == base + at) {
      runs.back() = {runs.back().data(), runs.back().size() + record.reclen};
    } else {
      runs.push_back({base + at, record.reclen});
    }
  }
  CompareWithLoop<kFormat>(state, bytes, kPagesTarget, [&](Reader) {
    FuseEntryOut entry_out;
    Consumer consumer;
    for (const ByteRun& run : runs) {
      TakeAll<kFormat>(run, &entry_out, &consumer);
    }
    return consumer;
  });
}

// A reader that is slower by a second memchr() of each name must miss its
// target.
template <RecordFormat kFormat>
void PlantedSlowness(benchmark::State& state) {
  const std::string bytes =
      MakeReply(kFormat, static_cast<size_t>(state.range(0)));
  const ReplyBytes reply(std::as_bytes(std::span(bytes)));
  const bool met =
      CompareWithLoop<kFormat>(state, bytes, kRunTarget, [&](Reader) {
        Consumer consumer;
        DirentReader reader(kFormat, reply);
        Dirent record;
        while (reader.Next(&record)) {
          consumer.Take(record.ino, record.off, record.type, record.name.data(),
                        record.name.size());
          consumer.sum += record.name.find('\0') != std::string_view::npos;
        }
        return consumer;
      });
  if (met) state.SkipWithError("the planted slowness was not seen");
}

BENCHMARK_TEMPLATE(ReaderLinear, RecordFormat::kDirent)->Apply(Sizes);
BENCHMARK_TEMPLATE(ReaderSegmented, RecordFormat::kDirent)->Apply(Sizes);
BENCHMARK_TEMPLATE(ReaderLinear, RecordFormat::kDirentplus)->Apply(Sizes);
BENCHMARK_TEMPLATE(ReaderSegmented, RecordFormat::kDirentplus)->Apply(Sizes);
BENCHMARK_TEMPLATE(LoopOverPages, RecordFormat::kDirent)->Apply(Sizes);
BENCHMARK_TEMPLATE(LoopOverPages, RecordFormat::kDirentplus)->Apply(Sizes);
BENCHMARK_TEMPLATE(PlantedSlowness, RecordFormat::kDirent)->Apply(Sizes);

}  // namespace
}  // namespace fuse_dirents
