// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Finds edges whose counts depend on earlier inputs.  Each input is to be run
// three times in one process, in any order: once to warm up, then twice to be
// compared by how often each edge was taken.

#ifndef FUSE_DIRENTS_FUZZ_ENGINE_BEHAVIOURS_H_
#define FUSE_DIRENTS_FUZZ_ENGINE_BEHAVIOURS_H_

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "base/digest.h"

namespace fuse_dirents {

class Behaviours {
 public:
  // Takes the edge counters at the end of a run.
  void Add(std::string_view input, std::string_view counters);

  // "compared N\n", N inputs, then a line "FILE:LINE:COLUMN FUNCTION" for each
  // edge that differed for any input, sorted.
  std::string ToText() const;

 private:
  struct Runs {
    int count = 0;
    std::string second;  // The counters of the second run.
  };

  std::map<Digest, Runs> inputs_;
  std::set<size_t> edges_;  // That differed.
  size_t compared_ = 0;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_ENGINE_BEHAVIOURS_H_
