// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "pagemap/laid_out_reply.h"

#include <algorithm>
#include <cstring>

#include "base/check.h"
#include "pagemap/draw_pages.h"
#include "pagemap/scatter_reply.h"
#include "pagemap/stale_records.h"
#include "parser/wire.h"

namespace fuse_dirents {
namespace {

// Bytes of pages of each size.  Enough for the worst layout: 32 MiB of folios
// used in part, 16 MiB of reply, one more folio for the head, and half as much
// again for a seeded order to choose from.
constexpr size_t kPoolBytes = size_t{96} << 20;

// At most this many stale bytes follow a reply; then zeros.  More than the
// longest record that Linux 6.18 accepts (4248 bytes).
constexpr size_t kMostStale = 8192;

// Spare folios for an order to choose from.
constexpr size_t kSpareFolios = 32;

// Most folios under one reply: used in part, used whole, and one for the head.
size_t MaxFolios(size_t page_size) {
  Layout layout;
  layout.page_size = page_size;
  return layout.max_short_descs() + kMaxReplyBytes / page_size + 1;
}

MappedViewPool::Limits MappedLimits(size_t page_size) {
  MappedViewPool::Limits limits;
  // Enough for the longest mappable reply if every page is a separate run.
  limits.mappings = std::clamp<size_t>(
      limits.mappings * 2 * kHostPageSize / page_size, 2048, limits.mappings);
  return limits;
}

}  // namespace

PageFrames::PageFrames(size_t page_size)
    : pool(page_size, static_cast<uint32_t>(kPoolBytes / page_size)),
      pages(page_size),
      mapped(&pool, MappedLimits(page_size)),
      // Twice as many slots as one reply needs: each folio order has its own
      // slots, and giving up all slots is slow.
      segmented(&pool, 2 * MaxFolios(page_size)) {}

std::span<const Segment> LaidOutReply::Linear() {
  if (linear_.base == nullptr) {
    const ByteRun shown = linear_view_->Show(reply_.first(nbytes_));
    linear_ = {shown.data(), shown.size()};
  }
  return {&linear_, 1};
}

std::span<const Segment> LaidOutReply::Mapped() {
  if (!mappable()) return {};
  if (mapped_ == nullptr) {
    mapped_ = frames_->mapped.Map(frames_->pages, nbytes_);
    FUSE_DIRENTS_CHECK(mapped_ != nullptr && "one view is within the limits");
  }
  return {&mapped_->segment(), 1};
}

std::span<const Segment> LaidOutReply::Segmented() {
  if (segments_.empty()) {
    segments_ = frames_->segmented.Show(frames_->pages, nbytes_);
  }
  return segments_;
}

std::string LaidOutReply::DrawPages() const {
  return fuse_dirents::DrawPages(frames_->pages, nbytes_, reply_.size());
}

PageFrames& ReplyArena::frames(size_t page_size) {
  std::unique_ptr<PageFrames>& frames = frames_[page_size == 4096    ? 0
                                                : page_size == 16384 ? 1
                                                                     : 2];
  if (frames == nullptr) frames = std::make_unique<PageFrames>(page_size);
  return *frames;
}

LaidOutReply& ReplyArena::Lay(ByteRun reply, const Layout& layout) {
  FUSE_DIRENTS_CHECK(reply.size() <= kMaxReplyBytes);
  FUSE_DIRENTS_CHECK(layout.IsValid());
  Clear();
  layout_ = layout;
  PageFrames& frames = this->frames(layout.page_size);
  MakePages(reply.size(), &frames);
  stored_ = ScatterReply(reply, frames.pages, frames.pool);
  FUSE_DIRENTS_CHECK(stored_ == reply.size());
  FillStale(&frames);

  laid_out_.frames_ = &frames;
  laid_out_.reply_ = reply;
  laid_out_.nbytes_ = reply.size();
  if (layout.cut && *layout.cut < reply.size()) laid_out_.nbytes_ = *layout.cut;
  return laid_out_;
}

void ReplyArena::Clear() {
  LaidOutReply& old = laid_out_;
  if (old.frames_ == nullptr) return;
  PageFrames& frames = *old.frames_;
  if (old.mapped_ != nullptr) frames.mapped.Unmap(old.mapped_);
  frames.segmented.Hide();
  linear_view_.Hide();
  old.linear_ = {nullptr, 0};
  old.mapped_ = nullptr;
  old.segments_ = {};

  // Pages in the pool are zero, so the bytes around a reply do not depend on
  // earlier replies.
  size_t left = stored_;
  for (size_t i = 0; i < frames.pages.size(); ++i) {
    const FolioDesc& desc = frames.pages.descs()[i];
    size_t len = std::min<size_t>(left, desc.length);
    left -= len;
    if (i >= first_filled_) {
      len =
          std::min(frames.pages.FolioBytes(i) - desc.offset, len + kMostStale);
    }
    if (len == 0) continue;
    std::memset(
        frames.pool.direct(frames.pages.folios()[i].first_page) + desc.offset,
        0, len);
  }
  frames.pages.Clear();
}

void ReplyArena::MakePages(size_t size, PageFrames* frames) {
  const size_t folio_bytes = layout_.folio_bytes();
  // The descs come first, because the pool's window depends on their number.
  descs_.clear();
  const auto append = [&](size_t length) {
    const uint32_t offset = descs_.empty() ? layout_.head : 0;
    length = std::min(length, folio_bytes - offset);
    descs_.push_back({offset, static_cast<uint32_t>(length)});
    size -= std::min(size, length);
  };
  for (const uint32_t length : layout_.desc_lengths) append(length);
  const size_t max_short_descs = layout_.max_short_descs();
  while (size > 0 || descs_.empty()) {
    const bool limited =
        layout_.desc_limit != 0 && descs_.size() < max_short_descs;
    append(limited ? layout_.desc_limit : folio_bytes);
  }

  PagePool& pool = frames->pool;
  const size_t folios = descs_.size();
  const size_t window =
      std::min<size_t>(folios + std::max(kSpareFolios, folios / 2),
                       pool.capacity() >> layout_.folio_order);
  pool.Reset(layout_.order, layout_.order_seed,
             static_cast<uint32_t>(window << layout_.folio_order));
  for (const FolioDesc& desc : descs_) {
    const std::optional<uint32_t> page = pool.AllocFolio(layout_.folio_order);
    FUSE_DIRENTS_CHECK(page.has_value());
    frames->pages.Append({*page, layout_.folio_order}, desc);
  }
}

void ReplyArena::FillStale(PageFrames* frames) {
  const PageArray& pages = frames->pages;
  first_filled_ = pages.size();
  if (layout_.stale == Stale::kZero) return;

  // The folio in which the reply ends, and the bytes used of its desc.
  size_t i = 0;
  size_t used = stored_;
  while (used > pages.descs()[i].length) used -= pages.descs()[i++].length;
  first_filled_ = i;

  // Records start where the reply's next record would.
  const size_t pad = (kRecordAlign - stored_ % kRecordAlign) % kRecordAlign;
  size_t pos = 0;  // In the bytes of the descs after the reply.
  for (; i < pages.size() && pos < kMostStale; ++i) {
    const FolioDesc& desc = pages.descs()[i];
    std::span<std::byte> rest(
        frames->pool.direct(pages.folios()[i].first_page) + desc.offset + used,
        std::min(pages.FolioBytes(i) - desc.offset - used, kMostStale - pos));
    if (layout_.stale == Stale::kOnes) {
      std::memset(rest.data(), 0xff, rest.size());
    } else {
      const size_t zeros = std::min(rest.size(), pad - std::min(pad, pos));
      stale_records_.Fill(layout_.stale_seed, pos + zeros - pad,
                          rest.subspan(zeros));
    }
    pos += desc.length - used;
    used = 0;
  }
}

}  // namespace fuse_dirents
