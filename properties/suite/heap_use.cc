// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/suite/heap_use.h"

#include <malloc.h>

#include <cstddef>

#include "pagemap/poison.h"

// There with LeakSanitizer alone.
extern "C" __attribute__((weak)) int __lsan_do_recoverable_leak_check();

namespace fuse_dirents {
namespace {

// malloc keeps up to 7 freed blocks of a size at hand and counts them as used.
constexpr int kWarmUpCalls = 16;
constexpr int kCalls = 16;
// The smallest block that malloc gives out.
constexpr size_t kLeastBlock = 16;

#if defined(FUSE_DIRENTS_ASAN) || defined(FUSE_DIRENTS_MSAN)
constexpr bool kMallocIsReplaced = true;
#else
constexpr bool kMallocIsReplaced = false;
#endif

bool HasLeakSanitizer() { return __lsan_do_recoverable_leak_check != nullptr; }

size_t BytesInUse() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

// Overwrites what dead frames left on the stack: a stale pointer there would
// hide a leak.
__attribute__((noinline)) void ClearStack() {
  volatile std::byte frame[4096];
  for (volatile std::byte& byte : frame) byte = std::byte{0};
}

}  // namespace

bool CanMeasureHeapUse() { return HasLeakSanitizer() || !kMallocIsReplaced; }

bool Leaks(const std::function<void()>& call) {
  if (HasLeakSanitizer()) {
    for (int i = 0; i < kWarmUpCalls; ++i) call();
    ClearStack();
    return __lsan_do_recoverable_leak_check() != 0;
  }
  if (kMallocIsReplaced) return false;
  for (int i = 0; i < kWarmUpCalls; ++i) call();
  const size_t before = BytesInUse();
  for (int i = 0; i < kCalls; ++i) call();
  const size_t after = BytesInUse();
  return after > before && after - before >= kCalls * kLeastBlock;
}

}  // namespace fuse_dirents
