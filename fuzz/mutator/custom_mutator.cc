// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// libFuzzer's entry points.  FUSE_DIRENTS_MUTATOR is RecordMutator or
// NumbersMutator, and FUSE_DIRENTS_MUTATED an expression of the format of its
// inputs.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fuzz/inputs/request_input.h"
#include "fuzz/inputs/session_input.h"
#include "fuzz/mutator/numbers_mutator.h"
#include "fuzz/mutator/record_mutator.h"
#include "fuzz/mutator/target_format.h"

// libFuzzer defines it; other engines need not.
extern "C" __attribute__((weak)) size_t LLVMFuzzerMutate(uint8_t* data,
                                                         size_t size,
                                                         size_t max_size);

namespace fuse_dirents {
namespace {

// Keeps memory between calls, and nothing that a mutation depends on.
FUSE_DIRENTS_MUTATOR& Mutator() {
  static auto& mutator =
      *new FUSE_DIRENTS_MUTATOR(FUSE_DIRENTS_MUTATED, &LLVMFuzzerMutate);
  return mutator;
}

std::string_view View(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace
}  // namespace fuse_dirents

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size,
                                          size_t max_size, unsigned int seed) {
  return fuse_dirents::Mutator().Mutate(data, size, max_size, seed);
}

extern "C" size_t LLVMFuzzerCustomCrossOver(const uint8_t* data1, size_t size1,
                                            const uint8_t* data2, size_t size2,
                                            uint8_t* out, size_t max_out_size,
                                            unsigned int seed) {
  return fuse_dirents::Mutator().CrossOver(fuse_dirents::View(data1, size1),
                                           fuse_dirents::View(data2, size2),
                                           out, max_out_size, seed);
}
