// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The descs of a reply as an array of segments, for clients that parse pages in
// place.
//
//     memfd:  ... [page 2      ] ... [page 7      ] ...
//     slots:  [guard][page 2      ][guard] ... [guard][page 7      ][guard]
//                     ^ segment 1                      ^ segment 0
//
// Each folio has its own slot between unreadable pages.  A slot is mapped
// read-only on first use and kept.  Every byte of a slot is poisoned, except
// those of the shown reply.

#ifndef FUSE_DIRENTS_PAGEMAP_VIEW_SEGMENTED_VIEW_H_
#define FUSE_DIRENTS_PAGEMAP_VIEW_SEGMENTED_VIEW_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "pagemap/page_array.h"
#include "pagemap/page_pool.h"
#include "pagemap/view/reserved_range.h"
#include "parser/parser_under_test.h"
#include "parser/reply_bytes.h"

namespace fuse_dirents {

class SegmentedView {
 public:
  // Keeps at most `max_slots` slots mapped.  Each takes 2 of the 65530 mappings
  // that the kernel allows a process.  `pool` must outlive this object.
  SegmentedView(const PagePool* pool, size_t max_slots);

  // One segment for each desc of `pages`, including empty ones.  All but the
  // first `nbytes` bytes are poisoned.  Valid until the next Show() or Hide().
  // REQUIRES: pages.size() <= max_slots, nbytes <= pages.desc_bytes().
  std::span<const Segment> Show(const PageArray& pages, size_t nbytes);

  // Poisons the shown reply.
  void Hide();

  size_t mapped_slots() const { return mapped_slots_; }
  // mmap(2) calls that mapped a slot.
  uint64_t mapping_calls() const { return mapping_calls_; }

 private:
  // The slots of the folios of one order; folio N is at N * stride.
  struct Slots {
    ReservedRange range;
    size_t folio_bytes = 0;
    size_t stride = 0;
    std::vector<bool> mapped;
  };

  bool IsMapped(const Folio& folio) const;
  // The folio's readable bytes.  Maps its slot if needed.
  const std::byte* Slot(const Folio& folio);
  void UnmapAll();

  const PagePool* pool_;
  size_t max_slots_;
  size_t mapped_slots_ = 0;
  uint64_t mapping_calls_ = 0;
  std::array<Slots, kMaxFolioOrder + 1> slots_;
  std::vector<Segment> segments_;
  size_t shown_ = 0;  // Bytes in the segments that are not poisoned.
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PAGEMAP_VIEW_SEGMENTED_VIEW_H_
