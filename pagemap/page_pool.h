// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The pages that replies lie on.  Models the page allocator as FUSE uses it for
// a readdir buffer: alloc_pages_bulk() and folio_alloc() (Linux 6.15).
//
//     memfd:       [page 0][page 1][page 2][page 3] ...
//     direct map:  the same in one piece, writable; no parser sees it
//     views:       pages in any order, read-only (MappedView, SegmentedView)

#ifndef FUSE_DIRENTS_PAGEMAP_PAGE_POOL_H_
#define FUSE_DIRENTS_PAGEMAP_PAGE_POOL_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "base/random.h"
#include "pagemap/view/reserved_range.h"

namespace fuse_dirents {

// The order in which the allocator hands out free pages or folios.
enum class PageOrder : uint8_t {
  kAscending,   // Lowest first: adjacent pages, as on an idle machine.
  kDescending,  // Highest first: adjacent pages, but never in ascending order.
  kSeeded,  // Random.  Never the page after the last one, unless no other is
            // free.
};

// Largest folio: 2^4 pages.
inline constexpr unsigned kMaxFolioOrder = 4;

// One allocation that yields too few pages.
struct AllocFault {
  // Which call of AllocBulk() or AllocFolio() since Reset(), from 0.
  uint64_t call = 0;
  // How many pages fewer than asked for it yields; kAllPages: it yields none.
  // An AllocFolio() yields nothing for any value above 0.
  uint32_t short_by = kAllPages;

  static constexpr uint32_t kAllPages = std::numeric_limits<uint32_t>::max();
};

// The faults of a run, in any order.
using FaultPlan = std::vector<AllocFault>;

// Not thread-safe.
class PagePool {
 public:
  // `page_size` in bytes: 4096, 16384 or 65536.  A page takes memory when it is
  // first written.  Freed pages keep their bytes, as in the kernel.
  // REQUIRES: capacity_pages > 0.
  PagePool(size_t page_size, uint32_t capacity_pages);
  ~PagePool();

  PagePool(const PagePool&) = delete;
  PagePool& operator=(const PagePool&) = delete;

  size_t page_size() const { return page_size_; }
  uint32_t capacity() const { return capacity_; }  // In pages.

  // Frees every page, clears the faults and sets the counters to 0.  Later
  // allocations depend only on the arguments and the calls.  `window_pages`
  // limits allocations to the first `window_pages` pages; 0: no limit.  Takes
  // time in proportion to the window, one bit a page.
  // REQUIRES: window_pages <= capacity().
  void Reset(PageOrder order = PageOrder::kAscending, uint64_t seed = 0,
             uint32_t window_pages = 0);

  void SetFaults(const FaultPlan& faults) { faults_ = faults; }

  // Fills `out` from its start with page numbers and returns how many.  Like
  // alloc_pages_bulk(), it may return fewer than out.size(): when the pool is
  // empty or a fault says so.  Pages are not zeroed.
  [[nodiscard]] uint32_t AllocBulk(std::span<uint32_t> out);

  // Allocates 2^`order` adjacent pages, the first at a multiple of 2^`order`,
  // and returns the first page number.  Returns nothing if there are none or a
  // fault says so.
  // REQUIRES: order <= kMaxFolioOrder.
  [[nodiscard]] std::optional<uint32_t> AllocFolio(unsigned order);

  // Gives back the folio of 2^`order` pages at `first`.
  // REQUIRES: all of them are in use.
  void Free(uint32_t first, unsigned order = 0);

  uint32_t pages_in_use() const { return in_use_; }
  // Calls of AllocBulk() and AllocFolio() since Reset().
  uint64_t alloc_calls() const { return alloc_calls_; }

  // The address of page `page` in the direct map.  Adjacent pages have adjacent
  // addresses.  Valid for the lifetime of the pool.
  std::byte* direct(uint32_t page) const {
    return direct_map_.data() + kHostPageSize + page * page_size_;
  }

  // The memfd, for views: page `page` starts at byte page * page_size().
  int fd() const { return fd_; }

 private:
  // How many of `asked` pages this call may get, after its fault if it has one.
  uint32_t AfterFaults(uint32_t asked);
  // Takes 2^`order` pages by the order of the pool.
  std::optional<uint32_t> Take(unsigned order);
  // The first free aligned folio in pages [from, to), the last one before page
  // `to`, and one that the seed chooses; UINT32_MAX if there is none.
  uint32_t FindUp(unsigned order, uint32_t from, uint32_t to) const;
  uint32_t FindDown(unsigned order, uint32_t to) const;
  uint32_t FindSeeded(unsigned order);
  bool IsFree(unsigned order, uint32_t page) const;

  const size_t page_size_;
  const uint32_t capacity_;
  int fd_;
  // With an unreadable page on both sides.
  ReservedRange direct_map_;

  PageOrder order_ = PageOrder::kAscending;
  Random random_{0};
  uint32_t window_ = 0;  // In pages.
  // No page below `low_hint_` and none at or above `high_hint_` is free.
  uint32_t low_hint_ = 0;
  uint32_t high_hint_ = 0;
  // The page after the last one handed out.
  uint32_t after_last_ = std::numeric_limits<uint32_t>::max();
  std::vector<uint64_t> used_;  // One bit per page.
  FaultPlan faults_;

  uint32_t in_use_ = 0;
  uint64_t alloc_calls_ = 0;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PAGEMAP_PAGE_POOL_H_
