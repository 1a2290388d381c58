// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/dirent_cache.h"

#include <algorithm>
#include <cstring>

#include "base/check.h"
#include "parser/profile/profile.h"
#include "parser/reader/dirent_reader.h"
#include "parser/wire.h"
#include "readdir/path_mutant.h"

namespace fuse_dirents {
namespace {

const Profile& CacheProfile() {
  static const Profile* const profile = FindProfile("linux_cache");
  FUSE_DIRENTS_CHECK(profile != nullptr);
  return *profile;
}

}  // namespace

DirentCache::DirentCache(const Options& options) : options_(options) {
  FUSE_DIRENTS_CHECK(options.page_size == 4096 || options.page_size == 16384 ||
                     options.page_size == 65536);
  FUSE_DIRENTS_CHECK(options.max_pages <= kMaxCachePages);
}

bool DirentCache::Add(const dirents_entry& entry, uint64_t pos) {
  const uint64_t reclen = Reclen(RecordFormat::kDirent, entry.namelen);
  const size_t longest = PlantedOr(PathMutant::kCacheCopiesOversized, SIZE_MAX,
                                   options_.page_size);
  if (reclen > longest) return false;
  if (entry.namelen == 0 && !IsPlanted(PathMutant::kCacheTakesEmptyName)) {
    return false;
  }
  if (complete_) return false;
  if (pos != pos_ && !IsPlanted(PathMutant::kCacheTakesAnyEntry)) return false;
  size_t index = size_ / options_.page_size;
  size_t offset = size_ % options_.page_size;
  if (offset + reclen > options_.page_size) {
    // The rest of this page stays zero.  At offset 0 the record is oversized
    // and runs past its page.
    index = (size_ + options_.page_size - 1) / options_.page_size;
    offset = 0;
  }
  if (offset == 0) {
    if (index >= options_.max_pages) return false;
    FUSE_DIRENTS_CHECK(index == pages_.size());
    // An unreadable page follows.
    pages_.emplace_back(options_.page_size + kHostPageSize)
        .MapMemory(0, options_.page_size);
  } else if (pages_[index].data() == nullptr) {
    return false;
  }
  std::byte* const record = pages_[index].data() + offset;
  const FuseDirent header = {entry.ino, entry.off, entry.namelen, entry.type};
  std::memcpy(record, &header, sizeof header);
  const size_t copied =
      entry.namelen -
      std::min(PlantedOr(PathMutant::kCacheCutsNames, 1u, 0u), entry.namelen);
  std::memcpy(record + sizeof header, entry.name, copied);
  // The kernel copies the record with its padding.  Ours is zero, because the
  // sink does not show the reply's padding.
  std::memset(record + sizeof header + copied, 0,
              reclen - sizeof header - copied);
  size_ = index * options_.page_size + offset + reclen;
  pos_ = entry.off;
  return true;
}

void DirentCache::End(uint64_t pos) {
  if (pos != pos_ && !IsPlanted(PathMutant::kCacheCompleteTooSoon)) return;
  complete_ = true;
}

void DirentCache::Reset() {
  pages_.clear();
  complete_ = false;
  ++version_;
  size_ = 0;
  pos_ = 0;
}

void DirentCache::Renew(size_t max_pages) {
  FUSE_DIRENTS_CHECK(max_pages <= kMaxCachePages);
  options_.max_pages = max_pages;
  Reset();
  version_ = 0;
  dir_ = {};
}

void DirentCache::DropPage(size_t index) {
  if (index < pages_.size()) pages_[index] = {};
}

void DirentCache::DropPages() {
  if (IsPlanted(PathMutant::kOpenKeepsCache)) return;
  if (pages_.empty() && IsPlanted(PathMutant::kOpenResetsEmptyCache)) Reset();
  for (ReservedRange& page : pages_) page = {};
}

std::span<std::byte> DirentCache::page(size_t index) const {
  FUSE_DIRENTS_CHECK(index < pages_.size());
  if (pages_[index].data() == nullptr) return {};
  return {pages_[index].data(), options_.page_size};
}

DirentCache::Result DirentCache::Read(const DirVersion& now, CachePlace* place,
                                      const dirents_sink& sink, uint64_t* pos) {
  const uint64_t page_size = options_.page_size;
  // The caller seeked, or another listing was read through this file.  Search
  // for *pos from the start.
  if (place->pos != *pos) {
    place->pos = 0;
    place->cache_off = 0;
  }
  if (complete_ && *pos == 0 && !(dir_ == now) &&
      !IsPlanted(PathMutant::kCacheIgnoresChanges)) {
    Reset();
  }
  if (IsPlanted(PathMutant::kCacheNeverServes)) return Result::kUncached;
  for (;;) {
    if (!complete_) {
      if (*pos == 0 && size_ == 0) dir_ = now;
      return Result::kUncached;
    }
    if (place->version != version_) *place = {0, 0, version_};
    FUSE_DIRENTS_CHECK(place->cache_off <= size_);

    const size_t index = place->cache_off / page_size;
    const uint64_t offset = place->cache_off % page_size;
    const bool last = index == size_ / page_size;
    const uint64_t used = last ? size_ % page_size : page_size;
    if (offset == used) return Result::kServed;
    if (pages_[index].data() == nullptr) {
      if (IsPlanted(PathMutant::kCacheSkipsLostPage) && !last) {
        place->cache_off = (index + 1) * page_size;
        continue;
      }
      Reset();
      continue;
    }

    DirentReader reader(
        RecordFormat::kDirent,
        ReplyBytes(ByteRun(pages_[index].data() + offset, used - offset)),
        CacheProfile());
    bool found = false;
    Dirent record;
    while (reader.Next(&record)) {
      if (place->pos == *pos) {
        found = true;
        const dirents_entry entry = {record.ino, record.off, record.type,
                                     static_cast<uint32_t>(record.name.size()),
                                     record.name.data()};
        if (sink.emit(sink.ctx, &entry) == 0) return Result::kServed;
        *pos = record.off;
      }
      place->pos = record.off;
      place->cache_off += record.reclen;
    }
    if (reader.error() != 0) return Result::kError;
    if (last) return found ? Result::kServed : Result::kUncached;
    place->cache_off = (index + 1) * page_size;
  }
}

}  // namespace fuse_dirents
