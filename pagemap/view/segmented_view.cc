// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "pagemap/view/segmented_view.h"

#include <algorithm>

#include "base/check.h"
#include "pagemap/poison.h"

namespace fuse_dirents {

SegmentedView::SegmentedView(const PagePool* pool, size_t max_slots)
    : pool_(pool), max_slots_(max_slots) {}

bool SegmentedView::IsMapped(const Folio& folio) const {
  const Slots& slots = slots_[folio.order];
  return !slots.mapped.empty() && slots.mapped[folio.first_page >> folio.order];
}

const std::byte* SegmentedView::Slot(const Folio& folio) {
  Slots& slots = slots_[folio.order];
  if (slots.mapped.empty()) {
    const size_t count = pool_->capacity() >> folio.order;
    slots.folio_bytes = pool_->page_size() << folio.order;
    slots.stride = slots.folio_bytes + kHostPageSize;
    slots.range = ReservedRange(kHostPageSize + count * slots.stride);
    slots.mapped.assign(count, false);
  }
  const size_t index = folio.first_page >> folio.order;
  const size_t at = kHostPageSize + index * slots.stride;
  if (!slots.mapped[index]) {
    slots.range.MapFile(at, slots.folio_bytes, pool_->fd(),
                        index * slots.folio_bytes);
    PoisonBytes(slots.range.data() + at, slots.folio_bytes);
    slots.mapped[index] = true;
    ++mapped_slots_;
    ++mapping_calls_;
  }
  return slots.range.data() + at;
}

std::span<const Segment> SegmentedView::Show(const PageArray& pages,
                                             size_t nbytes) {
  FUSE_DIRENTS_CHECK(pages.size() <= max_slots_);
  FUSE_DIRENTS_CHECK(nbytes <= pages.desc_bytes());
  FUSE_DIRENTS_CHECK(pages.page_size() == pool_->page_size());
  Hide();
  if (mapped_slots_ + pages.size() > max_slots_) {
    const auto missing = std::ranges::count_if(
        pages.folios(),
        [this](const Folio& folio) { return !IsMapped(folio); });
    if (mapped_slots_ + static_cast<size_t>(missing) > max_slots_) UnmapAll();
  }
  segments_.clear();
  size_t left = nbytes;
  for (size_t i = 0; i < pages.size(); ++i) {
    const FolioDesc& desc = pages.descs()[i];
    const std::byte* begin = Slot(pages.folios()[i]) + desc.offset;
    segments_.push_back({begin, desc.length});
    const size_t len = std::min<size_t>(left, desc.length);
    UnpoisonBytes(begin, len);
    left -= len;
  }
  shown_ = nbytes;
  return segments_;
}

void SegmentedView::Hide() {
  for (size_t i = 0; shown_ > 0; ++i) {
    const size_t len = std::min(shown_, segments_[i].len);
    PoisonBytes(static_cast<const std::byte*>(segments_[i].base), len);
    shown_ -= len;
  }
}

void SegmentedView::UnmapAll() {
  for (Slots& slots : slots_) {
    if (slots.mapped.empty()) continue;
    slots.range.Unmap(0, slots.range.size());
    slots.mapped.assign(slots.mapped.size(), false);
  }
  mapped_slots_ = 0;
}

}  // namespace fuse_dirents
