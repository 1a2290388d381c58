// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// How large a READDIR or READDIRPLUS request Linux makes, and the descs of the
// pages that take the reply: fuse_readdir_uncached(), through its versions.
//
// All arithmetic has the types of a 64-bit kernel: size_t and PAGE_SIZE have 64
// bits, dir_context::count is an int, and max_pages, max_read, max_write and
// what is derived from them by shifting are unsigned int and wrap at 32 bits.

#ifndef FUSE_DIRENTS_READDIR_REQUEST_READDIR_REQUEST_H_
#define FUSE_DIRENTS_READDIR_REQUEST_READDIR_REQUEST_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "pagemap/page_array.h"

namespace fuse_dirents {

enum class SizingRule : uint8_t {
  kOnePage,   // Until 6.15.
  kKvmalloc,  // Since dabb90391028 (6.16): by the caller's count.
  kPagedV2,   // The page patch as posted on 2026-04-28: max_write caps too.
  kPagedV3,   // As posted on 2026-05-19: max_read and max_write cap.
  kPaged,     // As applied: sized as kKvmalloc.
};

struct SizingRuleFacts {
  SizingRule rule;
  std::string_view name;  // Lower case and '_'.
  bool by_count = false;  // Or else one page, whatever the caller's count.
  bool capped_by_max_write = false;
  bool capped_by_max_read = false;
  // Whether the request shrinks if there are fewer pages than asked for.  Or
  // else it fails, which for kPagedV2 is our assumption.
  bool short_allocation_shrinks = false;
};

// Every rule, in the order of SizingRule.
std::span<const SizingRuleFacts> AllSizingRules();
const SizingRuleFacts& FactsOf(SizingRule rule);

// dir_context::count of callers that give no size in bytes.
inline constexpr int32_t kCountUnknown = 0;
inline constexpr int32_t kCountUnlimited = 0x7fffffff;  // INT_MAX: overlayfs.

// What a client knows when it makes a request.
struct RequestLimits {
  uint32_t page_size = 4096;  // The client's, in bytes: 4096, 16384 or 65536.
  // As negotiated at FUSE_INIT, in pages; the kernel keeps it in [1, 65535].
  uint32_t max_pages = 32;
  // In bytes.  The kernel raises both to at least 4096; 2^32-1 is no limit.
  uint32_t max_read = 0xffffffff;
  uint32_t max_write = 0xffffffff;
};

// The most pages that fs.fuse.max_pages_limit and the 16 bits of
// fuse_init_out::max_pages allow.
inline constexpr uint32_t kMaxMaxPages = 65535;

// The buffer that the client wants, in bytes, before any allocation.  `count`
// is dir_context::count; a negative one is cast to unsigned int, or to size_t
// in kPagedV3, as the kernel does.
size_t WantedBytes(SizingRule rule, const RequestLimits& limits, int32_t count);

// Linux's clamp() since 6.9: `hi` if value >= hi, even if lo > hi; otherwise
// `lo` if value <= lo.  So if lo > hi, values below `hi` give `lo`.
constexpr uint64_t KernelClamp(uint64_t value, uint64_t lo, uint64_t hi) {
  return value >= hi ? hi : value <= lo ? lo : value;
}

// Pages of `page_size` bytes that hold `bytes`: DIV_ROUND_UP().
constexpr size_t PagesFor(size_t bytes, uint32_t page_size) {
  return (bytes + page_size - 1) / page_size;
}

// The request as it is sent, after the allocation.
struct RequestSize {
  uint32_t bytes = 0;  // fuse_read_in::size, and what the descs hold.
  size_t pages = 0;    // Of the buffer.
};

// The request if `allocated` of the PagesFor(wanted) pages could be allocated.
// With too few pages, bytes = allocated << PAGE_SHIFT.  Nothing stands for
// -ENOMEM: no page at all, or too few and the rule does not shrink.
// REQUIRES: allocated <= PagesFor(wanted).
std::optional<RequestSize> SizeAfterAllocation(SizingRule rule, size_t wanted,
                                               size_t allocated,
                                               uint32_t page_size);

// Makes *descs the desc of each page, in order; it keeps its memory.  All are
// whole, but the last is partial if `size.bytes` is no multiple of the page
// size.  REQUIRES: size.pages == PagesFor(size.bytes).
void SetDescsFor(const RequestSize& size, uint32_t page_size,
                 std::vector<FolioDesc>* descs);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_READDIR_REQUEST_READDIR_REQUEST_H_
