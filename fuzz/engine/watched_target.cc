// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Stands between libFuzzer and the target of every NAME_bin, which is linked
// with --wrap=LLVMFuzzerTestOneInput.  Stops a target that does not return 0,
// and watches what the flags below ask for; libFuzzer ignores flags with two
// dashes.  When the binary ends normally, each FILE is written:
//
//   --executed_inputs=FILE              executed_inputs.h
//   --turns=FILE --turns_from=RUN       turns.h
//   --state=FILE                        behaviours.h
//
// Built without coverage: the fuzzer must not be guided by this code.

#include <sys/stat.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

#include "fuzz/engine/behaviours.h"
#include "fuzz/engine/executed_inputs.h"
#include "fuzz/engine/turns.h"

extern "C" {
int __real_LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);
int __wrap_LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

// A counter for each edge of the instrumented code, all together.  libFuzzer
// sets them to 0 before each run.
extern const char __start___sancov_cntrs[] __attribute__((weak));
extern const char __stop___sancov_cntrs[] __attribute__((weak));
}

namespace fuse_dirents {
namespace {

template <typename Watcher>
struct Watch {
  const char* path = nullptr;
  Watcher* watcher = nullptr;  // Null where nothing asks for it.

  void Write() const {
    if (watcher == nullptr) return;
    std::FILE* file = std::fopen(path, "w");
    if (file == nullptr || std::fputs(watcher->ToText().c_str(), file) < 0 ||
        std::fclose(file) != 0) {
      std::fprintf(stderr, "watched_target: %s: cannot be written\n", path);
      std::_Exit(1);
    }
  }
};

Watch<ExecutedInputs> executed_inputs;
Watch<Turns> turns;
Watch<Behaviours> behaviours;

// A sanitizer's own thread maps nothing.  Another one maps memory while the
// target does, so that addresses, and what is made of them, vary.
void EndIfThreadsRun() {
  struct stat tasks = {};
  if (stat("/proc/self/task", &tasks) != 0) std::abort();
  const auto others = tasks.st_nlink - 3;  // Less ".", ".." and this thread.
  if (others <= 1) return;
  std::fprintf(stderr,
               "watched_target: %zu threads run beside the target; expected at "
               "most the sanitizer's, as with -rss_limit_mb=0\n",
               static_cast<size_t>(others));
  std::_Exit(1);
}

// The value of a flag such as "--state=", or null.
const char* ValueOf(const char* flag, std::span<char*> arguments) {
  for (const char* argument : arguments) {
    if (std::string_view(argument).starts_with(flag)) {
      return argument + std::strlen(flag);
    }
  }
  return nullptr;
}

// glibc passes the command line to constructors.
__attribute__((constructor)) void ReadFlags(int argc, char** argv) {
  const std::span<char*> arguments(argv, static_cast<size_t>(argc));
  if ((executed_inputs.path = ValueOf("--executed_inputs=", arguments))) {
    executed_inputs.watcher = new ExecutedInputs;
  }
  if ((turns.path = ValueOf("--turns=", arguments))) {
    const char* from = ValueOf("--turns_from=", arguments);
    turns.watcher = new Turns(from ? std::strtoull(from, nullptr, 10) : 0);
  }
  if ((behaviours.path = ValueOf("--state=", arguments))) {
    behaviours.watcher = new Behaviours;
  }
}

__attribute__((destructor)) void WriteFiles() {
  executed_inputs.Write();
  turns.Write();
  behaviours.Write();
}

}  // namespace
}  // namespace fuse_dirents

int __wrap_LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fuse_dirents;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (executed_inputs.watcher) {
    if (executed_inputs.watcher->count() == 0) EndIfThreadsRun();
    executed_inputs.watcher->AddInput(input);
  }
  if (turns.watcher && turns.watcher->NextIsEmpty()) return 0;
  if (turns.watcher) turns.watcher->BeginCall();
  const int result = __real_LLVMFuzzerTestOneInput(data, size);
  if (turns.watcher) turns.watcher->EndCall();
  const std::string_view counters(
      __start___sancov_cntrs,
      static_cast<size_t>(__stop___sancov_cntrs - __start___sancov_cntrs));
  if (executed_inputs.watcher) executed_inputs.watcher->AddTrace(counters);
  if (behaviours.watcher) behaviours.watcher->Add(input, counters);
  if (result != 0) {
    std::fprintf(stderr,
                 "watched_target: the target returned %d; engines other than "
                 "libFuzzer know only 0\n",
                 result);
    std::abort();
  }
  return 0;
}
