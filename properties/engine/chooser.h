// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_PROPERTIES_ENGINE_CHOOSER_H_
#define FUSE_DIRENTS_PROPERTIES_ENGINE_CHOOSER_H_

#include <cstddef>
#include <cstdint>

#include "base/random.h"

namespace fuse_dirents {

// Where a generator takes its choices from.
class Chooser {
 public:
  virtual ~Chooser() = default;

  // A number in [lo, hi], both included; smaller ones are simpler, and are what
  // a counterexample is shrunk to.  REQUIRES: lo <= hi.
  virtual uint64_t InRange(uint64_t lo, uint64_t hi) = 0;

  // One of `items`, the simplest of which stands first.
  template <typename T, size_t kSize>
  const T& OneOf(const T (&items)[kSize]) {
    return items[InRange(0, kSize - 1)];
  }
};

// Draws uniformly, the same on every machine.
class RandomChooser final : public Chooser {
 public:
  explicit RandomChooser(uint64_t seed) : random_(seed) {}
  uint64_t InRange(uint64_t lo, uint64_t hi) override {
    return random_.InRange(lo, hi);
  }

 private:
  Random random_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_ENGINE_CHOOSER_H_
