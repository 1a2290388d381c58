// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "pagemap/view/reserved_range.h"

#include <sys/mman.h>
#include <unistd.h>

#include <utility>

#include "base/check.h"
#include "pagemap/poison.h"

namespace fuse_dirents {
namespace {

void CheckAligned(size_t at, size_t len, size_t size) {
  FUSE_DIRENTS_CHECK(at % kHostPageSize == 0 && len % kHostPageSize == 0);
  FUSE_DIRENTS_CHECK(at <= size && len <= size - at);
}

void MapOver(std::byte* at, size_t len, int protection, int flags, int fd,
             size_t file_offset) {
  void* mapped = mmap(at, len, protection, flags | MAP_FIXED, fd,
                      static_cast<off_t>(file_offset));
  FUSE_DIRENTS_CHECK(mapped == at && "mmap(2): see vm.max_map_count");
}

}  // namespace

ReservedRange::ReservedRange(size_t size) : size_(size) {
  FUSE_DIRENTS_CHECK(sysconf(_SC_PAGESIZE) == long{kHostPageSize});
  CheckAligned(0, size, size);
  void* mapped = mmap(nullptr, size, PROT_NONE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  FUSE_DIRENTS_CHECK(mapped != MAP_FAILED && "mmap(2): out of address space");
  data_ = static_cast<std::byte*>(mapped);
}

ReservedRange::ReservedRange(ReservedRange&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)) {}

ReservedRange& ReservedRange::operator=(ReservedRange&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

void ReservedRange::MapFile(size_t at, size_t len, int fd, size_t file_offset) {
  CheckAligned(at, len, size_);
  MapOver(data_ + at, len, PROT_READ, MAP_SHARED, fd, file_offset);
}

void ReservedRange::MapFileWritable(size_t at, size_t len, int fd,
                                    size_t file_offset) {
  CheckAligned(at, len, size_);
  MapOver(data_ + at, len, PROT_READ | PROT_WRITE, MAP_SHARED, fd, file_offset);
}

void ReservedRange::MapMemory(size_t at, size_t len) {
  CheckAligned(at, len, size_);
  MapOver(data_ + at, len, PROT_READ | PROT_WRITE,
          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
}

void ReservedRange::Unmap(size_t at, size_t len) {
  CheckAligned(at, len, size_);
  UnpoisonBytes(data_ + at, len);
  MapOver(data_ + at, len, PROT_NONE,
          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
}

void ReservedRange::Release() {
  if (data_ == nullptr) return;
  UnpoisonBytes(data_, size_);
  FUSE_DIRENTS_CHECK(munmap(data_, size_) == 0);
  data_ = nullptr;
}

}  // namespace fuse_dirents
