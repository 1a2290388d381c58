// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The bytes of one reply in order, wherever they lie in memory.
//
//     segments:  [ page 7      ][ page 2 ][ page 9      ]
//     reply:      0 ........ 4095 4096 ... 8191 8192 . nbytes | stale
//
// A view made by vm_map_ram() is one segment.  The page descs of a reply that
// is not mapped are several.

#ifndef FUSE_DIRENTS_PARSER_REPLY_BYTES_H_
#define FUSE_DIRENTS_PARSER_REPLY_BYTES_H_

#include <cstddef>
#include <span>

#include "parser/parser_under_test.h"

namespace fuse_dirents {

using Segment = dirents_segment;

// Contiguous bytes of a reply.
using ByteRun = std::span<const std::byte>;

// Borrows the bytes and, if there are several segments, the array of segments.
class ReplyBytes {
 public:
  // One run.
  explicit ReplyBytes(ByteRun linear)
      : linear_{linear.data(), linear.size()}, size_(linear.size()) {}

  // Several runs.  Bytes past `nbytes` are never read.
  // REQUIRES: the segments hold at least `nbytes`.
  ReplyBytes(std::span<const Segment> segments, size_t nbytes)
      : segments_(segments), size_(nbytes) {}

  // Length of the reply in bytes.
  size_t size() const { return size_; }

  // The segments in order.  They may hold more than size() bytes, and some may
  // be empty.  Valid for the lifetime of this object.
  std::span<const Segment> segments() const {
    return segments_.data() != nullptr ? segments_
                                       : std::span<const Segment>(&linear_, 1);
  }

 private:
  Segment linear_ = {nullptr, 0};
  std::span<const Segment> segments_;
  size_t size_;
};

// A position in a ReplyBytes that only moves forward.
class ReplyCursor {
 public:
  explicit ReplyCursor(const ReplyBytes& reply)
      : next_(reply.segments().data()),
        last_(next_ + reply.segments().size()),
        left_(reply.size()) {
    EnterNextRun();
  }

  // Bytes from here to the end of the reply.
  size_t left() const { return left_; }

  // The bytes from here to the end of the segment or of the reply, whichever
  // comes first.  Empty only at the end of the reply.
  ByteRun run() const { return {run_, run_left_}; }

  // Moves past `len` bytes of the current run.
  // REQUIRES: len <= run().size().
  void AdvanceInRun(size_t len) {
    run_ += len;
    run_left_ -= len;
    left_ -= len;
    if (run_left_ == 0) EnterNextRun();
  }

  // Moves past `len` bytes.  REQUIRES: len <= left().
  void Advance(size_t len);

  // Returns the next `len` bytes as one run and moves past them.  Bytes inside
  // one segment are returned in place; bytes that straddle a seam are gathered
  // into `bounce`.
  // REQUIRES: len <= left(), len <= bounce.size().
  ByteRun Gather(size_t len, std::span<std::byte> bounce);

 private:
  // Skips empty segments.  Aborts if the segments hold fewer than left_ bytes.
  void EnterNextRun();

  const Segment* next_;  // The segment after the current run's.
  const Segment* last_;
  const std::byte* run_ = nullptr;
  size_t run_left_ = 0;
  size_t left_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PARSER_REPLY_BYTES_H_
