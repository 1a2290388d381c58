// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A linear view of pages in any order, like the one that vm_map_ram() makes of
// a readdir buffer while it is parsed.
//
//     memfd:  ... [page 2] ... [page 7] ... [page 9] ...
//     view:   [guard][page 7][page 2][page 9|poisoned][guard]
//                     ^ reply                ^ nbytes
//
// Read-only: a parser that writes to the reply faults.

#ifndef FUSE_DIRENTS_PAGEMAP_VIEW_MAPPED_VIEW_H_
#define FUSE_DIRENTS_PAGEMAP_VIEW_MAPPED_VIEW_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "pagemap/page_array.h"
#include "pagemap/page_pool.h"
#include "pagemap/view/reserved_range.h"
#include "parser/parser_under_test.h"
#include "parser/reply_bytes.h"

namespace fuse_dirents {

// Made by MappedViewPool; valid from Map() to Unmap().
class MappedView {
 public:
  // The bytes of the descs in one run, for the parser.  All but the first
  // `nbytes` of Map() are poisoned.
  const Segment& segment() const { return segment_; }

 private:
  friend class MappedViewPool;

  const std::byte* begin() const {
    return static_cast<const std::byte*>(segment_.base);
  }

  ReservedRange range_;
  std::vector<Folio> folios_;
  uint64_t hash_ = 0;        // Of folios_.
  size_t mapped_bytes_ = 0;  // All folios, in bytes.
  size_t runs_ = 0;          // Of adjacent pages.
  Segment segment_ = {nullptr, 0};
  size_t nbytes_ = 0;
  bool live_ = false;
  uint64_t last_use_ = 0;
  MappedView* next_in_bucket_ = nullptr;
};

// Views of the pages of one PagePool.  A view is kept after Unmap() and reused
// for exactly the same list of folios, which costs no system call, only the
// unpoisoning of nbytes bytes.  A view that is not live is poisoned entirely.
class MappedViewPool {
 public:
  // Limits for all views, live and kept.  By default the kernel allows a
  // process 65530 mappings (vm.max_map_count).  A view of R runs of adjacent
  // pages takes at most R + 2.
  struct Limits {
    size_t mappings = 8192;
    size_t views = 256;
    size_t bytes = size_t{64} << 20;
  };

  struct Counters {
    uint64_t mapping_calls = 0;  // mmap(2) calls that mapped pages: one a run.
    uint64_t reserve_calls = 0;  // mmap(2) calls that reserved addresses.
    uint64_t evictions = 0;      // Kept views given up to stay in the limits.
    uint64_t reuses = 0;         // Map() calls that made no system call.
  };

  // `pool` must outlive this object.
  explicit MappedViewPool(const PagePool* pool)
      : MappedViewPool(pool, Limits()) {}
  MappedViewPool(const PagePool* pool, const Limits& limits);

  MappedViewPool(const MappedViewPool&) = delete;
  MappedViewPool& operator=(const MappedViewPool&) = delete;

  // Maps the folios of `pages`, which hold a reply of `nbytes`, as one piece.
  // Returns null, as vm_map_ram() does on failure in Linux 6.15, if FailMaps()
  // asked for it or if the live views leave too little room in the limits.
  // REQUIRES: pages.mappable(), pages.size() > 0, nbytes <= pages.desc_bytes().
  [[nodiscard]] const MappedView* Map(const PageArray& pages, size_t nbytes);

  // Ends the use of a view: vm_unmap_ram().  REQUIRES: `view` is live.
  void Unmap(const MappedView* view);

  // Makes the next `n` calls of Map() fail.
  void FailMaps(uint32_t n) { fail_maps_ = n; }

  const Counters& counters() const { return counters_; }
  size_t live_views() const { return live_views_; }
  size_t mappings() const { return mappings_; }  // Upper bound, see Limits.

 private:
  static constexpr size_t kBuckets = 512;

  MappedView* FindIdle(uint64_t hash, const PageArray& pages);
  // Gives up kept views, the least recently used first, until there is room.
  // Returns false if there is none.  *recycled gets the addresses of a view of
  // exactly `bytes` bytes, if one was given up.
  bool MakeRoom(size_t mappings, size_t bytes, ReservedRange* recycled);
  // Makes a view of `pages` and keeps it.  Null if there is no room.
  MappedView* MapFresh(uint64_t hash, const PageArray& pages);
  std::unique_ptr<MappedView> Remove(size_t index);

  const PagePool* pool_;
  Limits limits_;
  Counters counters_;
  std::vector<std::unique_ptr<MappedView>> views_;
  std::array<MappedView*, kBuckets> buckets_{};
  size_t mappings_ = 0;
  size_t bytes_ = 0;
  size_t live_views_ = 0;
  uint64_t uses_ = 0;
  uint32_t fail_maps_ = 0;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PAGEMAP_VIEW_MAPPED_VIEW_H_
