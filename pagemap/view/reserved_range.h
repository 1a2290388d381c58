// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_PAGEMAP_VIEW_RESERVED_RANGE_H_
#define FUSE_DIRENTS_PAGEMAP_VIEW_RESERVED_RANGE_H_

#include <cstddef>

namespace fuse_dirents {

// The page size of this host in bytes.  The suite needs a host with 4 KiB
// pages, the smallest of the page sizes that it models.
inline constexpr size_t kHostPageSize = 4096;

// An unreadable range of address space, over parts of which memory can be
// mapped.  The range itself takes no memory.  The destructor unmaps all of it
// and removes every mark of PoisonBytes() in it.
class ReservedRange {
 public:
  ReservedRange() = default;
  // REQUIRES: `size` is a multiple of kHostPageSize, above 0.
  explicit ReservedRange(size_t size);
  ~ReservedRange() { Release(); }

  ReservedRange(ReservedRange&& other) noexcept;
  ReservedRange& operator=(ReservedRange&& other) noexcept;

  std::byte* data() const { return data_; }
  size_t size() const { return size_; }

  // Maps `len` bytes of the file `fd` from `file_offset` on at data() + `at`,
  // shared and read-only, with one mmap(2) call.
  // REQUIRES: all three are multiples of kHostPageSize and lie in the range.
  void MapFile(size_t at, size_t len, int fd, size_t file_offset);

  // The same, readable and writable.
  void MapFileWritable(size_t at, size_t len, int fd, size_t file_offset);

  // Maps fresh zeroed memory, readable and writable.
  void MapMemory(size_t at, size_t len);

  // Makes `len` bytes at `at` unreadable again.
  void Unmap(size_t at, size_t len);

 private:
  void Release();

  std::byte* data_ = nullptr;
  size_t size_ = 0;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PAGEMAP_VIEW_RESERVED_RANGE_H_
