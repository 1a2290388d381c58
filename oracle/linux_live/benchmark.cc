// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// How many listings a second the running kernel does with one mount:
//
//     bazel run --config=opt //oracle/linux_live:benchmark

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "base/check.h"
#include "base/cli.h"
#include "base/fail.h"
#include "oracle/linux_live/expected_sight.h"
#include "oracle/linux_live/live_judge.h"
#include "parser/dirent_writer.h"
#include "parser/parse.h"

namespace fuse_dirents {
namespace {

constexpr uint64_t kEntries = 10;

Question TenEntries(RecordFormat format) {
  DirentWriter writer(format);
  for (uint64_t i = 1; i <= kEntries; ++i) {
    RecordFields fields = {
        .ino = i, .off = i, .type = 8, .name = "name-" + std::to_string(i)};
    fields.entry_out.nodeid = 100 + i;
    fields.entry_out.attr.mode = 0100644;
    writer.Append(fields);
  }
  return {.asks = format == RecordFormat::kDirent ? Asks::kPlain : Asks::kPlus,
          .format = format,
          .bytes = writer.bytes()};
}

// Prints how often a second `once` can be called.
void Measure(const char* what, double seconds,
             const std::function<void()>& once) {
  const auto start = std::chrono::steady_clock::now();
  std::chrono::duration<double> took{};
  uint64_t calls = 0;
  while (took.count() < seconds) {
    for (int i = 0; i < 100; ++i) once();
    calls += 100;
    took = std::chrono::steady_clock::now() - start;
  }
  std::printf("%-45s %8.0f a second\n", what,
              static_cast<double>(calls) / took.count());
  std::fflush(stdout);
}

int Main(int argc, char** argv) {
  double seconds = 3;
  CLI::App app{"Measures listings a second through /dev/fuse."};
  app.add_option("--seconds", seconds, "For each line.")->capture_default_str();
  uint64_t answer_after = 0;
  app.add_option("--answer-after", answer_after,
                 "Microseconds that the server lets pass before each reply.")
      ->capture_default_str();
  if (const auto status = ReadCommandLine(app, argc, argv)) return *status;

  std::string why_not;
  const auto kernel = LiveKernel::Make(
      &why_not, {.answer_after = std::chrono::microseconds(answer_after)});
  if (kernel == nullptr) return Fail(why_not);
  double load = 0;
  getloadavg(&load, 1);
  std::printf("Linux %s, %ld CPUs, load %.1f, %llu entries in a reply, %s\n",
              KernelRelease().c_str(), sysconf(_SC_NPROCESSORS_ONLN), load,
              static_cast<unsigned long long>(kEntries),
              kernel->mount(Asks::kPlain).path().c_str());
  std::fflush(stdout);

  const Question plain = TenEntries(RecordFormat::kDirent);
  Measure("plain listings", seconds, [&] {
    LiveMount& mount = kernel->mount(Asks::kPlain);
    mount.SetReply(plain.format, plain.bytes);
    lseek(mount.dir(), 0, SEEK_SET);
    // 0 if another process, such as the `ls` of kill_test, took the reply.
    FUSE_DIRENTS_CHECK(kernel->List(plain) >= 0);
    mount.TakeRequests();
  });
  for (const RecordFormat format :
       {RecordFormat::kDirent, RecordFormat::kDirentplus}) {
    const Question question = TenEntries(format);
    Measure(format == RecordFormat::kDirent ? "plain listings, judged"
                                            : "plus listings, judged",
            seconds, [&] {
              FUSE_DIRENTS_CHECK(!Disagreement(
                  ExpectedSight(ParseWithReference, kernel->facts(), question),
                  kernel->Look(question)));
            });
  }
  return 0;
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) { return fuse_dirents::Main(argc, argv); }
