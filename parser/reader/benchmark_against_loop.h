// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Shared by benchmarks that compare DirentReader with a plain loop over a
// linear buffer with the same checks.
//
// The machine may be shared and its clock may drift, so a benchmark alternates
// between the loop and the reader in short slices and takes medians.  The place
// of code in memory changes its speed too, so the loop and the reader are
// compiled kPlacements times each, at other offsets from a cache line. Columns:
//
//   ratio        reader to loop; for each the median of its placements
//   ratio_worst  the reader's slowest placement to the same median of the loop
//   ns_entry     the reader's time for one entry in ns; ns_entry_loop: the
//   loop's
//
// The label says whether `ratio` meets its target.

#ifndef FUSE_DIRENTS_PARSER_READER_BENCHMARK_AGAINST_LOOP_H_
#define FUSE_DIRENTS_PARSER_READER_BENCHMARK_AGAINST_LOOP_H_

#include <time.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include "base/check.h"
#include "base/random.h"
#include "benchmark/benchmark.h"
#include "parser/dirent_writer.h"
#include "parser/reader/dirent_reader.h"

namespace fuse_dirents {

// Targets, for replies of kTargetBytes: a run of bytes, and pages of 4 KiB.
inline constexpr int64_t kTargetBytes = 1 << 20;
inline constexpr double kRunTarget = 1.02;
inline constexpr double kPagesTarget = 1.10;

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

// Code placements: at 0, 16, 32 and 48 bytes from the start of a cache line.
// Compilers align loops to 16 bytes, so there are no others.
inline constexpr size_t kPlacements = 4;

// The first statement of a function that starts a cache line.
template <int kPlacement>
[[gnu::always_inline]] inline void Place() {
  asm volatile(".rept %c0\n nop\n .endr" : : "i"(kPlacement * 16));
}

template <RecordFormat kFormat>
[[gnu::always_inline]] inline void TakeAll(ByteRun run, FuseEntryOut* entry_out,
                                           Consumer* consumer) {
  constexpr size_t kHeaderSize = HeaderSize(kFormat);
  const std::byte* at = run.data();
  size_t left = run.size();
  FuseDirent header;
  while (left >= kHeaderSize) {
    std::memcpy(&header, at + kHeaderSize - sizeof header, sizeof header);
    if (header.namelen == 0 || header.namelen > kFuseNameMax) break;
    const uint64_t reclen = Reclen(kFormat, header.namelen);
    if (reclen > left) break;
    const char* name = reinterpret_cast<const char*>(at + kHeaderSize);
    if (std::memchr(name, '/', header.namelen) != nullptr) break;
    consumer->Take(header.ino, header.off, header.type, name, header.namelen);
    if (kFormat == RecordFormat::kDirentplus) {
      std::memcpy(entry_out, at, sizeof *entry_out);
      consumer->sum ^= entry_out->nodeid;
    }
    at += reclen;
    left -= reclen;
  }
}

// The plain loop.  Copies each record's entry_out to `entry_out`, as the reader
// does.
using Loop = Consumer (*)(ByteRun reply, FuseEntryOut* entry_out);

template <RecordFormat kFormat, int kPlacement>
[[gnu::noinline, gnu::aligned(64)]] Consumer ReadInALoop(
    ByteRun reply, FuseEntryOut* entry_out) {
  Place<kPlacement>();
  Consumer consumer;
  TakeAll<kFormat>(reply, entry_out, &consumer);
  return consumer;
}

template <RecordFormat kFormat>
inline constexpr std::array<Loop, kPlacements> kLoops = {
    ReadInALoop<kFormat, 0>, ReadInALoop<kFormat, 1>, ReadInALoop<kFormat, 2>,
    ReadInALoop<kFormat, 3>};

using Reader = Consumer (*)(const ReplyBytes& reply);

template <RecordFormat kFormat, int kPlacement>
[[gnu::noinline, gnu::aligned(64)]] Consumer ReadWithReader(
    const ReplyBytes& reply) {
  Place<kPlacement>();
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

template <RecordFormat kFormat>
inline constexpr std::array<Reader, kPlacements> kReaders = {
    ReadWithReader<kFormat, 0>, ReadWithReader<kFormat, 1>,
    ReadWithReader<kFormat, 2>, ReadWithReader<kFormat, 3>};

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

inline double Median(std::vector<double> times) {
  std::nth_element(times.begin(), times.begin() + times.size() / 2,
                   times.end());
  return times[times.size() / 2];
}

// The median of the slices of each placement.
inline std::vector<double> Medians(
    const std::array<std::vector<double>, kPlacements>& times) {
  std::vector<double> medians;
  for (const std::vector<double>& slices : times) {
    medians.push_back(Median(slices));
  }
  return medians;
}

// Alternates between the loop over `bytes` and read(kReaders[i]), which must
// return the same Consumer.  Returns whether the ratio is at most `target`, for
// replies of the size that the target names.
template <RecordFormat kFormat, typename Read>
bool CompareWithLoop(benchmark::State& state, const std::string& bytes,
                     double target, const Read& read) {
  FuseEntryOut entry_out;
  const ByteRun linear = std::as_bytes(std::span(bytes));
  const Consumer expected = kLoops<kFormat>[0](linear, &entry_out);
  const Consumer got = read(kReaders<kFormat>[0]);
  FUSE_DIRENTS_CHECK(got.sum == expected.sum);
  FUSE_DIRENTS_CHECK(got.entries == expected.entries);
  // A slice of about 1 MiB: short compared with disturbances, long compared
  // with the clock's resolution.
  const int repeats =
      static_cast<int>(std::max<size_t>(1, (size_t{1} << 20) / bytes.size()));
  std::array<std::vector<double>, kPlacements> loop;
  std::array<std::vector<double>, kPlacements> reader;
  for (auto _ : state) {
    for (size_t i = 0; i < kPlacements; ++i) {
      loop[i].push_back(Nanoseconds(repeats, expected, [&] {
        return kLoops<kFormat>[i](linear, &entry_out);
      }));
      reader[i].push_back(Nanoseconds(
          repeats, expected, [&] { return read(kReaders<kFormat>[i]); }));
    }
    state.SetIterationTime(reader[0].back() / 1e9);
  }
  const double entries = static_cast<double>(expected.entries) * repeats;
  const std::vector<double> reader_medians = Medians(reader);
  const double reader_median = Median(reader_medians);
  const double loop_median = Median(Medians(loop));
  const double ratio = reader_median / loop_median;
  state.counters["ratio"] = ratio;
  state.counters["ratio_worst"] =
      *std::ranges::max_element(reader_medians) / loop_median;
  state.counters["ns_entry"] = reader_median / entries;
  state.counters["ns_entry_loop"] = loop_median / entries;
  const bool met = ratio <= target;
  if (state.range(0) == kTargetBytes) {
    std::ostringstream label;
    label << "target " << target << (met ? ": met" : ": MISSED");
    state.SetLabel(label.str());
  }
  return met;
}

// The others show whether the cost is flat.
inline void Sizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->Arg(kTargetBytes)
      ->Arg(4 << 10)
      ->Arg(64 << 10)
      ->Arg(16 << 20)
      ->Iterations(101)
      ->UseManualTime()
      ->Unit(benchmark::kMicrosecond);
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PARSER_READER_BENCHMARK_AGAINST_LOOP_H_
