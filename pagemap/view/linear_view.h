// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_PAGEMAP_VIEW_LINEAR_VIEW_H_
#define FUSE_DIRENTS_PAGEMAP_VIEW_LINEAR_VIEW_H_

#include <cstddef>

#include "pagemap/view/reserved_range.h"
#include "parser/reply_bytes.h"

namespace fuse_dirents {

// One linear buffer, like that of a client that calls kvmalloc(), whose last
// byte touches an unreadable page.  Reused for each reply.
//
//     [guard][ poisoned ......|reply ...............][guard]
//                              ^ any alignment      ^ reads fault from here on
//
// Bytes before the reply are poisoned (poison.h).  If the reply fills the whole
// buffer, a guard page precedes it.
class LinearView {
 public:
  // For replies up to `capacity` bytes.  A page takes memory when it is first
  // written.
  explicit LinearView(size_t capacity);

  // Copies `reply` into the buffer and returns the copy.  Valid until the next
  // Show() or Hide().  REQUIRES: reply.size() <= capacity().
  ByteRun Show(ByteRun reply);

  // Poisons the shown reply.
  void Hide();

  size_t capacity() const { return capacity_; }

 private:
  size_t capacity_;
  ReservedRange range_;
  std::byte* end_;    // The unreadable page after the reply.
  size_t shown_ = 0;  // Bytes before end_ that are not poisoned.
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PAGEMAP_VIEW_LINEAR_VIEW_H_
