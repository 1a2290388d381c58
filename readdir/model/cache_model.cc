// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/model/cache_model.h"

#include <algorithm>

#include "parser/wire.h"

namespace fuse_dirents {
namespace {

uint64_t ReclenOf(const ModelEntry& entry) {
  return Reclen(RecordFormat::kDirent,
                static_cast<uint32_t>(entry.name.size()));
}

}  // namespace

bool CacheModel::Add(const ModelEntry& entry, uint64_t pos) {
  const uint64_t reclen = ReclenOf(entry);
  if (complete_ || pos != pos_ || reclen > page_size_ || entry.name.empty()) {
    return false;
  }
  uint64_t begin = size_;
  if (begin % page_size_ + reclen > page_size_) {
    begin = (begin / page_size_ + 1) * page_size_;
  }
  const size_t page = begin / page_size_;
  if (begin % page_size_ == 0) {
    if (page >= max_pages_) return false;
    num_pages_ = page + 1;
  } else if (dropped_.contains(page)) {
    return false;
  }
  entries_.push_back(entry);
  begins_.push_back(begin);
  size_ = begin + reclen;
  pos_ = entry.off;
  return true;
}

void CacheModel::End(uint64_t pos) {
  if (pos == pos_) complete_ = true;
}

void CacheModel::Reset() {
  entries_.clear();
  begins_.clear();
  dropped_.clear();
  num_pages_ = 0;
  complete_ = false;
  ++version_;
  pos_ = size_ = 0;
}

void CacheModel::DropPage(size_t index) {
  if (index < num_pages_) dropped_.insert(index);
}

void CacheModel::DropPages() {
  for (size_t i = 0; i < num_pages_; ++i) dropped_.insert(i);
}

DirentCache::Result CacheModel::Read(
    const DirVersion& now, CachePlace* place, uint64_t* pos,
    const std::function<bool(const ModelEntry& entry)>& take) {
  if (place->pos != *pos) place->pos = place->cache_off = 0;
  if (complete_ && *pos == 0 && !(dir_ == now)) Reset();
  if (!complete_) {
    if (*pos == 0 && size_ == 0) dir_ = now;
    return DirentCache::Result::kUncached;
  }
  if (place->version != version_) *place = {0, 0, version_};
  for (;;) {
    if (place->cache_off == size_) return DirentCache::Result::kServed;
    const size_t page = place->cache_off / page_size_;
    if (dropped_.contains(page)) {
      Reset();
      if (*pos == 0) dir_ = now;
      return DirentCache::Result::kUncached;
    }
    bool found = false;
    auto next = static_cast<size_t>(
        std::ranges::lower_bound(begins_, place->cache_off) - begins_.begin());
    for (; next < entries_.size() && begins_[next] / page_size_ == page;
         ++next) {
      const ModelEntry& entry = entries_[next];
      if (entry.name.find('/') != entry.name.npos ||
          entry.name.size() > kFuseNameMax) {
        return DirentCache::Result::kError;
      }
      if (place->pos == *pos) {
        found = true;
        if (!take(entry)) return DirentCache::Result::kServed;
        *pos = entry.off;
      }
      place->pos = entry.off;
      place->cache_off += ReclenOf(entry);
    }
    if (page == size_ / page_size_) {
      return found ? DirentCache::Result::kServed
                   : DirentCache::Result::kUncached;
    }
    place->cache_off = (page + 1) * page_size_;
  }
}

}  // namespace fuse_dirents
