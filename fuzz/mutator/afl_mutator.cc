// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// AFL++'s entry points, as docs/custom_mutators.md of AFL++ describes them,
// over those of libFuzzer, which the same shared object links.  afl-fuzz loads
// it where AFL_CUSTOM_MUTATOR_LIBRARY names it.  FUSE_DIRENTS_MAX_LEN is the
// target's -max_len in bytes: AFL++ reads none, and lets inputs grow to a MiB.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/random.h"

// Of the target's mutator (custom_mutator.cc).
extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size,
                                          size_t max_size, unsigned int seed);
extern "C" size_t LLVMFuzzerCustomCrossOver(const uint8_t* data1, size_t size1,
                                            const uint8_t* data2, size_t size2,
                                            uint8_t* out, size_t max_out_size,
                                            unsigned int seed);

namespace fuse_dirents {
namespace {

// What afl_custom_init() returns, and afl-fuzz hands to the other functions.
struct AflMutator {
  Random random;
  std::vector<uint8_t> out;  // The last mutated input.
};

// libFuzzer calls the one as often as the other.  Here other inputs come along
// in every call, and most are no better than what stands in the input already.
constexpr uint64_t kCallsForEachCrossOver = 4;

}  // namespace
}  // namespace fuse_dirents

// `afl` is afl-fuzz's own state, which we leave alone.
extern "C" void* afl_custom_init(void* /*afl*/, unsigned int seed) {
  return new fuse_dirents::AflMutator{fuse_dirents::Random(seed), {}};
}

extern "C" void afl_custom_deinit(void* data) {
  delete static_cast<fuse_dirents::AflMutator*>(data);
}

// Mutates `buf`, or joins it with `add_buf`, another input.  That may be null,
// whatever its size is then.
// Sets *out_buf to memory that is ours up to the next call, and returns its
// size: 1 to `max_size`, or 0, by which afl-fuzz skips the input.
extern "C" size_t afl_custom_fuzz(void* data, uint8_t* buf, size_t buf_size,
                                  uint8_t** out_buf, uint8_t* add_buf,
                                  size_t add_buf_size, size_t max_size) {
  using namespace fuse_dirents;
  auto& [random, out] = *static_cast<AflMutator*>(data);
  // A seed may be longer than what a mutation makes.
  max_size = std::min(max_size,
                      std::max<size_t>(buf_size, size_t{FUSE_DIRENTS_MAX_LEN}));
  out.resize(std::max<size_t>(max_size, 1));
  *out_buf = out.data();
  if (max_size == 0) return 0;

  const auto seed = static_cast<unsigned int>(random.Next());
  const bool crosses_over = random.Below(kCallsForEachCrossOver) == 0;
  if (crosses_over && add_buf != nullptr) {
    return LLVMFuzzerCustomCrossOver(buf, buf_size, add_buf, add_buf_size,
                                     out.data(), max_size, seed);
  }
  const size_t size = std::min(buf_size, max_size);
  std::copy_n(buf, size, out.begin());
  return LLVMFuzzerCustomMutator(out.data(), size, max_size, seed);
}
