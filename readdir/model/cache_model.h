// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What a DirentCache must hold and serve: the entries and their places, without
// their bytes.

#ifndef FUSE_DIRENTS_READDIR_MODEL_CACHE_MODEL_H_
#define FUSE_DIRENTS_READDIR_MODEL_CACHE_MODEL_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "readdir/dirent_cache.h"

namespace fuse_dirents {

struct ModelEntry {
  uint64_t ino = 0, off = 0;
  uint32_t type = 0;
  std::string name = {};
};

class CacheModel {
 public:
  CacheModel(size_t page_size, size_t max_pages)
      : page_size_(page_size), max_pages_(max_pages) {}

  // As a new one; keeps the memory.
  void Renew(size_t page_size, size_t max_pages) {
    page_size_ = page_size;
    max_pages_ = max_pages;
    Reset();
    version_ = 0;
    dir_ = {};
  }

  // Each does what DirentCache does under that name.
  bool Add(const ModelEntry& entry, uint64_t pos);
  void End(uint64_t pos);
  void Reset();
  void DropPage(size_t index);
  void DropPages();
  bool complete() const { return complete_; }

  // Calls `take` for each entry that is to be emitted; false where the caller
  // is full.
  DirentCache::Result Read(
      const DirVersion& now, CachePlace* place, uint64_t* pos,
      const std::function<bool(const ModelEntry& entry)>& take);

  uint64_t pos() const { return pos_; }
  const std::vector<ModelEntry>& entries() const { return entries_; }

 private:
  size_t page_size_, max_pages_;
  std::vector<ModelEntry> entries_;
  std::vector<uint64_t> begins_;  // Where each lies, in bytes.
  std::set<size_t> dropped_;
  size_t num_pages_ = 0;
  bool complete_ = false;
  uint64_t version_ = 0;
  uint64_t pos_ = 0;
  uint64_t size_ = 0;
  DirVersion dir_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_READDIR_MODEL_CACHE_MODEL_H_
