// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_FUZZ_BUG_HUNT_HUNT_H_
#define FUSE_DIRENTS_FUZZ_BUG_HUNT_HUNT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fuse_dirents {

// The two fuzz targets that hunt, alike but for the mutator, and what both are
// given.
struct Hunters {
  std::string with_mutator, plain;  // Paths of the binaries.
  std::string dictionary;
};

// How many runs one hunt took.
struct HuntResult {
  uint64_t runs = 0;  // Up to the finding, or all.
  bool found = false;
};

// Lets `binary` hunt the bug called `bug` from an empty corpus, for at most
// `cap` runs.  The same arguments give the same result.  Callable from several
// threads.  Nothing of it stays on disk.
HuntResult Hunt(const std::string& binary, const std::string& dictionary,
                std::string_view bug, int64_t seed, int64_t cap);

// The geometric mean of `values`.  REQUIRES: none of them is 0 and there is
// one.
double GeometricMean(const std::vector<double>& values);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_BUG_HUNT_HUNT_H_
