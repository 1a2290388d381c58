// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_PAGEMAP_VIEW_LINEAR_VIEW_H_
#define FUSE_DIRENTS_PAGEMAP_VIEW_LINEAR_VIEW_H_

#include <cstddef>

#include "pagemap/view/reserved_range.h"
#include "parser/reply_bytes.h"

namespace fuse_dirents {

// One linear buffer, as a client that calls kvmalloc() has, whose last byte
// touches an unreadable page.  Used again for reply after reply.
//
//     [guard][ poisoned ......|reply ...............][guard]
//                              ^ any alignment      ^ reads fault from here on
//
// Before the reply, bytes are poisoned (see poison.h); where the reply fills
// whole buffer pages, the page before it is a guard.
class LinearView {
 public:
  // Holds replies up to `capacity` bytes; memory is used as it is written.
  explicit LinearView(size_t capacity);

  // Copies `reply` in and returns where it lies.  Valid until the next Show()
  // or Hide(). REQUIRES: reply.size() <= capacity().
  ByteRun Show(ByteRun reply);

  // Poisons what is shown.
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
