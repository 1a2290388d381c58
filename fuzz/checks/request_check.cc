// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/checks/request_check.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace fuse_dirents {
namespace {

// The descs of larger requests are not listed.
constexpr size_t kMostDescs = 512;

// What is in the argbuf beside the reply: sizeof(struct fuse_read_in).
constexpr size_t kFuseReadInBytes = 40;

std::string_view ProblemOfDescs(const SizingModel& model,
                                const RequestSize& size, uint32_t page_size) {
  uint64_t sum = 0;
  static auto& descs = *new std::vector<FolioDesc>;  // For its memory alone.
  model.descs(size, page_size, &descs);
  for (const FolioDesc& desc : descs) {
    if (desc.offset != 0 || desc.length == 0 || desc.length > page_size ||
        (&desc != &descs.back() && desc.length != page_size)) {
      return "a desc leaves its page, or a hole";
    }
    sum += desc.length;
  }
  if (sum != size.bytes || descs.size() != size.pages) {
    return "the descs do not hold the request";
  }
  return "";
}

std::string_view ProblemOfAllocation(const SizingModel& model, SizingRule rule,
                                     uint32_t page_size, size_t wanted,
                                     size_t missing) {
  const size_t allocated = PagesFor(wanted, page_size) - missing;
  const std::optional<RequestSize> size =
      model.allocated(rule, wanted, allocated, page_size);
  const bool possible =
      allocated > 0 && (missing == 0 || FactsOf(rule).short_allocation_shrinks);
  if (size && !possible) return "a request is made where it cannot be";
  if (!size) return possible ? "no request is made where it can be" : "";
  const size_t expected = missing == 0 ? wanted : allocated * page_size;
  if (size->bytes != expected || size->pages != allocated) {
    return "the request is not what was allocated";
  }
  if (size->pages > kMostDescs) return "";
  return ProblemOfDescs(model, *size, page_size);
}

std::string ProblemOf(const RequestInput& input, const SizingModel& model) {
  const SizingRule rule = input.rule;
  const SizingCase& c = input.sizing;
  for (const SizingGuarantee& guarantee : AllSizingGuarantees()) {
    if (guarantee.KeptBy(rule) && !guarantee.kept_in(model, rule, c)) {
      return std::string(guarantee.name) + " is broken";
    }
  }
  const size_t wanted = model.wanted(rule, c.limits, c.count);
  const uint32_t page_size = c.limits.page_size;
  const size_t pages = PagesFor(wanted, page_size);
  for (const size_t missing :
       {size_t{0}, static_cast<size_t>(input.pages_missing % (pages + 1))}) {
    const std::string_view problem =
        ProblemOfAllocation(model, rule, page_size, wanted, missing);
    if (!problem.empty()) return std::string(problem);
  }
  const size_t argbuf = model.argbuf(static_cast<uint32_t>(wanted));
  if (!std::has_single_bit(argbuf)) return "the argbuf is no power of two";
  const size_t held = kFuseReadInBytes + wanted;
  if (argbuf < held) return "the argbuf is too small";
  if (argbuf >= 2 * held) return "the argbuf is larger than need be";
  return "";
}

}  // namespace

std::optional<std::string> CheckRequest(const RequestInput& input,
                                        const SizingModel& model) {
  const std::string problem = ProblemOf(input, model);
  if (problem.empty()) return std::nullopt;
  return problem + ": " + std::string(FactsOf(input.rule).name) + ", " +
         SizingCaseText(input.rule, input.sizing);
}

}  // namespace fuse_dirents
