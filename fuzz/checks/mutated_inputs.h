// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Inputs like those of a campaign, made without an engine: the same seed gives
// the same inputs.

#ifndef FUSE_DIRENTS_FUZZ_CHECKS_MUTATED_INPUTS_H_
#define FUSE_DIRENTS_FUZZ_CHECKS_MUTATED_INPUTS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/random.h"
#include "fuzz/mutator/record_mutator.h"

namespace fuse_dirents {

class MutatedInputs {
 public:
  static constexpr size_t kMaxBytes = 8192;  // As in a campaign.
  static constexpr uint64_t kMutations = 8;

  // `format` is that of the replies.  Without it, inputs are numbers, and only
  // bytes are changed.  Leaves out seeds above kMaxBytes.  Mutates one
  // seed `mutations` times in a row.
  MutatedInputs(std::optional<TargetFormat> format,
                std::vector<std::string> seeds, uint64_t seed,
                uint64_t mutations = kMutations)
      : mutations_(mutations), seeds_(std::move(seeds)), random_(seed) {
    std::erase_if(seeds_, [](const std::string& bytes) {
      return bytes.size() > kMaxBytes;
    });
    FUSE_DIRENTS_CHECK(!seeds_.empty());
    if (format) mutator_.emplace(*format, nullptr);
  }

  // A mutated seed, or a mutation of the last input.  Valid until the next
  // call.
  const std::string& Next() {
    if (calls_++ % mutations_ == 0) {
      input_ = seeds_[random_.Below(seeds_.size())];
    }
    if (mutator_) {
      const size_t size = input_.size();
      input_.resize(kMaxBytes);
      input_.resize(mutator_->Mutate(reinterpret_cast<uint8_t*>(input_.data()),
                                     size, kMaxBytes,
                                     static_cast<uint32_t>(random_.Next())));
    } else {
      MutateBytes();
    }
    return input_;
  }

 private:
  // Sets some of the first bytes to edges.
  void MutateBytes() {
    constexpr char kEdges[] = {0, 1, 0x10, 0x7f, '\x80', '\xff'};
    constexpr size_t kNumbers = 24;  // More bytes than request_fuzzer reads.
    input_.resize(std::max(input_.size(), kNumbers));
    for (uint64_t n = 1 + random_.Below(4); n > 0; --n) {
      char& byte = input_[random_.Below(kNumbers)];
      byte = random_.Below(2) == 0 ? kEdges[random_.Below(std::size(kEdges))]
                                   : static_cast<char>(random_.Next());
    }
  }

  const uint64_t mutations_;
  std::vector<std::string> seeds_;
  Random random_;
  std::optional<RecordMutator> mutator_;
  std::string input_;
  uint64_t calls_ = 0;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_CHECKS_MUTATED_INPUTS_H_
