// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "oracle/linux_source/path/memory_world.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "base/check.h"
#include "readdir/hostile/hostile_memory.h"

namespace fuse_dirents {
namespace {

// page::number of a page of the cache.
constexpr uint32_t kNoPoolPage = 0xffffffff;

}  // namespace

MemoryWorld::MemoryWorld(const Parts& parts)
    : parts_(parts),
      pool_pages_(parts.memory->pool.capacity()),
      mapped_(PAGE_SIZE) {
  FUSE_DIRENTS_CHECK(parts.memory->pool.page_size() == PAGE_SIZE);
}

MemoryWorld::~MemoryWorld() {
  for (const void* memory : allocated_) std::free(const_cast<void*>(memory));
  if (view_ != nullptr) parts_.memory->views.Unmap(view_);
}

bool MemoryWorld::Fails(FaultPoint point) const {
  return parts_.faults != nullptr && parts_.faults->Fails(point);
}

// --- The reply. ---

MemoryWorld::Received MemoryWorld::Receive(const ReaddirRequest& request,
                                           const fuse_args_pages& args,
                                           const TransportOptions& options,
                                           ModelServer* server) {
  TransportOptions transport_options = options;
  const bool by_pages = args.args.out_pages;
  void* const buffer = args.args.out_args[0].value;
  if (by_pages) {
    PageArray& pages = parts_.memory->pages;
    pages.Clear();
    const uint32_t count =
        args.num_folios != 0 ? args.num_folios : args.num_pages;
    const fuse_folio_desc* const descs =
        args.descs != nullptr ? args.descs : args.folio_descs;
    for (uint32_t i = 0; i < count; ++i) {
      const page& page =
          args.folios != nullptr ? args.folios[i]->page : *args.pages[i];
      FUSE_DIRENTS_CHECK(page.refs > 0);
      pages.Append({.first_page = page.number},
                   {descs[i].offset, descs[i].length});
    }
    if (pages.desc_bytes() < request.size) {
      Warn("descs that hold less than what is asked for");
      return {{.error = -EIO}, by_pages};
    }
    FUSE_DIRENTS_CHECK(options.kind != TransportKind::kBounced);
  } else {
    FUSE_DIRENTS_CHECK(allocated_.contains(buffer));
    transport_options.kind = TransportKind::kBounced;
  }
  Transport transport(transport_options, server, parts_.memory, parts_.faults);
  const Arrived arrived = transport.RoundTrip(request);
  if (arrived.error != 0 || arrived.nbytes == 0) return {arrived, by_pages};
  nbytes_ = arrived.nbytes;
  calls_ = 0;
  if (by_pages) {
    const PageArray& pages = parts_.memory->pages;
    for (size_t i = 0; i < pages.size(); ++i) {
      std::byte* const direct =
          parts_.memory->pool.direct(pages.folios()[i].first_page);
      pieces_.push_back(
          {direct + pages.descs()[i].offset, pages.descs()[i].length});
    }
    read_at_ = reinterpret_cast<const char*>(pieces_[0].data());
  } else {
    std::memcpy(buffer, arrived.linear.data(), nbytes_);
    parts_.memory->linear.Hide();
    pieces_.push_back({static_cast<std::byte*>(buffer), nbytes_});
    read_at_ = static_cast<const char*>(buffer);
  }
  return {arrived, by_pages};
}

void MemoryWorld::ForgetReply() {
  nbytes_ = 0;
  pieces_.clear();
}

bool MemoryWorld::InReply(const char* name, size_t len) const {
  const auto at = static_cast<size_t>(name - read_at_);
  return at <= nbytes_ && len <= nbytes_ - at;
}

void MemoryWorld::Called() {
  if (nbytes_ == 0) return;
  for (const Rewrite& rewrite : parts_.rewrites) {
    if (rewrite.event != calls_) continue;
    const size_t at = rewrite.at % nbytes_;
    WriteToPieces(pieces_, at,
                  std::string_view(rewrite.bytes).substr(0, nbytes_ - at));
  }
  ++calls_;
}

// --- Allocations, pages and mappings. ---

void* MemoryWorld::Alloc(size_t bytes, bool zeroed) {
  const bool is_list = bytes < PAGE_SIZE || zeroed;
  if (Fails(is_list ? FaultPoint::kAllocPageList : FaultPoint::kAllocBuffer)) {
    return nullptr;
  }
  void* const memory = std::malloc(bytes);
  FUSE_DIRENTS_CHECK(memory != nullptr);
  // Stale, as what an allocator hands out again.
  std::memset(memory, zeroed ? 0 : 0xa5, bytes);
  allocated_.insert(memory);
  return memory;
}

void MemoryWorld::Free(const void* memory) {
  FUSE_DIRENTS_CHECK(allocated_.erase(memory) == 1);
  if (memory == read_at_) ForgetReply();
  std::free(const_cast<void*>(memory));
}

unsigned long MemoryWorld::AllocPages(int count, page** pages) {
  FUSE_DIRENTS_CHECK(count > 0);
  uint32_t asked = static_cast<uint32_t>(count);
  if (Fails(FaultPoint::kAllocPages)) {
    asked = 0;
  } else if (asked > 1 && Fails(FaultPoint::kShortPages)) {
    --asked;
  }
  std::vector<uint32_t> numbers(asked);
  const uint32_t got = parts_.memory->pool.AllocBulk(numbers);
  for (uint32_t i = 0; i < got; ++i) {
    pages[i] = &pool_pages_[numbers[i]].page;
    FUSE_DIRENTS_CHECK(pages[i]->refs == 0);
    *pages[i] = {.address = parts_.memory->pool.direct(numbers[i]),
                 .number = numbers[i],
                 .refs = 1,
                 .uptodate = false,
                 .locked = false};
  }
  return got;
}

void MemoryWorld::PutPage(page* page) {
  FUSE_DIRENTS_CHECK(page->refs > 0);
  if (--page->refs == 0 && page->number != kNoPoolPage) {
    parts_.memory->pool.Free(page->number);
  }
}

void* MemoryWorld::Map(page** pages, uint32_t count) {
  FUSE_DIRENTS_CHECK(view_ == nullptr);
  mapped_.Clear();
  for (uint32_t i = 0; i < count; ++i) {
    FUSE_DIRENTS_CHECK(pages[i]->refs > 0);
    mapped_.Append({.first_page = pages[i]->number},
                   {0, static_cast<uint32_t>(PAGE_SIZE)});
  }
  FUSE_DIRENTS_CHECK(nbytes_ <= mapped_.desc_bytes());
  if (Fails(FaultPoint::kMap)) return nullptr;
  view_ = parts_.memory->views.Map(mapped_, nbytes_);
  FUSE_DIRENTS_CHECK(view_ != nullptr);
  read_at_ = static_cast<const char*>(view_->segment().base);
  return const_cast<char*>(read_at_);
}

void MemoryWorld::Unmap(const void* memory, uint32_t count) {
  FUSE_DIRENTS_CHECK(view_ != nullptr && view_->segment().base == memory);
  FUSE_DIRENTS_CHECK(count == mapped_.size());
  parts_.memory->views.Unmap(view_);
  view_ = nullptr;
}

// --- The page cache. ---

void MemoryWorld::EndOfCaching() {
  if (!cache_point_passed_) (void)Fails(FaultPoint::kCachePage);
  cache_point_passed_ = false;
}

page* MemoryWorld::FindPage(pgoff_t index) {
  // While a reply is parsed, the page is looked for to add an entry.
  if (nbytes_ > 0) {
    cache_point_passed_ = true;
    if (Fails(FaultPoint::kCachePage)) return nullptr;
  }
  const auto at = cache_.find(index);
  if (at == cache_.end()) return nullptr;
  ++at->second.head.refs;
  return &at->second.head;
}

page* MemoryWorld::FindOrCreatePage(pgoff_t index) {
  cache_point_passed_ = true;
  if (Fails(FaultPoint::kCachePage) || index >= parts_.cache_pages) {
    return nullptr;
  }
  CachePage& page = cache_[index];
  if (page.bytes == nullptr) {
    page.bytes = std::make_unique<GuardedBytes>(std::string(PAGE_SIZE, '.'));
    page.head.address = page.bytes->data();
    page.head.number = kNoPoolPage;
    page.head.refs = 1;
  }
  ++page.head.refs;
  return &page.head;
}

void MemoryWorld::TruncatePages(loff_t start) {
  std::erase_if(cache_, [start](const auto& at) {
    return at.first >= static_cast<pgoff_t>(start) >> PAGE_SHIFT;
  });
}

std::string MemoryWorld::MemoryLeft() const {
  std::string left;
  if (!allocated_.empty()) {
    left += std::to_string(allocated_.size()) + " allocations leak\n";
  }
  const uint32_t pages = parts_.memory->pool.pages_in_use();
  if (pages != 0) left += std::to_string(pages) + " pages leak\n";
  if (view_ != nullptr) left += "a mapping leaks\n";
  for (const auto& [index, page] : cache_) {
    if (page.head.refs != 1 || page.head.locked) {
      left += "page " + std::to_string(index) +
              " of the cache stays locked or in use\n";
    }
  }
  return left;
}

}  // namespace fuse_dirents
