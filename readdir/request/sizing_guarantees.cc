// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/request/sizing_guarantees.h"

#include <algorithm>
#include <climits>
#include <vector>

#include "parser/wire.h"

namespace fuse_dirents {
namespace {

bool GrowsWithCount(const Sized& s) {
  // Sizes step only beside a limit; the next of those is far enough.
  if (s.count < 0) return true;
  const RequestLimits& limits = s.limits;
  for (const uint32_t next : {limits.page_size, limits.max_write,
                              limits.max_read, uint32_t{INT_MAX}}) {
    if (next > INT_MAX || static_cast<int32_t>(next) < s.count) continue;
    const auto count = static_cast<int32_t>(next);
    if (s.model.wanted(s.rule, limits, count) < s.bytes) return false;
  }
  return true;
}

bool DescsHoldIt(const Sized& s) {
  const uint32_t page_size = s.limits.page_size;
  const size_t pages = PagesFor(s.bytes, page_size);
  const auto size = s.model.allocated(s.rule, s.bytes, pages, page_size);
  if (!size || size->bytes != s.bytes) return false;
  // A list of the largest requests takes long to write down; its length says
  // as much.
  if (pages > 64) return size->pages == pages;
  static auto& descs = *new std::vector<FolioDesc>;  // For its memory alone.
  s.model.descs(*size, page_size, &descs);
  size_t sum = 0;
  for (const FolioDesc& desc : descs) {
    const bool last = &desc == &descs.back();
    if (desc.offset != 0 || desc.length == 0) return false;
    if (!last && desc.length != page_size) return false;
    sum += desc.length;
  }
  return sum == s.bytes;
}

// Sets of rules.
constexpr unsigned kNoRule = 0;
constexpr unsigned kOnePage = 1u << static_cast<unsigned>(SizingRule::kOnePage);
constexpr unsigned kUncapped =
    1u << static_cast<unsigned>(SizingRule::kKvmalloc) |
    1u << static_cast<unsigned>(SizingRule::kPaged);
constexpr unsigned kEveryRule =
    kOnePage | kUncapped | 1u << static_cast<unsigned>(SizingRule::kPagedV2) |
    1u << static_cast<unsigned>(SizingRule::kPagedV3);

constexpr SizingGuarantee kGuarantees[] = {
    {"at_least_a_page", "is at least a page", kOnePage | kUncapped,
     [](const Sized& s) { return s.bytes >= s.limits.page_size; }},
    {"at_most_max_pages", "takes at most max_pages pages", kEveryRule,
     [](const Sized& s) {
       return PagesFor(s.bytes, s.limits.page_size) <= s.limits.max_pages;
     }},
    {"within_the_servers_pages",
     "is at most max_pages pages of the server's size", kNoRule,
     [](const Sized& s) {
       return s.bytes <= uint64_t{s.limits.max_pages} * s.server_page_size;
     }},
    {"at_most_max_write", "is at most max_write", kNoRule,
     [](const Sized& s) { return s.bytes <= s.limits.max_write; }},
    {"at_most_max_read", "is at most max_read", kNoRule,
     [](const Sized& s) { return s.bytes <= s.limits.max_read; }},
    {"at_most_int_max", "is at most INT_MAX", kOnePage,
     [](const Sized& s) { return s.bytes <= INT_MAX; }},
    {"argbuf_is_possible",
     "fits, as a kvec of virtiofs, an allocation of 4 MiB", kOnePage,
     [](const Sized& s) {
       return s.model.argbuf(static_cast<uint32_t>(s.bytes)) <= size_t{4} << 20;
     }},
    {"no_more_than_the_caller_holds",
     "is at most the caller's count, or a page", kEveryRule,
     [](const Sized& s) {
       return s.count < 0 || s.bytes <= std::max(static_cast<uint32_t>(s.count),
                                                 s.limits.page_size);
     }},
    {"as_much_as_the_caller_holds",
     "is at least the caller's count, or max_pages pages", kUncapped,
     [](const Sized& s) {
       return s.count < 0 ||
              s.bytes >=
                  std::min(uint64_t{static_cast<uint32_t>(s.count)},
                           uint64_t{s.limits.max_pages} * s.limits.page_size);
     }},
    {"grows_with_count", "is never smaller for a larger count of the caller's",
     kOnePage | kUncapped, &GrowsWithCount},
    {"holds_the_longest_record",
     "holds a READDIRPLUS record with a name of 4095 bytes", kNoRule,
     [](const Sized& s) {
       return s.bytes >= Reclen(RecordFormat::kDirentplus, kFuseNameMax);
     }},
    {"whole_pages", "is a whole number of pages", kOnePage,
     [](const Sized& s) { return s.bytes % s.limits.page_size == 0; }},
    {"descs_hold_it", "is what the descs hold; only the last is partial",
     kEveryRule, &DescsHoldIt},
};

std::string PageText(uint32_t page_size) {
  return std::to_string(page_size / 1024) + " KiB";
}

}  // namespace

std::span<const SizingGuarantee> AllSizingGuarantees() { return kGuarantees; }

bool SizingGuarantee::kept_in(const SizingModel& model, SizingRule rule,
                              const SizingCase& c) const {
  return holds({c, model, rule, model.wanted(rule, c.limits, c.count)});
}

std::string SizingCaseText(SizingRule rule, const SizingCase& c) {
  std::string text = PageText(c.limits.page_size) + " client";
  if (c.server_page_size != c.limits.page_size) {
    text += ", " + PageText(c.server_page_size) + " server";
  }
  text += ", max_pages " + std::to_string(c.limits.max_pages);
  if (c.limits.max_write != 0xffffffff) {
    text += ", max_write " + std::to_string(c.limits.max_write);
  }
  if (c.limits.max_read != 0xffffffff) {
    text += ", max_read " + std::to_string(c.limits.max_read);
  }
  text += ", count " + std::to_string(c.count) + ": " +
          std::to_string(WantedBytes(rule, c.limits, c.count)) + " bytes";
  return text;
}

}  // namespace fuse_dirents
