// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Choices that are the same on every machine and with every standard library.

#ifndef FUSE_DIRENTS_BASE_RANDOM_H_
#define FUSE_DIRENTS_BASE_RANDOM_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "base/check.h"

namespace fuse_dirents {

// SplitMix64: G. L. Steele, D. Lea, C. H. Flood, "Fast Splittable Pseudorandom
// Number Generators", OOPSLA 2014, with the constants of Java 8's
// SplittableRandom.  Every result below is specified exactly, so a seed that
// was printed once gives the same choices for ever.  Not for secrets.
class Random {
 public:
  explicit constexpr Random(uint64_t seed) : state_(seed) {}

  // The next 64 bits.  Each value comes once in 2^64 calls.
  constexpr uint64_t Next() {
    state_ += 0x9e3779b97f4a7c15;
    uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  // Uniform in [0, n): the first Next() that is at least 2^64 mod n, mod n.
  // REQUIRES: n > 0.
  constexpr uint64_t Below(uint64_t n) {
    FUSE_DIRENTS_CHECK(n > 0);
    const uint64_t threshold = (0 - n) % n;
    uint64_t r = Next();
    while (r < threshold) r = Next();
    return r % n;
  }

  // Uniform in [lo, hi], both included: lo + Below(hi - lo + 1), or lo + Next()
  // where the range is all of 64 bits.
  // REQUIRES: lo <= hi.
  constexpr uint64_t InRange(uint64_t lo, uint64_t hi) {
    FUSE_DIRENTS_CHECK(lo <= hi);
    const uint64_t n = hi - lo + 1;
    return lo + (n == 0 ? Next() : Below(n));
  }

  // Fisher-Yates, from the last place down: place i, for i = size - 1 .. 1,
  // swaps with place Below(i + 1).
  template <typename T, size_t kExtent>
  constexpr void Shuffle(std::span<T, kExtent> items) {
    using std::swap;
    for (size_t i = items.size(); i > 1; --i) {
      const size_t j = Below(i);
      if (j != i - 1) swap(items[i - 1], items[j]);
    }
  }

 private:
  uint64_t state_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_BASE_RANDOM_H_
