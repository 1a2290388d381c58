// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Marks bytes that no parser may read, where an unreadable page is too coarse.
//
// AddressSanitizer reports the read itself, with a granularity of 8 bytes.  If
// readable bytes start at an address that is not a multiple of 8, the bytes
// before it down to that multiple stay readable; the end of readable bytes is
// exact.  MemorySanitizer reports the first branch that depends on such a byte.
// Without either sanitizer these functions do nothing.
//
// Both sanitizers keep marks by address, separately for each alias of a page,
// and the marks outlive munmap(2).  Unpoison before giving back addresses.

#ifndef FUSE_DIRENTS_PAGEMAP_POISON_H_
#define FUSE_DIRENTS_PAGEMAP_POISON_H_

#include <cstddef>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define FUSE_DIRENTS_ASAN 1
#endif
#if __has_feature(memory_sanitizer)
#define FUSE_DIRENTS_MSAN 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define FUSE_DIRENTS_ASAN 1
#endif

#if defined(FUSE_DIRENTS_ASAN)
#include <sanitizer/asan_interface.h>
#endif
#if defined(FUSE_DIRENTS_MSAN)
#include <sanitizer/msan_interface.h>
#endif

namespace fuse_dirents {

// Marks `len` bytes at `at` as unreadable.
inline void PoisonBytes([[maybe_unused]] const std::byte* at,
                        [[maybe_unused]] size_t len) {
#if defined(FUSE_DIRENTS_ASAN)
  ASAN_POISON_MEMORY_REGION(at, len);
#elif defined(FUSE_DIRENTS_MSAN)
  __msan_poison(at, len);
#endif
}

// Marks `len` bytes at `at` as readable and, under MemorySanitizer, as
// initialised: they were written through another alias of the page.
inline void UnpoisonBytes([[maybe_unused]] const std::byte* at,
                          [[maybe_unused]] size_t len) {
#if defined(FUSE_DIRENTS_ASAN)
  ASAN_UNPOISON_MEMORY_REGION(at, len);
#elif defined(FUSE_DIRENTS_MSAN)
  __msan_unpoison(at, len);
#endif
}

// Whether this build can mark bytes at all.
#if defined(FUSE_DIRENTS_ASAN) || defined(FUSE_DIRENTS_MSAN)
inline constexpr bool kPoisonWorks = true;
#else
inline constexpr bool kPoisonWorks = false;
#endif

// Whether the byte at `at` is marked.  Always false if kPoisonWorks is false.
inline bool IsPoisoned([[maybe_unused]] const std::byte* at) {
#if defined(FUSE_DIRENTS_ASAN)
  return __asan_address_is_poisoned(at) != 0;
#elif defined(FUSE_DIRENTS_MSAN)
  return __msan_test_shadow(at, 1) == 0;
#else
  return false;
#endif
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PAGEMAP_POISON_H_
