// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A digest over every input that a fuzz binary executes, in order, and what an
// empty target would have cost.  A target that does not return 0 is stopped.
//
// Every NAME_bin is linked with it and with --wrap=LLVMFuzzerTestOneInput, so
// no target has to think of it.  With --executed_inputs=FILE on the command
// line (libFuzzer ignores flags with two dashes) FILE holds, once the binary
// has come to its end, one line "COUNT DIGEST": XXH3-128 over each input behind
// its size as 8 bytes, little-endian.
//
// With --turns=FILE and --turns_from=RUN the runs from RUN on are made in turns
// of kTurnRuns: the target's, then runs that return at once, as an empty target
// does, and so on.  What libFuzzer does for both is the same: it draws from one
// corpus, by one mutator and under the same flags.  Each turn is followed by
// one of the other kind, so what slows the machine slows both.  FILE holds
//
//     RUNS NANOSECONDS of the target's turns, RUNS NANOSECONDS of the empty
//
// in one line of four numbers: CPU time of the process, the fuzzer's share and
// the kernel's included.  Only whole turns count.
//
// Built without instrumentation, as the fuzzer should not see it.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include "base/digest.h"
#include "fuzz/engine/behaviours.h"

extern "C" int __real_LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);
extern "C" int __wrap_LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

const char* output_path = nullptr;
uint64_t executed = 0;
fuse_dirents::DigestStream* digest = nullptr;

constexpr uint64_t kTurnRuns = 128;

struct Turns {
  uint64_t runs = 0;
  uint64_t nanoseconds = 0;
};

const char* turns_path = nullptr;
uint64_t turns_from = 0;
uint64_t runs_begun = 0;
uint64_t turn_began = 0;  // In nanoseconds of CPU time.
Turns turns[2];           // The target's, the empty.

uint64_t CpuNanoseconds() {
  timespec time;
  if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) != 0) std::abort();
  return static_cast<uint64_t>(time.tv_sec) * 1000000000 +
         static_cast<uint64_t>(time.tv_nsec);
}

// Whether the run that begins is one of an empty target.
bool IsEmptyTurn() {
  const uint64_t run = runs_begun++;
  if (run < turns_from) return false;
  const uint64_t turn = (run - turns_from) / kTurnRuns;
  if ((run - turns_from) % kTurnRuns == 0) {
    const uint64_t now = CpuNanoseconds();
    if (turn > 0) {
      Turns& ended = turns[(turn - 1) % 2];
      ended.runs += kTurnRuns;
      ended.nanoseconds += now - turn_began;
    }
    turn_began = now;
  }
  return turn % 2 == 1;
}

// What follows `flag` in `argument`, or null.
const char* ValueOf(const char* argument, const char* flag) {
  const size_t length = std::strlen(flag);
  return std::strncmp(argument, flag, length) == 0 ? argument + length
                                                   : nullptr;
}

// glibc hands the command line to constructors.
__attribute__((constructor)) void ReadFlag(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    if (const char* path = ValueOf(argv[i], "--executed_inputs=")) {
      output_path = path;
    }
    if (const char* path = ValueOf(argv[i], "--turns=")) turns_path = path;
    if (const char* run = ValueOf(argv[i], "--turns_from=")) {
      turns_from = std::strtoull(run, nullptr, 10);
    }
  }
  if (output_path != nullptr) digest = new fuse_dirents::DigestStream;
}

void WriteLine(const char* path, const char* line) {
  std::FILE* file = std::fopen(path, "w");
  if (file == nullptr || std::fputs(line, file) < 0 || std::fclose(file) != 0) {
    std::fprintf(stderr, "executed_inputs: %s: cannot be written\n", path);
    std::_Exit(1);
  }
}

__attribute__((destructor)) void WriteFiles() {
  char line[128];
  if (output_path != nullptr) {
    std::snprintf(line, sizeof(line), "%llu %s\n",
                  static_cast<unsigned long long>(executed),
                  digest->Get().ToText().c_str());
    WriteLine(output_path, line);
  }
  if (turns_path != nullptr) {
    std::snprintf(line, sizeof(line), "%llu %llu %llu %llu\n",
                  static_cast<unsigned long long>(turns[0].runs),
                  static_cast<unsigned long long>(turns[0].nanoseconds),
                  static_cast<unsigned long long>(turns[1].runs),
                  static_cast<unsigned long long>(turns[1].nanoseconds));
    WriteLine(turns_path, line);
  }
}

}  // namespace

extern "C" int __wrap_LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (output_path != nullptr) {
    char bytes[8];
    for (size_t i = 0; i < sizeof(bytes); ++i) {
      bytes[i] = static_cast<char>(uint64_t{size} >> (8 * i));
    }
    digest->Add({bytes, sizeof(bytes)});
    digest->Add({reinterpret_cast<const char*>(data), size});
    ++executed;
  }
  if (turns_path != nullptr && IsEmptyTurn()) return 0;
  const int result = __real_LLVMFuzzerTestOneInput(data, size);
  fuse_dirents::RecordBehaviour(data, size);
  if (result != 0) {
    std::fprintf(stderr,
                 "executed_inputs: the target returned %d; engines other than "
                 "libFuzzer know only 0\n",
                 result);
    std::abort();
  }
  return 0;
}
