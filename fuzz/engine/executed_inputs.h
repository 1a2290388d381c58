// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What a fuzz binary executed: a digest of the inputs, and one of how often
// each run took each edge.  Where two campaigns differ, the two digests show
// whether the target behaved differently on the same inputs.

#ifndef FUSE_DIRENTS_FUZZ_ENGINE_EXECUTED_INPUTS_H_
#define FUSE_DIRENTS_FUZZ_ENGINE_EXECUTED_INPUTS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "base/digest.h"

namespace fuse_dirents {

class ExecutedInputs {
 public:
  uint64_t count() const { return count_; }
  void AddInput(std::string_view input) {
    ++count_;
    inputs_.Add(std::to_string(input.size()) + "\n");
    inputs_.Add(input);
  }
  // The edge counters at the end of a run.
  void AddTrace(std::string_view counters) { traces_.Add(counters); }

  // "COUNT INPUTS TRACES\n": the number of inputs, then two digests.
  std::string ToText() const {
    return std::to_string(count_) + " " + inputs_.Get().ToText() + " " +
           traces_.Get().ToText() + "\n";
  }

 private:
  uint64_t count_ = 0;
  DigestStream inputs_, traces_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_ENGINE_EXECUTED_INPUTS_H_
