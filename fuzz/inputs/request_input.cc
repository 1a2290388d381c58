// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/inputs/request_input.h"

#include <algorithm>
#include <array>

#include "base/check.h"

namespace fuse_dirents {
namespace {

constexpr uint32_t kPageSizes[] = {4096, 16384, 65536};
constexpr uint32_t kLeastLimit = 4096;  // The kernel raises limits to it.

enum Place {
  kRule,
  kPageSize,
  kServerPageSize,
  kMaxPages,
  kMaxRead,
  kMaxWrite,
  kCount,
  kPagesMissing,
  kPlaces
};

}  // namespace

const InputFormat& RequestInputFormat() {
  static const auto* const format = [] {
    std::vector<std::string> rules;
    for (const SizingRuleFacts& facts : AllSizingRules()) {
      rules.emplace_back(facts.name);
    }
    return new InputFormat{
        "request",
        {{.name = "rule", .words = rules},
         {.name = "page_size", .words = NumberWords(kPageSizes)},
         {.name = "server_page_size", .words = NumberWords(kPageSizes)},
         {.name = "max_pages", .bytes = 2, .least = 1, .values = kMaxMaxPages},
         {.name = "max_read", .bytes = 4},
         {.name = "max_write", .bytes = 4},
         // As unsigned; 4294967295 is -1.
         {.name = "count", .bytes = 4},
         {.name = "pages_missing", .bytes = 4}}};
  }();
  return *format;
}

RequestInput ReadRequestInput(const uint8_t* data, size_t size) {
  const std::vector<InputField>& head = RequestInputFormat().head;
  FUSE_DIRENTS_CHECK(head.size() == kPlaces);
  InputNumbers numbers(data, size);
  std::array<uint64_t, kPlaces> at;
  for (size_t i = 0; i < at.size(); ++i) at[i] = head[i].Take(&numbers);
  RequestInput input;
  input.rule = AllSizingRules()[at[kRule]].rule;
  RequestLimits& limits = input.sizing.limits;
  limits.page_size = kPageSizes[at[kPageSize]];
  limits.max_pages = static_cast<uint32_t>(at[kMaxPages]);
  limits.max_read = std::max(kLeastLimit, static_cast<uint32_t>(at[kMaxRead]));
  limits.max_write =
      std::max(kLeastLimit, static_cast<uint32_t>(at[kMaxWrite]));
  input.sizing.server_page_size = kPageSizes[at[kServerPageSize]];
  input.sizing.count = static_cast<int32_t>(at[kCount]);
  input.pages_missing = at[kPagesMissing];
  return input;
}

}  // namespace fuse_dirents
