// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "pagemap/page_pool.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>

#include "base/check.h"

namespace fuse_dirents {
namespace {

constexpr uint32_t kNone = std::numeric_limits<uint32_t>::max();
constexpr uint32_t kBits = 64;

// The bits of a folio of 2^`order` pages at `page`.  A folio is aligned and has
// at most 16 pages, so its bits are in one word.
uint64_t FolioMask(unsigned order, uint32_t page) {
  return ((uint64_t{1} << (1u << order)) - 1) << (page % kBits);
}

}  // namespace

PagePool::PagePool(size_t page_size, uint32_t capacity_pages)
    : page_size_(page_size),
      capacity_(capacity_pages),
      fd_(memfd_create("fuse_dirents_pages", MFD_CLOEXEC)),
      direct_map_(page_size * capacity_pages + 2 * kHostPageSize),
      used_((capacity_pages + kBits - 1) / kBits) {
  FUSE_DIRENTS_CHECK(page_size == 4096 || page_size == 16384 ||
                     page_size == 65536);
  FUSE_DIRENTS_CHECK(capacity_pages > 0);
  FUSE_DIRENTS_CHECK(fd_ >= 0);
  const size_t bytes = page_size * capacity_pages;
  FUSE_DIRENTS_CHECK(ftruncate(fd_, static_cast<off_t>(bytes)) == 0);
  direct_map_.MapFileWritable(kHostPageSize, bytes, fd_, 0);
  Reset();
}

PagePool::~PagePool() { close(fd_); }

void PagePool::Reset(PageOrder order, uint64_t seed, uint32_t window_pages) {
  FUSE_DIRENTS_CHECK(window_pages <= capacity_);
  // Only pages of the last window can be in use.
  if (in_use_ > 0) {
    std::fill_n(used_.begin(), (window_ + kBits - 1) / kBits, uint64_t{0});
  }
  order_ = order;
  random_ = Random(seed);
  window_ = window_pages == 0 ? capacity_ : window_pages;
  low_hint_ = 0;
  high_hint_ = window_;
  after_last_ = kNone;
  faults_.clear();
  in_use_ = 0;
  alloc_calls_ = 0;
}

uint32_t PagePool::AfterFaults(uint32_t asked) {
  const uint64_t call = alloc_calls_++;
  uint32_t granted = asked;
  for (const AllocFault& fault : faults_) {
    if (fault.call == call) granted -= std::min(granted, fault.short_by);
  }
  return granted;
}

uint32_t PagePool::AllocBulk(std::span<uint32_t> out) {
  const uint32_t granted = AfterFaults(static_cast<uint32_t>(out.size()));
  uint32_t n = 0;
  for (; n < granted; ++n) {
    const std::optional<uint32_t> page = Take(/*order=*/0);
    if (!page) break;
    out[n] = *page;
  }
  return n;
}

std::optional<uint32_t> PagePool::AllocFolio(unsigned order) {
  FUSE_DIRENTS_CHECK(order <= kMaxFolioOrder);
  if (AfterFaults(1) == 0) return std::nullopt;
  return Take(order);
}

bool PagePool::IsFree(unsigned order, uint32_t page) const {
  return (used_[page / kBits] & FolioMask(order, page)) == 0;
}

uint32_t PagePool::FindUp(unsigned order, uint32_t from, uint32_t to) const {
  const uint32_t step = 1u << order;
  uint32_t page = (from + step - 1) & ~(step - 1);
  while (page < to && to - page >= step) {
    if (page % kBits == 0 && used_[page / kBits] == ~uint64_t{0}) {
      page += kBits;
    } else if (IsFree(order, page)) {
      return page;
    } else {
      page += step;
    }
  }
  return kNone;
}

uint32_t PagePool::FindDown(unsigned order, uint32_t to) const {
  const uint32_t step = 1u << order;
  uint32_t end = to & ~(step - 1);
  while (end >= step) {
    if (end % kBits == 0 && used_[end / kBits - 1] == ~uint64_t{0}) {
      end -= kBits;
    } else if (IsFree(order, end - step)) {
      return end - step;
    } else {
      end -= step;
    }
  }
  return kNone;
}

uint32_t PagePool::FindSeeded(unsigned order) {
  const uint32_t folios = window_ >> order;
  if (folios == 0) return kNone;
  const uint32_t start = static_cast<uint32_t>(random_.Below(folios)) << order;
  const auto next = [&](uint32_t from) {
    const uint32_t page = FindUp(order, from, window_);
    return page != kNone ? page : FindUp(order, 0, from);
  };
  const uint32_t page = next(start);
  if (page == kNone || page != after_last_) return page;
  // Comes back to `page` if no other is free.
  return next(page + (1u << order));
}

std::optional<uint32_t> PagePool::Take(unsigned order) {
  uint32_t page = kNone;
  switch (order_) {
    case PageOrder::kAscending:
      page = FindUp(order, low_hint_, window_);
      break;
    case PageOrder::kDescending:
      page = FindDown(order, high_hint_);
      break;
    case PageOrder::kSeeded:
      page = FindSeeded(order);
      break;
  }
  if (page == kNone) return std::nullopt;
  const uint32_t pages = 1u << order;
  used_[page / kBits] |= FolioMask(order, page);
  // Alignment can leave free pages below the folio, so a hint moves only if the
  // folio is next to it.
  if (low_hint_ == page) low_hint_ = page + pages;
  if (high_hint_ == page + pages) high_hint_ = page;
  after_last_ = page + pages;
  in_use_ += pages;
  return page;
}

void PagePool::Free(uint32_t first, unsigned order) {
  const uint32_t pages = 1u << order;
  FUSE_DIRENTS_CHECK(order <= kMaxFolioOrder && first % pages == 0);
  FUSE_DIRENTS_CHECK(first < window_ && pages <= window_ - first);
  const uint64_t mask = FolioMask(order, first);
  FUSE_DIRENTS_CHECK((used_[first / kBits] & mask) == mask);
  used_[first / kBits] &= ~mask;
  in_use_ -= pages;
  low_hint_ = std::min(low_hint_, first);
  high_hint_ = std::max(high_hint_, first + pages);
}

}  // namespace fuse_dirents
