// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/exhaustive/sizing_search.h"

#include <algorithm>
#include <array>
#include <climits>
#include <vector>

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

}  // namespace

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
