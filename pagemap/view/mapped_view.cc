// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "pagemap/view/mapped_view.h"

#include <algorithm>
#include <span>
#include <utility>

#include "base/check.h"
#include "pagemap/poison.h"

namespace fuse_dirents {
namespace {

// Guard pages around a view, as mappings.
constexpr size_t kGuardMappings = 2;

uint32_t PagesOf(const Folio& folio) { return 1u << folio.order; }

uint64_t HashOf(std::span<const Folio> folios) {
  uint64_t hash = folios.size();
  for (const Folio& folio : folios) {
    hash = (hash ^ (uint64_t{folio.first_page} << 8 | folio.order)) *
           0x9e3779b97f4a7c15;
    hash ^= hash >> 32;
  }
  return hash;
}

// The index after the last folio of the run of adjacent pages that starts at
// `i`.
size_t EndOfRun(std::span<const Folio> folios, size_t i) {
  while (i + 1 < folios.size() &&
         folios[i + 1].first_page ==
             folios[i].first_page + PagesOf(folios[i])) {
    ++i;
  }
  return i + 1;
}

}  // namespace

MappedViewPool::MappedViewPool(const PagePool* pool, const Limits& limits)
    : pool_(pool), limits_(limits) {}

const MappedView* MappedViewPool::Map(const PageArray& pages, size_t nbytes) {
  FUSE_DIRENTS_CHECK(pages.size() > 0 && pages.mappable());
  FUSE_DIRENTS_CHECK(nbytes <= pages.desc_bytes());
  FUSE_DIRENTS_CHECK(pages.page_size() == pool_->page_size());
  if (fail_maps_ > 0) {
    --fail_maps_;
    return nullptr;
  }
  const uint64_t hash = HashOf(pages.folios());
  MappedView* view = FindIdle(hash, pages);
  if (view != nullptr) {
    ++counters_.reuses;
  } else {
    view = MapFresh(hash, pages);
    if (view == nullptr) return nullptr;
  }
  view->live_ = true;
  ++live_views_;
  view->nbytes_ = nbytes;
  view->segment_ = {
      view->range_.data() + kHostPageSize + pages.descs()[0].offset,
      pages.desc_bytes()};
  UnpoisonBytes(view->begin(), nbytes);
  return view;
}

void MappedViewPool::Unmap(const MappedView* view) {
  FUSE_DIRENTS_CHECK(view->live_);
  PoisonBytes(view->begin(), view->nbytes_);
  // The pool made the view, so it is not const.
  MappedView* own = const_cast<MappedView*>(view);
  own->live_ = false;
  own->last_use_ = ++uses_;
  --live_views_;
}

MappedView* MappedViewPool::FindIdle(uint64_t hash, const PageArray& pages) {
  MappedView* view = buckets_[hash % kBuckets];
  while (view != nullptr &&
         (view->live_ || !std::ranges::equal(view->folios_, pages.folios()))) {
    view = view->next_in_bucket_;
  }
  return view;
}

MappedView* MappedViewPool::MapFresh(uint64_t hash, const PageArray& pages) {
  const std::span<const Folio> folios = pages.folios();
  size_t runs = 0;
  size_t bytes = 0;
  for (size_t i = 0; i < folios.size(); i = EndOfRun(folios, i)) ++runs;
  for (size_t i = 0; i < folios.size(); ++i) bytes += pages.FolioBytes(i);

  ReservedRange range;
  if (!MakeRoom(runs + kGuardMappings, bytes, &range)) return nullptr;
  if (range.data() == nullptr) {
    range = ReservedRange(bytes + 2 * kHostPageSize);
    ++counters_.reserve_calls;
  }
  const size_t page_size = pages.page_size();
  size_t at = kHostPageSize;
  for (size_t i = 0; i < folios.size();) {
    const size_t end = EndOfRun(folios, i);
    const Folio& last = folios[end - 1];
    const size_t len =
        (last.first_page + PagesOf(last) - folios[i].first_page) * page_size;
    range.MapFile(at, len, pool_->fd(), folios[i].first_page * page_size);
    ++counters_.mapping_calls;
    at += len;
    i = end;
  }
  PoisonBytes(range.data() + kHostPageSize, bytes);

  auto view = std::make_unique<MappedView>();
  view->range_ = std::move(range);
  view->folios_.assign(folios.begin(), folios.end());
  view->hash_ = hash;
  view->mapped_bytes_ = bytes;
  view->runs_ = runs;
  view->next_in_bucket_ = buckets_[hash % kBuckets];
  buckets_[hash % kBuckets] = view.get();
  mappings_ += runs + kGuardMappings;
  bytes_ += bytes;
  views_.push_back(std::move(view));
  return views_.back().get();
}

bool MappedViewPool::MakeRoom(size_t mappings, size_t bytes,
                              ReservedRange* recycled) {
  if (mappings > limits_.mappings || bytes > limits_.bytes ||
      limits_.views == 0) {
    return false;
  }
  while (mappings_ > limits_.mappings - mappings ||
         bytes_ > limits_.bytes - bytes || views_.size() >= limits_.views) {
    size_t oldest = views_.size();
    for (size_t i = 0; i < views_.size(); ++i) {
      if (!views_[i]->live_ &&
          (oldest == views_.size() ||
           views_[i]->last_use_ < views_[oldest]->last_use_)) {
        oldest = i;
      }
    }
    if (oldest == views_.size()) return false;
    const std::unique_ptr<MappedView> given_up = Remove(oldest);
    ++counters_.evictions;
    if (given_up->mapped_bytes_ == bytes) {
      *recycled = std::move(given_up->range_);
    }
  }
  return true;
}

std::unique_ptr<MappedView> MappedViewPool::Remove(size_t index) {
  std::unique_ptr<MappedView> view = std::move(views_[index]);
  views_[index] = std::move(views_.back());
  views_.pop_back();
  MappedView** link = &buckets_[view->hash_ % kBuckets];
  while (*link != view.get()) link = &(*link)->next_in_bucket_;
  *link = view->next_in_bucket_;
  mappings_ -= view->runs_ + kGuardMappings;
  bytes_ -= view->mapped_bytes_;
  return view;
}

}  // namespace fuse_dirents
