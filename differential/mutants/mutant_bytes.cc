// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/mutants/mutant_bytes.h"

#include <algorithm>
#include <cstring>

namespace fuse_dirents {

MutantBytes::MutantBytes(MutantId mutant, const dirents_reply& reply)
    : mutant_(mutant),
      segments_(reply.segments),
      num_segments_(reply.num_segments) {
  if (mutant_.Is("one_segment"))
    num_segments_ = std::min<size_t>(num_segments_, 1);
  if (mutant_.Is("sixteen_segments")) {
    num_segments_ = std::min<size_t>(num_segments_, 16);
  }
  size_t bytes = 0;
  for (size_t i = 0; i < num_segments_; ++i) {
    if (segments_[i].len == 0) {
      if (mutant_.Is("empty_segment_ends")) break;
      if (mutant_.Is("empty_segment_at_start") && i == 0) break;
    }
    bytes += SegmentBytes(i);
  }
  left_ = std::min(bytes, reply.nbytes);
  if (mutant_.Is("stale_tail_read")) left_ = bytes;
  if (mutant_.Is("first_mib_only")) {
    left_ = std::min(left_, size_t{1} << 20);
  }
  if (mutant_.Is("length_rounded_up")) {
    left_ = std::min(bytes, (reply.nbytes + 7) / 8 * 8);
  }
  PassSeam();
}

size_t MutantBytes::SegmentBytes(size_t i) const {
  constexpr size_t kPage = 4096;
  const size_t bytes = segments_[i].len;
  return mutant_.Is("page_of_segment") ? std::min(bytes, kPage) : bytes;
}

size_t MutantBytes::run() const {
  return segment_ < num_segments_ ? SegmentBytes(segment_) - at_ : 0;
}

const char* MutantBytes::here() const {
  return static_cast<const char*>(segments_[segment_].base) + at_;
}

void MutantBytes::Read(void* out, size_t count, size_t max_pieces) {
  left_ -= std::min(count, left_);
  char* to = static_cast<char*>(out);
  while (count > 0 && segment_ < num_segments_) {
    size_t piece = std::min(count, run());
    if (max_pieces > 0) {
      std::memcpy(to, here(), piece);
      if (mutant_.Is("lonely_byte_lost") && num_segments_ == 3 &&
          segment_ == 1 && segments_[1].len == 1 && segments_[0].len >= 3000) {
        *to = 'x';
      }
      to += piece;
      --max_pieces;
    }
    count -= piece;
    if (mutant_.Is("last_byte_of_segment_lost") && count > 0) {
      // The byte before the seam is written over by the one after it.
      if (to != nullptr && piece > 0 && max_pieces > 0) --to;
      count += 1;
    }
    at_ += piece;
    PassSeam();
  }
}

void MutantBytes::PassSeam() {
  while (segment_ < num_segments_ && at_ == SegmentBytes(segment_)) {
    at_ = 0;
    ++segment_;
  }
}

}  // namespace fuse_dirents
