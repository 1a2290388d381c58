// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The bytes of a reply in order, as a mutant sees them.

#ifndef FUSE_DIRENTS_DIFFERENTIAL_MUTANTS_MUTANT_BYTES_H_
#define FUSE_DIRENTS_DIFFERENTIAL_MUTANTS_MUTANT_BYTES_H_

#include <cstddef>

#include "differential/mutants/table.h"
#include "parser/parser_under_test.h"

namespace fuse_dirents {

// Which row of the table a mutant is, or none of them.
class MutantId {
 public:
  explicit MutantId(const Mutant& mutant) : index_(-1) {
    if (&mutant >= kMutants && &mutant < kMutants + kMutantCount) {
      index_ = static_cast<int>(&mutant - kMutants);
    }
  }

  // A fuzzer must not learn the number of the bug from this comparison.
#if defined(__has_feature)
#if __has_feature(coverage_sanitizer)
  __attribute__((noinline, no_sanitize("coverage")))
#endif
#endif
  bool
  Is(MutantRow row) const {
    return index_ == row.index;
  }

 private:
  int index_;
};

// Where a parser is in a reply.  A copy stays where it was made.
class MutantBytes {
 public:
  MutantBytes(MutantId mutant, const dirents_reply& reply);

  // Bytes of the reply from here on.
  size_t left() const { return left_; }
  // Bytes up to the next seam, including those after the end of the reply.
  size_t run() const;
  // The next byte.  REQUIRES: run() > 0.
  const char* here() const;
  // Whether a seam lies here, with bytes of the reply before and after it.
  bool at_seam() const { return segment_ > 0 && at_ == 0 && left_ > 0; }

  // Copies up to `count` bytes, in at most `max_pieces` pieces.  What lies
  // after those is passed over, and *out keeps what it held there.
  void Read(void* out, size_t count, size_t max_pieces = ~size_t{0});
  void Skip(size_t count) { Read(nullptr, count, 0); }

 private:
  size_t SegmentBytes(size_t i) const;
  void PassSeam();

  MutantId mutant_;
  const dirents_segment* segments_;
  size_t num_segments_;
  size_t left_ = 0;
  size_t segment_ = 0, at_ = 0;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_DIFFERENTIAL_MUTANTS_MUTANT_BYTES_H_
