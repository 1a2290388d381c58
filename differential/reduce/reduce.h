// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Reducers: they make a failing case or input as simple as it can be while it
// still fails.
//
// Each is greedy.  It tries one simpler candidate after the other, the largest
// cuts first, and continues from each that still fails.  No candidate is tried
// twice, so reducing ends, after at most `max_tries` tries.  The same answers
// give the same result.

#ifndef FUSE_DIRENTS_DIFFERENTIAL_REDUCE_REDUCE_H_
#define FUSE_DIRENTS_DIFFERENTIAL_REDUCE_REDUCE_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "differential/case.h"

namespace fuse_dirents {

// Whether a candidate fails as the original does.
template <typename T>
using StillFails = std::function<bool(const T& candidate)>;

template <typename T>
struct Reduced {
  T least;           // The last candidate that still failed, or the original.
  size_t tries = 0;  // Candidates that were tried.
  bool is_minimal = false;  // No step makes it simpler.  Else no try was left.
};

// Drops records and draws, resets choices, makes the reply one to READDIR,
// shortens names to a few letters 'a' and clears all other bits.
// REQUIRES: c == c.AsBytes() and still_fails(c).  So are all candidates.
Reduced<Case> ReduceCase(const Case& c, size_t max_tries,
                         const StillFails<Case>& still_fails);

// Reduces bytes of unknown format.  In the end no byte can be dropped alone.
// REQUIRES: still_fails(bytes).
Reduced<std::string> ReduceBytes(const std::string& bytes, size_t max_tries,
                                 const StillFails<std::string>& still_fails);

// A format of bytes: a head and items.
struct ItemFormat {
  // `bytes` in full: what is read from bytes that are not there is written.
  std::function<std::string(const std::string& bytes)> whole;
  // Where each item of `bytes` starts, and the end of the last.
  std::function<std::vector<size_t>(const std::string& bytes)> places;
};

// Drops items, and clears the bits of the rest.
// REQUIRES: bytes == format.whole(bytes) and still_fails(bytes).  So are all
// candidates.
Reduced<std::string> ReduceItems(const ItemFormat& format,
                                 const std::string& bytes, size_t max_tries,
                                 const StillFails<std::string>& still_fails);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_DIFFERENTIAL_REDUCE_REDUCE_H_
