// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <string>
#include <vector>

#include "properties/listing_properties.h"
#include "readdir/request/readdir_request.h"
#include "readdir/request/sizing_guarantees.h"

namespace fuse_dirents {
namespace {

// Limits of any size between the edges that the search for breaches tries.
SizingCase SizingOf(const Case& c) {
  const auto n = [&](unsigned i) { return uint32_t{c.draws[i]}; };
  static constexpr uint32_t kPageSizes[] = {4096, 16384, 65536, 4096};
  SizingCase s;
  s.limits.page_size = static_cast<uint32_t>(c.choices.layout.page_size);
  s.server_page_size = kPageSizes[n(7) >> 2];
  // 2^0 to 2^15, and up to nearly twice as much.
  s.limits.max_pages =
      std::min<uint32_t>(kMaxMaxPages, (1u << n(2)) + (n(3) << n(2)) / 16);
  const auto limit = [&](uint32_t number, uint32_t odd) {
    return number == 0 ? 0xffffffff : (uint32_t{4096} << (number - 1)) + odd;
  };
  s.limits.max_write = limit(n(4), n(3) * 37);
  s.limits.max_read = limit(n(5), n(6) * 41);
  // The first number of the reply's digits serves as a mantissa.
  const uint32_t count = (n(1) + 16) << (n(0) * 26 / 15);
  s.count = static_cast<int32_t>(n(0) == 0 ? n(1) : count);
  if (n(7) % 4 == 3) s.count = -s.count;
  return s;
}

Failure SizesAfterAllocation(SizingRule rule, const SizingCase& s) {
  const uint32_t page_size = s.limits.page_size;
  const size_t wanted = WantedBytes(rule, s.limits, s.count);
  const size_t pages = PagesFor(wanted, page_size);
  // None, one, half, all but one, all.
  for (const size_t allocated :
       {size_t{0}, size_t{1}, pages / 2, pages - 1, pages}) {
    if (allocated > pages) continue;
    const auto size = SizeAfterAllocation(rule, wanted, allocated, page_size);
    const bool shrinks = FactsOf(rule).short_allocation_shrinks;
    const std::string what =
        std::to_string(allocated) + " of " + std::to_string(pages) + " pages ";
    if (size.has_value() !=
        (allocated == pages || (shrinks && allocated > 0))) {
      return what + (size ? "make a request" : "make none");
    }
    if (!size) continue;
    if (size->bytes > wanted) return what + "make a request above the wanted";
    const uint64_t held = uint64_t{allocated} * page_size;
    if (size->bytes != std::min<uint64_t>(wanted, held)) {
      return what + "make a request of " + std::to_string(size->bytes);
    }
    if (size->pages > 64) continue;
    uint64_t sum = 0;
    std::vector<FolioDesc> descs;
    SetDescsFor(*size, page_size, &descs);
    for (const FolioDesc& desc : descs) sum += desc.length;
    if (sum != size->bytes) return what + "do not hold the request";
  }
  return std::nullopt;
}

Failure KeepsGuarantees(Runner& /*runner*/, const Case& c) {
  const SizingCase s = SizingOf(c);
  for (const SizingRuleFacts& facts : AllSizingRules()) {
    for (const SizingGuarantee& guarantee : AllSizingGuarantees()) {
      if (guarantee.KeptBy(facts.rule) &&
          !guarantee.kept_in({}, facts.rule, s)) {
        return std::string(facts.name) + " does not keep " +
               std::string(guarantee.name) + ": " +
               SizingCaseText(facts.rule, s);
      }
    }
    if (const Failure failure = SizesAfterAllocation(facts.rule, s)) {
      return std::string(facts.name) + ": " + *failure + ": " +
             SizingCaseText(facts.rule, s);
    }
  }
  return std::nullopt;
}

constexpr CaseKind kSizingKinds[2] = {
    {"have a count between a page and 4 MiB", 20,
     [](const Case& c) {
       const SizingCase s = SizingOf(c);
       return s.count > static_cast<int32_t>(s.limits.page_size) &&
              s.count < (4 << 20);
     }},
    {"have a limit in bytes", 60,
     [](const Case& c) {
       const SizingCase s = SizingOf(c);
       return s.limits.max_write != 0xffffffff ||
              s.limits.max_read != 0xffffffff;
     }},
};

}  // namespace

const Property kSizingGuarantees = {"sizing_guarantees",
                                    {.has_draws = true},
                                    &KeepsGuarantees,
                                    0,
                                    kSizingKinds};

}  // namespace fuse_dirents
