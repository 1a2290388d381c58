// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/request/readdir_request.h"

#include <algorithm>

#include "base/check.h"
#include "readdir/path_mutant.h"

namespace fuse_dirents {
namespace {

constexpr SizingRuleFacts kRules[] = {
    {.rule = SizingRule::kOnePage, .name = "one_page"},
    {.rule = SizingRule::kKvmalloc, .name = "kvmalloc", .by_count = true},
    {.rule = SizingRule::kPagedV2,
     .name = "paged_v2",
     .by_count = true,
     .capped_by_max_write = true},
    {.rule = SizingRule::kPagedV3,
     .name = "paged_v3",
     .by_count = true,
     .capped_by_max_write = true,
     .capped_by_max_read = true,
     .short_allocation_shrinks = true},
    {.rule = SizingRule::kPaged,
     .name = "paged",
     .by_count = true,
     .short_allocation_shrinks = true},
};

}  // namespace

std::span<const SizingRuleFacts> AllSizingRules() { return kRules; }

const SizingRuleFacts& FactsOf(SizingRule rule) {
  const SizingRuleFacts& facts = kRules[static_cast<size_t>(rule)];
  FUSE_DIRENTS_CHECK(facts.rule == rule);
  return facts;
}

size_t WantedBytes(SizingRule rule, const RequestLimits& limits,
                   int32_t count) {
  if (rule == SizingRule::kPaged && IsPlanted(PathMutant::kSizedAsPosted)) {
    rule = SizingRule::kPagedV3;
  }
  const SizingRuleFacts& facts = FactsOf(rule);
  if (!facts.by_count) return limits.page_size;
  // Both operands of the kernel's shift are 32 bits wide.
  const uint32_t page_shift =
      static_cast<uint32_t>(__builtin_ctz(limits.page_size));
  uint32_t high = limits.max_pages << page_shift;
  if (facts.capped_by_max_write) high = std::min(high, limits.max_write);
  if (facts.capped_by_max_read) high = std::min(high, limits.max_read);
  // clamp_t(size_t, ...) extends the sign; the other rules cast first.
  const uint64_t wanted = rule == SizingRule::kPagedV3
                              ? static_cast<uint64_t>(int64_t{count})
                              : static_cast<uint32_t>(count);
  return KernelClamp(wanted, limits.page_size, high);
}

std::optional<RequestSize> SizeAfterAllocation(SizingRule rule, size_t wanted,
                                               size_t allocated,
                                               uint32_t page_size) {
  const size_t asked = PagesFor(wanted, page_size);
  FUSE_DIRENTS_CHECK(allocated <= asked);
  if (allocated == 0) return std::nullopt;
  if (allocated == asked) {
    return RequestSize{static_cast<uint32_t>(wanted), asked};
  }
  if (!FactsOf(rule).short_allocation_shrinks) return std::nullopt;
  return RequestSize{static_cast<uint32_t>(allocated * page_size), allocated};
}

void SetDescsFor(const RequestSize& size, uint32_t page_size,
                 std::vector<FolioDesc>* descs) {
  FUSE_DIRENTS_CHECK(size.pages == PagesFor(size.bytes, page_size));
  descs->assign(size.pages, FolioDesc{0, page_size});
  const uint32_t partial = size.bytes % page_size;
  if (partial != 0) descs->back().length = partial;
}

}  // namespace fuse_dirents
