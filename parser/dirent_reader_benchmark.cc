// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What reading through DirentReader costs above a plain loop over a linear
// buffer with the same checks.
//
// The machine may be shared and its clock may wander, so each benchmark takes
// turns between the loop and the reader, in short slices, and reports the
// ratio of the two medians as `ratio`.  `ns_entry` is the reader's median for
// one entry in ns.

#include <time.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "benchmark/benchmark.h"
#include "parser/check.h"
#include "parser/dirent_reader.h"
#include "parser/dirent_writer.h"
#include "parser/random.h"

namespace fuse_dirents {
namespace {

constexpr size_t kPageSize = 4096;

// About `size` bytes of records with names of 4 to 27 bytes.
std::string MakeReply(RecordFormat format, size_t size) {
  Random random(size);
  DirentWriter writer(format);
  RecordFields fields;
  do {
    ++fields.off;
    fields.ino = random.Next();
    fields.type = 8;
    fields.entry_out.nodeid = fields.ino;
    fields.name.assign(random.InRange(4, 27), 'n');
  } while (writer.AppendIfFits(fields, size));
  return writer.bytes();
}

// The reply on pages that lie in any order.
class Pages {
 public:
  explicit Pages(const std::string& reply)
      : memory_((reply.size() + kPageSize - 1) / kPageSize * kPageSize) {
    std::vector<size_t> order(memory_.size() / kPageSize);
    for (size_t i = 0; i < order.size(); ++i) order[i] = i;
    Random(1).Shuffle(std::span(order));
    for (size_t i = 0; i < order.size(); ++i) {
      std::byte* page = memory_.data() + order[i] * kPageSize;
      const size_t start = i * kPageSize;
      std::memcpy(page, reply.data() + start,
                  std::min(kPageSize, reply.size() - start));
      segments_.push_back({page, kPageSize});
    }
  }

  std::span<const Segment> segments() const { return segments_; }

 private:
  std::vector<std::byte> memory_;
  std::vector<Segment> segments_;
};

// What a consumer makes of an entry, the same for loop and reader.
struct Consumer {
  uint64_t entries = 0;
  uint64_t sum = 0;

  void Take(uint64_t ino, uint64_t off, uint32_t type, const char* name,
            size_t namelen) {
    ++entries;
    sum += ino ^ off ^ type ^ namelen ^ static_cast<uint8_t>(name[0]);
  }
};

// The plain loop.  `entry_out` receives each record's, as the reader keeps it.
template <RecordFormat kFormat>
[[gnu::noinline]] Consumer ReadInALoop(std::span<const std::byte> reply,
                                       FuseEntryOut* entry_out) {
  Consumer consumer;
  constexpr size_t kHeaderSize = HeaderSize(kFormat);
  const std::byte* at = reply.data();
  size_t left = reply.size();
  FuseDirent header;
  while (left >= kHeaderSize) {
    std::memcpy(&header, at + kHeaderSize - sizeof header, sizeof header);
    if (header.namelen == 0 || header.namelen > kFuseNameMax) break;
    const uint64_t reclen = Reclen(kFormat, header.namelen);
    if (reclen > left) break;
    const char* name = reinterpret_cast<const char*>(at + kHeaderSize);
    if (std::memchr(name, '/', header.namelen) != nullptr) break;
    consumer.Take(header.ino, header.off, header.type, name, header.namelen);
    if (kFormat == RecordFormat::kDirentplus) {
      std::memcpy(entry_out, at, sizeof *entry_out);
      consumer.sum ^= entry_out->nodeid;
    }
    at += reclen;
    left -= reclen;
  }
  return consumer;
}

template <RecordFormat kFormat>
[[gnu::noinline]] Consumer ReadWithReader(const ReplyBytes& reply) {
  Consumer consumer;
  DirentReader reader(kFormat, reply);
  Dirent record;
  while (reader.Next(&record)) {
    consumer.Take(record.ino, record.off, record.type, record.name.data(),
                  record.name.size());
    if (kFormat == RecordFormat::kDirentplus) {
      consumer.sum ^= reader.entry_out().nodeid;
    }
  }
  return consumer;
}

// CPU time of this thread: what others do to the machine counts less.
double CpuNanoseconds() {
  timespec now;
  FUSE_DIRENTS_CHECK(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) == 0);
  return static_cast<double>(now.tv_sec) * 1e9 +
         static_cast<double>(now.tv_nsec);
}

template <typename Read>
double Nanoseconds(int repeats, const Consumer& expected, const Read& read) {
  const double start = CpuNanoseconds();
  for (int i = 0; i < repeats; ++i) {
    benchmark::ClobberMemory();
    const Consumer consumer = read();
    FUSE_DIRENTS_CHECK(consumer.sum == expected.sum);
  }
  return CpuNanoseconds() - start;
}

double Median(std::vector<double>* times) {
  std::nth_element(times->begin(), times->begin() + times->size() / 2,
                   times->end());
  return (*times)[times->size() / 2];
}

template <RecordFormat kFormat>
void Compare(benchmark::State& state, bool segmented) {
  FuseEntryOut entry_out;
  const std::string bytes =
      MakeReply(kFormat, static_cast<size_t>(state.range(0)));
  const Pages pages(bytes);
  const ByteRun linear = std::as_bytes(std::span(bytes));
  const ReplyBytes reply = segmented
                               ? ReplyBytes(pages.segments(), bytes.size())
                               : ReplyBytes(linear);
  const Consumer expected = ReadInALoop<kFormat>(linear, &entry_out);
  const Consumer read = ReadWithReader<kFormat>(reply);
  FUSE_DIRENTS_CHECK(read.sum == expected.sum);
  FUSE_DIRENTS_CHECK(read.entries == expected.entries);
  // A slice of about 1 MiB: short beside what disturbs it, long beside a clock.
  const int repeats =
      static_cast<int>(std::max<size_t>(1, (size_t{1} << 20) / bytes.size()));
  std::vector<double> loop;
  std::vector<double> reader;
  for (auto _ : state) {
    loop.push_back(Nanoseconds(repeats, expected, [&] {
      return ReadInALoop<kFormat>(linear, &entry_out);
    }));
    reader.push_back(Nanoseconds(
        repeats, expected, [&] { return ReadWithReader<kFormat>(reply); }));
    state.SetIterationTime(reader.back() / 1e9);
  }
  const double entries = static_cast<double>(expected.entries) * repeats;
  const double reader_median = Median(&reader);
  const double loop_median = Median(&loop);
  state.counters["ratio"] = reader_median / loop_median;
  state.counters["ns_entry"] = reader_median / entries;
  state.counters["ns_entry_loop"] = loop_median / entries;
}

void ReaderLinear(benchmark::State& state) {
  Compare<RecordFormat::kDirent>(state, /*segmented=*/false);
}
void ReaderSegmented(benchmark::State& state) {
  Compare<RecordFormat::kDirent>(state, /*segmented=*/true);
}
void ReaderLinearPlus(benchmark::State& state) {
  Compare<RecordFormat::kDirentplus>(state, /*segmented=*/false);
}
void ReaderSegmentedPlus(benchmark::State& state) {
  Compare<RecordFormat::kDirentplus>(state, /*segmented=*/true);
}

// 1 MiB is the size of the targets; the others show that the cost is flat.
#define SIZES           \
  Arg(1 << 20)          \
      ->Arg(4 << 10)    \
      ->Arg(64 << 10)   \
      ->Arg(16 << 20)   \
      ->Iterations(301) \
      ->UseManualTime() \
      ->Unit(benchmark::kMicrosecond)

BENCHMARK(ReaderLinear)->SIZES;
BENCHMARK(ReaderSegmented)->SIZES;
BENCHMARK(ReaderLinearPlus)->SIZES;
BENCHMARK(ReaderSegmentedPlus)->SIZES;

}  // namespace
}  // namespace fuse_dirents
