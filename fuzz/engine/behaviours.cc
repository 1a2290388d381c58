// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/engine/behaviours.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/digest.h"

extern "C" {
// The counters of all instrumented code, which libFuzzer sets to 0 before each
// run, and for each of them its address and flags.  The linker puts them
// together.
extern const uint8_t __start___sancov_cntrs[] __attribute__((weak));
extern const uint8_t __stop___sancov_cntrs[] __attribute__((weak));
extern const uintptr_t __start___sancov_pcs[] __attribute__((weak));
// Of the sanitizers.
void __sanitizer_symbolize_pc(const void* pc, const char* format, char* out,
                              size_t size) __attribute__((weak));
}

namespace fuse_dirents {
namespace {

const char* output_path = nullptr;

struct Runs {
  int count = 0;
  std::vector<uint8_t> second;  // The counters of the second run.
};

struct State {
  std::map<Digest, Runs> inputs;
  std::set<size_t> edges;  // That differed.
  size_t compared = 0;
};
State* state = nullptr;

// glibc hands the command line to constructors.
__attribute__((constructor)) void ReadStateFlag(int argc, char** argv) {
  static constexpr char kFlag[] = "--state=";
  for (int i = 1; i < argc; ++i) {
    if (std::strncmp(argv[i], kFlag, sizeof(kFlag) - 1) == 0) {
      output_path = argv[i] + sizeof(kFlag) - 1;
    }
  }
}

__attribute__((destructor)) void WriteState() {
  if (state == nullptr) return;
  std::set<std::string> places;
  for (const size_t edge : state->edges) {
    char place[1024] = "unknown:0:0 unknown";
    if (__sanitizer_symbolize_pc != nullptr) {
      const uintptr_t pc = __start___sancov_pcs[2 * edge];
      __sanitizer_symbolize_pc(reinterpret_cast<const void*>(pc + 1), "%S %f",
                               place, sizeof(place));
    }
    places.insert(place);
  }
  std::FILE* file = std::fopen(output_path, "w");
  bool ok = file != nullptr &&
            std::fprintf(file, "compared %zu\n", state->compared) >= 0;
  for (const std::string& place : places) {
    ok = ok && std::fprintf(file, "%s\n", place.c_str()) >= 0;
  }
  if (!ok || std::fclose(file) != 0) {
    std::fprintf(stderr, "behaviours: %s: cannot be written\n", output_path);
    std::_Exit(1);
  }
}

}  // namespace

void RecordBehaviour(const uint8_t* data, size_t size) {
  if (output_path == nullptr) return;
  if (state == nullptr) state = new State;
  Runs& runs =
      state->inputs[DigestOf({reinterpret_cast<const char*>(data), size})];
  const auto edges =
      static_cast<size_t>(__stop___sancov_cntrs - __start___sancov_cntrs);
  if (++runs.count == 2) {
    runs.second.assign(__start___sancov_cntrs, __stop___sancov_cntrs);
  }
  if (runs.count != 3) return;
  ++state->compared;
  for (size_t i = 0; i < edges; ++i) {
    if (runs.second[i] != __start___sancov_cntrs[i]) state->edges.insert(i);
  }
}

}  // namespace fuse_dirents
