// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Every request keeps the guarantees that hold by its sizing rule, before and
// after a short allocation, and its descs hold just its bytes.
//
// The input: rule, the client's and the server's page size (a byte each),
// max_pages (2), max_read, max_write, count and pages not allocated (4 each).

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/input_numbers.h"
#include "fuzz/parsers_agree.h"
#include "parser/check.h"
#include "readdir/readdir_request.h"
#include "readdir/sizing_guarantees.h"
#include "readdir/transport.h"

namespace fuse_dirents {
namespace {

// The rules as bits, and what SIZING.md says they keep to.
constexpr unsigned kOnePage = 1u << static_cast<unsigned>(SizingRule::kOnePage);
constexpr unsigned kUncapped =
    1u << static_cast<unsigned>(SizingRule::kKvmalloc) |
    1u << static_cast<unsigned>(SizingRule::kPaged);
constexpr unsigned kEvery = 0x1f;

struct Kept {
  std::string_view guarantee;
  unsigned rules;
};
constexpr Kept kKept[] = {
    {"at_least_a_page", kOnePage | kUncapped},
    {"at_most_max_pages", kEvery},
    {"at_most_int_max", kOnePage},
    {"argbuf_is_possible", kOnePage},
    {"no_more_than_the_caller_holds", kEvery},
    {"as_much_as_the_caller_holds", kUncapped},
    {"grows_with_count", kOnePage | kUncapped},
    {"whole_pages", kOnePage},
    {"descs_hold_it", kEvery},
};

struct Held {
  const SizingGuarantee* guarantee;
  unsigned rules;
};

std::vector<Held> AllHeld() {
  std::vector<Held> all;
  for (const Kept& kept : kKept) {
    const auto guarantees = AllSizingGuarantees();
    const auto it =
        std::ranges::find(guarantees, kept.guarantee, &SizingGuarantee::name);
    FUSE_DIRENTS_CHECK(it != guarantees.end());
    all.push_back({&*it, kept.rules});
  }
  return all;
}

constexpr uint32_t kPageSizes[] = {4096, 16384, 65536};
// Of larger requests the descs are not written down.
constexpr size_t kMostDescs = 512;

[[noreturn]] void Report(std::string_view problem, SizingRule rule,
                         const SizingCase& c) {
  ReportFinding(std::string(problem) + ": " + std::string(FactsOf(rule).name) +
                ", " + SizingCaseText(rule, c));
}

void CheckDescs(const RequestSize& size, SizingRule rule, const SizingCase& c) {
  uint64_t sum = 0;
  const std::vector<FolioDesc> descs = DescsFor(size, c.limits.page_size);
  for (const FolioDesc& desc : descs) {
    if (desc.offset != 0 || desc.length == 0 ||
        desc.length > c.limits.page_size ||
        (&desc != &descs.back() && desc.length != c.limits.page_size)) {
      Report("a desc leaves its page, or a hole", rule, c);
    }
    sum += desc.length;
  }
  if (sum != size.bytes || descs.size() != size.pages) {
    Report("the descs do not hold the request", rule, c);
  }
}

void CheckAllocation(SizingRule rule, const SizingCase& c, size_t wanted,
                     size_t missing) {
  const uint32_t page_size = c.limits.page_size;
  const size_t asked = PagesFor(wanted, page_size);
  const size_t allocated = asked - missing;
  const std::optional<RequestSize> size =
      SizeAfterAllocation(rule, wanted, allocated, page_size);
  const bool lives =
      allocated > 0 && (missing == 0 || FactsOf(rule).short_allocation_shrinks);
  if (size.has_value() != lives) {
    Report("a request is made where it cannot be, or not where it can", rule,
           c);
  }
  if (!size) return;
  const size_t expected = missing == 0 ? wanted : allocated * page_size;
  if (size->bytes != expected || size->bytes > wanted ||
      size->pages != allocated) {
    Report("the request is not what was allocated", rule, c);
  }
  if (size->pages <= kMostDescs) CheckDescs(*size, rule, c);
}

}  // namespace
}  // namespace fuse_dirents

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fuse_dirents;
  static const std::vector<Held>& all_held = *new std::vector(AllHeld());
  InputNumbers numbers(data, size);
  const SizingRule rule =
      AllSizingRules()[numbers.Below(AllSizingRules().size())].rule;
  SizingCase c;
  c.limits.page_size = numbers.OneOf(kPageSizes);
  c.server_page_size = numbers.OneOf(kPageSizes);
  c.limits.max_pages =
      1 + static_cast<uint32_t>(numbers.Take(2) % kMaxMaxPages);
  // As the kernel raises them.
  c.limits.max_read = std::max(4096u, static_cast<uint32_t>(numbers.Take(4)));
  c.limits.max_write = std::max(4096u, static_cast<uint32_t>(numbers.Take(4)));
  c.count = static_cast<int32_t>(numbers.Take(4));

  for (const Held& held : all_held) {
    if ((held.rules >> static_cast<unsigned>(rule) & 1) == 0) continue;
    if (!held.guarantee->holds(rule, c)) {
      Report(std::string(held.guarantee->name) + " is broken", rule, c);
    }
  }
  const size_t wanted = WantedBytes(rule, c.limits, c.count);
  if (wanted == 0) Report("a request for nothing", rule, c);
  const size_t pages = PagesFor(wanted, c.limits.page_size);
  CheckAllocation(rule, c, wanted, 0);
  CheckAllocation(rule, c, wanted, numbers.Take(4) % (pages + 1));
  const size_t argbuf = ArgbufBytes(static_cast<uint32_t>(wanted));
  if (!std::has_single_bit(argbuf) || argbuf <= wanted ||
      argbuf >= 2 * (wanted + 64)) {
    Report("the argbuf is too small, or larger than need be", rule, c);
  }
  return 0;
}
