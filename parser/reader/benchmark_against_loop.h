// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Shared by benchmarks that compare DirentReader with a plain loop over a
// linear buffer with the same checks.
//
// The machine may be shared and its clock may drift, so a benchmark alternates
// between the loop and the reader in short slices.  `ratio` is the ratio of the
// two medians; `ns_entry` is the reader's median for one entry in ns.

#ifndef FUSE_DIRENTS_PARSER_READER_BENCHMARK_AGAINST_LOOP_H_
#define FUSE_DIRENTS_PARSER_READER_BENCHMARK_AGAINST_LOOP_H_

#include <time.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "base/check.h"
#include "base/random.h"
#include "benchmark/benchmark.h"
#include "parser/dirent_writer.h"
#include "parser/reader/dirent_reader.h"

namespace fuse_dirents {

// About `size` bytes of records with names of 4 to 27 bytes.
inline std::string MakeReply(RecordFormat format, size_t size) {
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

// Consumes entries, in the same way for the loop and the reader.
struct Consumer {
  uint64_t entries = 0;
  uint64_t sum = 0;

  void Take(uint64_t ino, uint64_t off, uint32_t type, const char* name,
            size_t namelen) {
    ++entries;
    sum += ino ^ off ^ type ^ namelen ^ static_cast<uint8_t>(name[0]);
  }
};

// The plain loop.  Copies each record's entry_out to `entry_out`, as the reader
// does.
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

// CPU time of this thread, which other load affects less than wall time.
inline double CpuNanoseconds() {
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

inline double Median(std::vector<double>* times) {
  std::nth_element(times->begin(), times->begin() + times->size() / 2,
                   times->end());
  return (*times)[times->size() / 2];
}

// Alternates between the loop over `bytes` and read(), which must return the
// same Consumer.
template <RecordFormat kFormat, typename Read>
void CompareWithLoop(benchmark::State& state, const std::string& bytes,
                     const Read& read) {
  FuseEntryOut entry_out;
  const ByteRun linear = std::as_bytes(std::span(bytes));
  const Consumer expected = ReadInALoop<kFormat>(linear, &entry_out);
  const Consumer got = read();
  FUSE_DIRENTS_CHECK(got.sum == expected.sum);
  FUSE_DIRENTS_CHECK(got.entries == expected.entries);
  // A slice of about 1 MiB: short compared with disturbances, long compared
  // with the clock's resolution.
  const int repeats =
      static_cast<int>(std::max<size_t>(1, (size_t{1} << 20) / bytes.size()));
  std::vector<double> loop;
  std::vector<double> reader;
  for (auto _ : state) {
    loop.push_back(Nanoseconds(repeats, expected, [&] {
      return ReadInALoop<kFormat>(linear, &entry_out);
    }));
    reader.push_back(Nanoseconds(repeats, expected, read));
    state.SetIterationTime(reader.back() / 1e9);
  }
  const double entries = static_cast<double>(expected.entries) * repeats;
  const double reader_median = Median(&reader);
  const double loop_median = Median(&loop);
  state.counters["ratio"] = reader_median / loop_median;
  state.counters["ns_entry"] = reader_median / entries;
  state.counters["ns_entry_loop"] = loop_median / entries;
}

// 1 MiB is the size that our targets name; the others show a flat cost.
inline void Sizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->Arg(1 << 20)
      ->Arg(4 << 10)
      ->Arg(64 << 10)
      ->Arg(16 << 20)
      ->Iterations(301)
      ->UseManualTime()
      ->Unit(benchmark::kMicrosecond);
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PARSER_READER_BENCHMARK_AGAINST_LOOP_H_
