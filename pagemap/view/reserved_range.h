// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_PAGEMAP_VIEW_RESERVED_RANGE_H_
#define FUSE_DIRENTS_PAGEMAP_VIEW_RESERVED_RANGE_H_

#include <cstddef>

namespace fuse_dirents {

// The page size of this host in bytes.  The suite runs where it is 4 KiB, the
// smallest of the page sizes that it lays replies on.
inline constexpr size_t kHostPageSize = 4096;

// A range of address space in which nothing can be read, until something is
// mapped over a part of it.  Costs no memory.  Gone with the object, together
// with whatever was mapped over it and every mark of PoisonBytes() on it.
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

  // Shows `len` bytes of the file `fd` from `file_offset` on at data() +
  // `at`, shared and read-only: one call of mmap(2).
  // REQUIRES: all three are multiples of kHostPageSize and lie in the range.
  void MapFile(size_t at, size_t len, int fd, size_t file_offset);

  // The same, for reading and writing.
  void MapFileWritable(size_t at, size_t len, int fd, size_t file_offset);

  // Puts fresh memory of zeros there, for reading and writing.
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
