// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "parser/reply_bytes.h"

#include <algorithm>
#include <cstring>

#include "base/check.h"

namespace fuse_dirents {
namespace {

// Prefetched bytes of the next segment, if it has as many: enough until the
// hardware's prefetcher recognizes the new stream.
constexpr size_t kPrefetchBytes = 1024;
constexpr size_t kCacheLine = 64;

}  // namespace

void ReplyCursor::EnterNextRun() {
  while (run_left_ == 0 && left_ > 0) {
    FUSE_DIRENTS_CHECK(next_ != last_);
    run_ = static_cast<const std::byte*>(next_->base);
    run_left_ = std::min(next_->len, left_);
    ++next_;
  }
  // Hardware prefetchers stop at the end of a page.
  if (next_ != last_ && next_->len >= kPrefetchBytes) {
    const char* next = static_cast<const char*>(next_->base);
#pragma GCC unroll 16
    for (size_t at = 0; at < kPrefetchBytes; at += kCacheLine) {
      __builtin_prefetch(next + at);
    }
  }
}

void ReplyCursor::Advance(size_t len) {
  FUSE_DIRENTS_CHECK(len <= left_);
  while (len > 0) {
    const size_t step = std::min(len, run_left_);
    AdvanceInRun(step);
    len -= step;
  }
}

ByteRun ReplyCursor::Gather(size_t len, std::span<std::byte> bounce) {
  FUSE_DIRENTS_CHECK(len <= left_);
  if (len <= run_left_) {
    const ByteRun inside(run_, len);
    AdvanceInRun(len);
    return inside;
  }
  FUSE_DIRENTS_CHECK(len <= bounce.size());
  for (size_t done = 0; done < len;) {
    const size_t step = std::min(len - done, run_left_);
    std::memcpy(bounce.data() + done, run_, step);
    AdvanceInRun(step);
    done += step;
  }
  return ByteRun(bounce.data(), len);
}

}  // namespace fuse_dirents
