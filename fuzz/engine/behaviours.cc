// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/engine/behaviours.h"

#include <cstdint>

extern "C" {
// The address of each edge, then its flags.  The linker puts them together.
extern const uintptr_t __start___sancov_pcs[] __attribute__((weak));
// In the runtimes of the sanitizers.
void __sanitizer_symbolize_pc(const void* pc, const char* format, char* out,
                              size_t size) __attribute__((weak));
}

namespace fuse_dirents {

void Behaviours::Add(std::string_view input, std::string_view counters) {
  Runs& runs = inputs_[DigestOf(input)];
  ++runs.count;
  if (runs.count == 2) runs.second = counters;
  if (runs.count != 3) return;
  ++compared_;
  for (size_t i = 0; i < counters.size(); ++i) {
    if (runs.second[i] != counters[i]) edges_.insert(i);
  }
}

std::string Behaviours::ToText() const {
  std::set<std::string> places;
  for (const size_t edge : edges_) {
    char place[1024] = "unknown:0:0 unknown";
    if (__sanitizer_symbolize_pc != nullptr) {
      const uintptr_t pc = __start___sancov_pcs[2 * edge];
      __sanitizer_symbolize_pc(reinterpret_cast<const void*>(pc + 1), "%S %f",
                               place, sizeof(place));
    }
    places.insert(place);
  }
  std::string text = "compared " + std::to_string(compared_) + "\n";
  for (const std::string& place : places) text += place + "\n";
  return text;
}

}  // namespace fuse_dirents
