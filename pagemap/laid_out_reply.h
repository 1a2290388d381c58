// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// One reply in one Layout, in three views.
//
// A read outside the first nbytes() bytes of the reply is caught in every view,
// as far as unreadable pages and the sanitizers can catch it (poison.h).

#ifndef FUSE_DIRENTS_PAGEMAP_LAID_OUT_REPLY_H_
#define FUSE_DIRENTS_PAGEMAP_LAID_OUT_REPLY_H_

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "pagemap/layout.h"
#include "pagemap/page_array.h"
#include "pagemap/page_pool.h"
#include "pagemap/stale_records.h"
#include "pagemap/view/linear_view.h"
#include "pagemap/view/mapped_view.h"
#include "pagemap/view/segmented_view.h"
#include "parser/parser_under_test.h"
#include "parser/reply_bytes.h"
#include "parser/wire.h"

namespace fuse_dirents {

// The pages of one size and the views of them.
struct PageFrames {
  explicit PageFrames(size_t page_size);

  PagePool pool;
  PageArray pages;
  MappedViewPool mapped;
  SegmentedView segmented;
};

// Made by ReplyArena::Lay() and valid until its next call.  Each view is made
// on first use.  All views can be used at once.
class LaidOutReply {
 public:
  // Length of the reply in bytes, after Layout::cut: the parser's nbytes.
  size_t nbytes() const { return nbytes_; }

  // The pages and descs in order.  The descs may hold more than nbytes().
  const PageArray& pages() const { return frames_->pages; }

  // One segment of nbytes() bytes that ends at an unreadable page.
  std::span<const Segment> Linear();

  // Whether vm_map_ram() could map this reply as one piece; see PageArray.
  bool mappable() const { return frames_->pages.mappable(); }

  // One segment that holds at least nbytes() bytes.  Empty if !mappable().
  std::span<const Segment> Mapped();

  // One segment for each desc, including empty ones.  Together they may hold
  // more than nbytes() bytes.
  std::span<const Segment> Segmented();

  // A drawing of the folios with their descs, the end of the reply and the
  // stale bytes after it.
  std::string DrawPages() const;

 private:
  friend class ReplyArena;

  PageFrames* frames_ = nullptr;
  LinearView* linear_view_ = nullptr;
  ByteRun reply_;  // Before the cut.  Borrowed from the caller.
  size_t nbytes_ = 0;

  Segment linear_ = {nullptr, 0};
  const MappedView* mapped_ = nullptr;
  std::span<const Segment> segments_;
};

// Lays out one reply at a time, always on the same memory.  Laying out a layout
// and length of reply that it has seen before makes no system call and does not
// allocate.  The result depends only on the arguments of Lay(), down to the
// bytes that no parser should read.
//
// Uses up to about 58,000 of the 65,530 mappings that Linux allows a process by
// default, so only one can exist at a time.
class ReplyArena {
 public:
  ReplyArena() : linear_view_(kMaxReplyBytes) {
    laid_out_.linear_view_ = &linear_view_;
  }

  ReplyArena(const ReplyArena&) = delete;
  ReplyArena& operator=(const ReplyArena&) = delete;

  // Lays out `reply`, whose bytes must live until the next call.
  // REQUIRES: reply.size() <= kMaxReplyBytes, layout.IsValid().
  LaidOutReply& Lay(ByteRun reply, const Layout& layout);

  // Pages of `page_size` bytes and their views, for tests and benchmarks.
  PageFrames& frames(size_t page_size);

 private:
  // Clears the pages and views of the last reply.
  void Clear();
  // Allocates folios and sets descs for a reply of `size` bytes in layout_.
  void MakePages(size_t size, PageFrames* frames);
  // Fills the bytes after the reply as layout_ says.
  void FillStale(PageFrames* frames);

  std::array<std::unique_ptr<PageFrames>, 3> frames_;  // 4, 16 and 64 KiB.
  LinearView linear_view_;
  Layout layout_;
  LaidOutReply laid_out_;
  std::vector<FolioDesc> descs_;
  StaleRecords stale_records_;
  size_t stored_ = 0;        // Bytes of the reply on the pages.
  size_t first_filled_ = 0;  // Folios from here on hold stale bytes.
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PAGEMAP_LAID_OUT_REPLY_H_
