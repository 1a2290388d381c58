// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The pages that replies lie on: stands for the page allocator as FUSE uses it
// for a readdir buffer, alloc_pages_bulk() and folio_alloc() (Linux 6.15).
//
//     memfd:       [page 0][page 1][page 2][page 3] ...
//     direct map:  the same, in one piece, writable; no parser sees it
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

// In which order the allocator hands out free pages (or folios).
enum class PageOrder : uint8_t {
  kAscending,   // The lowest free one first: neighbours, as on an idle machine.
  kDescending,  // The highest first: neighbours, but never one after the other.
  kSeeded,      // Anywhere; none right after the one before it while there is
                // another choice.
};

// Largest folio: 2^4 pages.
inline constexpr unsigned kMaxFolioOrder = 4;

// One allocation that falls short.
struct AllocFault {
  // Which call of AllocBulk() or AllocFolio() since Reset(), from 0.
  uint64_t call = 0;
  // How many pages fewer than asked it yields; kAllPages: none.  An
  // AllocFolio() yields nothing for any value above 0.
  uint32_t short_by = kAllPages;

  static constexpr uint32_t kAllPages = std::numeric_limits<uint32_t>::max();
};

// Every fault of a run, in any order.
using FaultPlan = std::vector<AllocFault>;

// Not thread-safe, like everything here.
class PagePool {
 public:
  // `page_size` in bytes: 4096, 16384 or 65536.  Memory is used page by page
  // as it is first written; freed pages keep their bytes, as the kernel's do.
  PagePool(size_t page_size, uint32_t capacity_pages);
  ~PagePool();

  PagePool(const PagePool&) = delete;
  PagePool& operator=(const PagePool&) = delete;

  size_t page_size() const { return page_size_; }
  uint32_t capacity() const { return capacity_; }  // In pages.

  // Frees every page, forgets the faults and sets the counters to 0.  What is
  // handed out from here on depends on the arguments and the calls alone.
  // `window_pages` keeps allocations to the first so many pages; 0: to all.
  // Costs time in proportion to the window, a bit a page.
  // REQUIRES: window_pages <= capacity().
  void Reset(PageOrder order = PageOrder::kAscending, uint64_t seed = 0,
             uint32_t window_pages = 0);

  void SetFaults(const FaultPlan& faults) { faults_ = faults; }

  // Fills `out` from its start with the numbers of pages and returns how many:
  // fewer than out.size() where the pool has no more or a fault says so, as
  // alloc_pages_bulk() may.  Pages are not zeroed.
  [[nodiscard]] uint32_t AllocBulk(std::span<uint32_t> out);

  // Allocates 2^`order` adjacent pages, the first at a multiple of 2^`order`,
  // and returns its number; nothing where there are none or a fault says so.
  // REQUIRES: order <= kMaxFolioOrder.
  [[nodiscard]] std::optional<uint32_t> AllocFolio(unsigned order);

  // Gives back the folio of 2^`order` pages at `first`.
  // REQUIRES: all of them are in use.
  void Free(uint32_t first, unsigned order = 0);

  uint32_t pages_in_use() const { return in_use_; }
  // The most pages in use at once since Reset().
  uint32_t high_water_mark() const { return high_water_mark_; }
  // Calls of AllocBulk() and AllocFolio() since Reset().
  uint64_t alloc_calls() const { return alloc_calls_; }

  // Where page `page` lies in the direct map, adjacent pages side by side.
  // Valid while the pool is.
  std::byte* direct(uint32_t page) const {
    return direct_map_.data() + kHostPageSize + page * page_size_;
  }

  // The memfd, for views: page `page` starts at byte page * page_size().
  int fd() const { return fd_; }

 private:
  // Pages that the fault of this call, if any, lets through of `asked`.
  uint32_t AfterFaults(uint32_t asked);
  // Takes 2^`order` pages by the order of the pool.
  std::optional<uint32_t> Take(unsigned order);
  // The first free aligned folio in pages [from, to), the last one before page
  // `to`, and the one that the seed chooses; UINT32_MAX where there is none.
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
  std::vector<uint64_t> used_;  // One bit a page.
  FaultPlan faults_;

  uint32_t in_use_ = 0;
  uint32_t high_water_mark_ = 0;
  uint64_t alloc_calls_ = 0;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PAGEMAP_PAGE_POOL_H_
