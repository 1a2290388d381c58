// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/suite/heap_use.h"

#include <malloc.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "pagemap/poison.h"

#if defined(FUSE_DIRENTS_ASAN) || defined(FUSE_DIRENTS_MSAN)
#define FUSE_DIRENTS_MALLOC_IS_REPLACED 1
#elif defined(__SANITIZE_THREAD__)
#define FUSE_DIRENTS_MALLOC_IS_REPLACED 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer) || __has_feature(hwaddress_sanitizer)
#define FUSE_DIRENTS_MALLOC_IS_REPLACED 1
#endif
#endif

#if defined(FUSE_DIRENTS_ASAN)
extern "C" {
int __sanitizer_install_malloc_and_free_hooks(
    void (*malloc_hook)(const volatile void*, size_t),
    void (*free_hook)(const volatile void*));
size_t __sanitizer_get_allocated_size(const volatile void* block);
}
#elif defined(__GLIBC__) && !defined(FUSE_DIRENTS_MALLOC_IS_REPLACED)
extern "C" {
void* __libc_malloc(size_t size);
void* __libc_calloc(size_t count, size_t size);
void* __libc_memalign(size_t alignment, size_t size);
void __libc_free(void* block);
}
#endif

namespace fuse_dirents {
namespace {

// What a block counts beside its size.
constexpr int64_t kBlock = 16;

std::atomic<int64_t> in_use = 0;

[[maybe_unused]] void Count(size_t size) {
  in_use.fetch_add(static_cast<int64_t>(size) + kBlock,
                   std::memory_order_relaxed);
}

[[maybe_unused]] void CountFreed(size_t size) {
  in_use.fetch_sub(static_cast<int64_t>(size) + kBlock,
                   std::memory_order_relaxed);
}

#if defined(FUSE_DIRENTS_ASAN)
const bool kCounts = __sanitizer_install_malloc_and_free_hooks(
                         [](const volatile void*, size_t size) { Count(size); },
                         [](const volatile void* block) {
                           if (block != nullptr) {
                             CountFreed(__sanitizer_get_allocated_size(block));
                           }
                         }) != 0;
#elif defined(__GLIBC__) && !defined(FUSE_DIRENTS_MALLOC_IS_REPLACED)
constexpr bool kCounts = true;

// Lies right before a block.
struct Header {
  size_t size;
  uint32_t offset;  // From where glibc's block begins.
  uint32_t magic;
};
static_assert(sizeof(Header) == 16 &&
              alignof(std::max_align_t) <= sizeof(Header));

constexpr uint32_t kMagic = 0x6b636f62;
// After a block.
constexpr std::byte kGuard{0xa5};
constexpr size_t kGuardBytes = 16;

[[noreturn]] void Die(const char* problem) {
  // It must not allocate.
  if (write(STDERR_FILENO, problem, std::strlen(problem)) < 0) abort();
  abort();
}

Header HeaderOf(const void* block) {
  Header header;
  std::memcpy(&header, static_cast<const std::byte*>(block) - sizeof header,
              sizeof header);
  return header;
}

// The header of a block that is given back.
Header CheckedHeader(const void* block) {
  const Header header = HeaderOf(block);
  if (header.magic != kMagic) {
    Die("free() of what malloc() has not given, of what is free already, or "
        "of a block that was written to before its start\n");
  }
  const auto* const guard = static_cast<const std::byte*>(block) + header.size;
  if (!std::all_of(guard, guard + kGuardBytes,
                   [](std::byte byte) { return byte == kGuard; })) {
    Die("free() of a block that was written to past its end\n");
  }
  return header;
}

// `raw` has offset + size + kGuardBytes bytes, or is null.
void* Give(void* raw, size_t offset, size_t size) {
  if (raw == nullptr) return nullptr;
  std::byte* const block = static_cast<std::byte*>(raw) + offset;
  const Header header = {size, static_cast<uint32_t>(offset), kMagic};
  std::memcpy(block - sizeof header, &header, sizeof header);
  std::fill_n(block + size, kGuardBytes, kGuard);
  Count(size);
  return block;
}

// Sets *all to the bytes of a block with what lies around it.  Returns false
// and sets errno if there can be no such block.
bool Enlarge(size_t size, size_t offset, size_t* all) {
  *all = size + offset + kGuardBytes;
  if (size <= PTRDIFF_MAX && offset <= UINT32_MAX) return true;
  errno = ENOMEM;
  return false;
}

void* Allocate(size_t size) {
  size_t all = 0;
  if (!Enlarge(size, sizeof(Header), &all)) return nullptr;
  return Give(__libc_malloc(all), sizeof(Header), size);
}

void* AllocateAligned(size_t alignment, size_t size) {
  const size_t offset = std::max(alignment, sizeof(Header));
  size_t all = 0;
  if (!Enlarge(size, offset, &all)) return nullptr;
  return Give(__libc_memalign(offset, all), offset, size);
}

void Free(void* block) {
  if (block == nullptr) return;
  const Header header = CheckedHeader(block);
  CountFreed(header.size);
  __libc_free(static_cast<std::byte*>(block) - header.offset);
}
#else
// realloc() of the other sanitizers can change a block's size where it lies,
// and calls no hook.
constexpr bool kCounts = false;
#endif

}  // namespace

bool CanMeasureHeapUse() { return kCounts; }

int64_t HeapBytes() { return in_use.load(std::memory_order_relaxed); }

}  // namespace fuse_dirents

#if !defined(FUSE_DIRENTS_MALLOC_IS_REPLACED) && defined(__GLIBC__)

// Every function that the manual of glibc lists under "Replacing malloc".
extern "C" {

void* malloc(size_t size) noexcept { return fuse_dirents::Allocate(size); }

void free(void* block) noexcept { fuse_dirents::Free(block); }

void* calloc(size_t count, size_t size) noexcept {
  size_t bytes = 0, all = 0;
  if (__builtin_mul_overflow(count, size, &bytes)) bytes = SIZE_MAX;
  if (!fuse_dirents::Enlarge(bytes, sizeof(fuse_dirents::Header), &all)) {
    return nullptr;
  }
  return fuse_dirents::Give(__libc_calloc(1, all), sizeof(fuse_dirents::Header),
                            bytes);
}

void* realloc(void* block, size_t size) noexcept {
  if (block == nullptr) return fuse_dirents::Allocate(size);
  const fuse_dirents::Header header = fuse_dirents::CheckedHeader(block);
  if (size == 0) {
    fuse_dirents::Free(block);
    return nullptr;
  }
  void* const moved = fuse_dirents::Allocate(size);
  if (moved == nullptr) return nullptr;
  std::memcpy(moved, block, std::min(size, header.size));
  fuse_dirents::Free(block);
  return moved;
}

void* memalign(size_t alignment, size_t size) noexcept {
  return fuse_dirents::AllocateAligned(alignment, size);
}

void* aligned_alloc(size_t alignment, size_t size) noexcept {
  return fuse_dirents::AllocateAligned(alignment, size);
}

int posix_memalign(void** block, size_t alignment, size_t size) noexcept {
  const int kept = errno;
  void* const aligned = fuse_dirents::AllocateAligned(alignment, size);
  errno = kept;
  if (aligned == nullptr) return ENOMEM;
  *block = aligned;
  return 0;
}

void* valloc(size_t size) noexcept {
  return fuse_dirents::AllocateAligned(
      static_cast<size_t>(sysconf(_SC_PAGESIZE)), size);
}

void* pvalloc(size_t size) noexcept {
  const auto page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  return fuse_dirents::AllocateAligned(page, (size + page - 1) / page * page);
}

size_t malloc_usable_size(void* block) noexcept {
  return block == nullptr ? 0 : fuse_dirents::HeaderOf(block).size;
}

}  // extern "C"

#endif
