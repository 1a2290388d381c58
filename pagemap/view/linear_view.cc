// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "pagemap/view/linear_view.h"

#include <cstring>

#include "base/check.h"
#include "pagemap/poison.h"

namespace fuse_dirents {
namespace {

size_t RoundUp(size_t bytes) {
  return (bytes + kHostPageSize - 1) / kHostPageSize * kHostPageSize;
}

}  // namespace

LinearView::LinearView(size_t capacity)
    : capacity_(capacity), range_(RoundUp(capacity) + 2 * kHostPageSize) {
  const size_t bytes = RoundUp(capacity);
  range_.MapMemory(kHostPageSize, bytes);
  end_ = range_.data() + kHostPageSize + bytes;
  PoisonBytes(end_ - bytes, bytes);
}

void LinearView::Hide() {
  PoisonBytes(end_ - shown_, shown_);
  shown_ = 0;
}

ByteRun LinearView::Show(ByteRun reply) {
  FUSE_DIRENTS_CHECK(reply.size() <= capacity_);
  Hide();
  shown_ = reply.size();
  std::byte* begin = end_ - shown_;
  UnpoisonBytes(begin, shown_);
  if (shown_ > 0) std::memcpy(begin, reply.data(), shown_);
  return {begin, shown_};
}

}  // namespace fuse_dirents
