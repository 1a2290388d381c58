// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "pagemap/layout.h"

#include <algorithm>
#include <string>

#include "base/check.h"

namespace fuse_dirents {
namespace {

constexpr size_t kMaxShortDescs = 256;
constexpr size_t kMaxShortDescBytes = size_t{32} << 20;

// Each is named for what is odd about it.  59, 61 and 599 are primes, so seams
// move over every field of a record.
constexpr struct {
  std::string_view name;
  std::string_view text;
} kDefaultLayouts[] = {
    {"scattered_4k", "default"},
    {"ascending_4k", "order=ascending"},
    {"descending_4k", "order=descending stale=records"},
    {"scattered_4k_stale_records", "order=seeded:7 stale=records:9"},
    {"scattered_16k", "page_size=16384 stale=records"},
    {"ascending_16k", "page_size=16384 order=ascending"},
    {"descending_16k", "page_size=16384 order=descending stale=ones"},
    {"scattered_64k", "page_size=65536 stale=records"},
    {"ascending_64k", "page_size=65536 order=ascending"},
    {"descending_64k", "page_size=65536 order=descending"},
    {"large_folios", "order=seeded:2 folio_order=2 stale=records"},
    {"head_in_large_folio",
     "order=seeded:3 folio_order=2 head=4136 stale=records"},
    {"head_unaligned", "order=seeded:4 head=4093 stale=records:1"},
    {"descs_of_1", "order=seeded:5 desc_limit=1 stale=records"},
    {"descs_of_59", "order=seeded:6 desc_limit=59 stale=records"},
    {"descs_of_61", "order=ascending desc_limit=61 stale=ones"},
    {"descs_of_599",
     "page_size=16384 order=seeded:8 head=8 desc_limit=599 stale=records"},
    {"empty_descs",
     "order=seeded:9 desc_limit=599 desc_lengths=0,24,0,0,1,7,152,0,4096,3,0 "
     "stale=records"},
};

std::vector<NamedLayout> ReadDefaultLayouts() {
  std::vector<NamedLayout> layouts;
  for (const auto& [name, text] : kDefaultLayouts) {
    std::string problem;
    const std::optional<Layout> layout = Layout::FromText(text, &problem);
    FUSE_DIRENTS_CHECK(layout.has_value());
    layouts.push_back({name, *layout});
  }
  return layouts;
}

}  // namespace

size_t Layout::max_short_descs() const {
  return std::min(kMaxShortDescs, kMaxShortDescBytes / folio_bytes());
}

std::string Layout::Problem() const {
  if (page_size != 4096 && page_size != 16384 && page_size != 65536) {
    return "page_size is " + std::to_string(page_size) +
           ", expected 4096, 16384 or 65536";
  }
  if (folio_order > kMaxFolioOrder) {
    return "folio_order is " + std::to_string(folio_order) +
           ", expected at most " + std::to_string(kMaxFolioOrder);
  }
  if (head >= folio_bytes()) {
    return "head is " + std::to_string(head) +
           ", expected less than the folio's " + std::to_string(folio_bytes()) +
           " bytes";
  }
  if (desc_lengths.size() > max_short_descs()) {
    return "desc_lengths has " + std::to_string(desc_lengths.size()) +
           " lengths, expected at most " + std::to_string(max_short_descs());
  }
  return "";
}

std::span<const NamedLayout> DefaultLayouts() {
  static const std::vector<NamedLayout> layouts = ReadDefaultLayouts();
  return layouts;
}

}  // namespace fuse_dirents
