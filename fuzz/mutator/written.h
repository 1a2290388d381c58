// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Calls of a mutator on strings.

#ifndef FUSE_DIRENTS_FUZZ_MUTATOR_WRITTEN_H_
#define FUSE_DIRENTS_FUZZ_MUTATOR_WRITTEN_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"

namespace fuse_dirents {

// What `mutate` writes, in a heap block of `max_size` bytes, so that a
// sanitizer sees a write past its end.
template <typename Mutate>
std::string Written(size_t max_size, const Mutate& mutate) {
  std::vector<uint8_t> data(max_size);
  const size_t size = mutate(data.data());
  EXPECT_GE(size, 1u);
  EXPECT_LE(size, max_size);
  return {data.begin(), data.begin() + static_cast<ptrdiff_t>(size)};
}

template <typename Mutator>
std::string Mutated(Mutator* mutator, std::string_view bytes, uint32_t seed,
                    size_t max_size) {
  return Written(max_size, [&](uint8_t* data) {
    std::copy(bytes.begin(), bytes.end(), data);
    return mutator->Mutate(data, bytes.size(), max_size, seed);
  });
}

template <typename Mutator>
std::string Crossed(Mutator* mutator, std::string_view a, std::string_view b,
                    uint32_t seed, size_t max_size) {
  return Written(max_size, [&](uint8_t* data) {
    return mutator->CrossOver(a, b, data, max_size, seed);
  });
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_MUTATOR_WRITTEN_H_
