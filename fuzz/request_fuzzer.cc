// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Every request keeps the guarantees that readdir/request/SIZING.md claims for
// its rule, before and after a short allocation, and its descs hold just its
// bytes.
//
// The input: request_input.h.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/engine/parsers_agree.h"
#include "fuzz/inputs/request_input.h"
#include "readdir/request/readdir_request.h"
#include "readdir/request/sizing_guarantees.h"
#include "readdir/transport.h"

namespace fuse_dirents {
namespace {

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
  const RequestInput input = ReadRequestInput(data, size);
  const SizingRule rule = input.rule;
  const SizingCase& c = input.sizing;
  for (const SizingGuarantee& guarantee : AllSizingGuarantees()) {
    if (guarantee.KeptBy(rule) && !guarantee.holds(rule, c)) {
      Report(std::string(guarantee.name) + " is broken", rule, c);
    }
  }
  const size_t wanted = WantedBytes(rule, c.limits, c.count);
  if (wanted == 0) Report("a request for nothing", rule, c);
  const size_t pages = PagesFor(wanted, c.limits.page_size);
  CheckAllocation(rule, c, wanted, 0);
  CheckAllocation(rule, c, wanted, input.pages_missing % (pages + 1));
  const size_t argbuf = ArgbufBytes(static_cast<uint32_t>(wanted));
  if (!std::has_single_bit(argbuf) || argbuf <= wanted ||
      argbuf >= 2 * (wanted + 64)) {
    Report("the argbuf is too small, or larger than need be", rule, c);
  }
  return 0;
}
