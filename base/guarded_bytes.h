// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Test inputs whose last byte touches an unreadable page, so that a read past
// the end faults in every build.

#ifndef FUSE_DIRENTS_BASE_GUARDED_BYTES_H_
#define FUSE_DIRENTS_BASE_GUARDED_BYTES_H_

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/check.h"

namespace fuse_dirents {

class GuardedBytes {
 public:
  // Room for `capacity` bytes.
  explicit GuardedBytes(size_t capacity) {
    const auto page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
    room_ = (capacity + page - 1) / page * page;
    mapped_ = room_ + page;
    void* map = mmap(nullptr, mapped_, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    FUSE_DIRENTS_CHECK(map != MAP_FAILED);
    base_ = static_cast<std::byte*>(map);
    FUSE_DIRENTS_CHECK(mprotect(base_ + room_, page, PROT_NONE) == 0);
  }
  explicit GuardedBytes(std::string_view bytes) : GuardedBytes(bytes.size()) {
    Place(bytes);
  }
  ~GuardedBytes() { munmap(base_, mapped_); }

  GuardedBytes(const GuardedBytes&) = delete;
  GuardedBytes& operator=(const GuardedBytes&) = delete;

  // Copies `bytes` to the end of the room, over what was placed before. Returns
  // the copy.
  // REQUIRES: bytes.size() <= capacity.
  std::string_view Place(std::string_view bytes) {
    FUSE_DIRENTS_CHECK(bytes.size() <= room_);
    size_ = bytes.size();
    if (size_ > 0) std::memcpy(data(), bytes.data(), size_);
    return {reinterpret_cast<const char*>(data()), size_};
  }

  std::byte* data() const { return base_ + (room_ - size_); }
  size_t size() const { return size_; }

 private:
  std::byte* base_;
  size_t room_ = 0;    // Bytes before the unreadable page.
  size_t mapped_ = 0;  // Bytes with it.
  size_t size_ = 0;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_BASE_GUARDED_BYTES_H_
