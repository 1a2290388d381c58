// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/request/sizing_guarantees.h"

#include <algorithm>
#include <array>
#include <climits>
#include <cstring>
#include <vector>

#include "parser/wire.h"

namespace fuse_dirents {
namespace {

constexpr std::array<uint32_t, 3> kPageSizes = {4096, 16384, 65536};
constexpr std::array<uint32_t, 14> kMaxPages = {
    1, 2, 3, 4, 16, 32, 64, 124, 256, 1023, 1024, 32767, 32768, kMaxMaxPages};
// The kernel raises max_read and max_write to at least 4096.  None comes first,
// so that a limit shows up in an example only where it matters.
constexpr std::array<uint32_t, 9> kByteLimits = {
    0xffffffff, 4096, 4097, 8192, 16384, 65536, 65537, 1 << 20, 1u << 31};

// The largest reply whose argbuf is 4 MiB.
constexpr uint32_t kArgbufStep = (4 << 20) - 40;

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

// The client's own first.
std::array<uint32_t, 3> ServerPageSizes(uint32_t client_page_size) {
  std::array<uint32_t, 3> sizes = kPageSizes;
  const auto own = std::ranges::find(sizes, client_page_size);
  std::rotate(sizes.begin(), own, own + 1);
  return sizes;
}

// Every count beside which a size can step: 0 upwards, then negative ones.
std::vector<int32_t> Counts(const RequestLimits& limits) {
  std::vector<uint32_t> counts = {0, 1, INT_MAX, 0x80000000, 0xffffffff};
  for (const uint32_t step :
       {limits.page_size, limits.max_pages * limits.page_size, limits.max_write,
        limits.max_read, kArgbufStep}) {
    counts.insert(counts.end(), {step - 1, step, step + 1});
  }
  std::sort(counts.begin(), counts.end());
  counts.erase(std::unique(counts.begin(), counts.end()), counts.end());
  std::vector<int32_t> as_int;
  for (const uint32_t count : counts) {
    as_int.push_back(static_cast<int32_t>(count));
  }
  return as_int;
}

std::string PageText(uint32_t page_size) {
  return std::to_string(page_size / 1024) + " KiB";
}

}  // namespace

std::span<const SizingGuarantee> AllSizingGuarantees() { return kGuarantees; }

bool SizingGuarantee::kept_in(const SizingModel& model, SizingRule rule,
                              const SizingCase& c) const {
  return holds({c, model, rule, model.wanted(rule, c.limits, c.count)});
}

std::optional<SizingCase> SmallestBreach(const SizingGuarantee& guarantee,
                                         SizingRule rule, uint64_t* cases) {
  SizingCase c;
  for (const uint32_t page_size : kPageSizes) {
    c.limits.page_size = page_size;
    for (const uint32_t server_page_size : ServerPageSizes(page_size)) {
      c.server_page_size = server_page_size;
      for (const uint32_t max_pages : kMaxPages) {
        c.limits.max_pages = max_pages;
        for (const uint32_t max_write : kByteLimits) {
          c.limits.max_write = max_write;
          for (const uint32_t max_read : kByteLimits) {
            c.limits.max_read = max_read;
            for (const int32_t count : Counts(c.limits)) {
              c.count = count;
              ++*cases;
              if (!guarantee.kept_in({}, rule, c)) return c;
            }
          }
        }
      }
    }
  }
  return std::nullopt;
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

std::string SizingTable() {
  std::string head = "| the request";
  std::string line = "|---";
  for (const SizingRuleFacts& facts : AllSizingRules()) {
    head += " | " + std::string(facts.name);
    line += "|---";
  }
  std::string table = head + " |\n" + line + "|\n";
  std::string breaches;
  uint64_t cases = 0;
  for (const SizingGuarantee& guarantee : AllSizingGuarantees()) {
    table += "| " + std::string(guarantee.meaning);
    breaches += "\n`" + std::string(guarantee.name) + "`:\n";
    bool any = false;
    for (const SizingRuleFacts& facts : AllSizingRules()) {
      const auto breach = SmallestBreach(guarantee, facts.rule, &cases);
      table += guarantee.KeptBy(facts.rule) ? " | yes" : " | no";
      if (!breach) continue;
      any = true;
      breaches += "- " + std::string(facts.name) + ": " +
                  SizingCaseText(facts.rule, *breach) + "\n";
    }
    if (!any) breaches += "- holds under every rule\n";
    table += " |\n";
  }
  const SizingCase patch = {
      .limits = {.page_size = 65536, .max_pages = 124, .max_write = 1 << 20},
      .server_page_size = 4096,
      .count = kCountUnlimited};
  breaches += "\nThe case that the page patch was written for:\n";
  for (const SizingRuleFacts& facts : AllSizingRules()) {
    breaches += "- " + std::string(facts.name) + ": " +
                SizingCaseText(facts.rule, patch) + "\n";
  }
  return table + breaches;
}

}  // namespace fuse_dirents
