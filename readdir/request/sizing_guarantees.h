// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What one might expect of a request's size, and a search for the smallest case
// in which a SizingRule does not keep to it.

#ifndef FUSE_DIRENTS_READDIR_REQUEST_SIZING_GUARANTEES_H_
#define FUSE_DIRENTS_READDIR_REQUEST_SIZING_GUARANTEES_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pagemap/page_array.h"
#include "readdir/request/readdir_request.h"
#include "readdir/transport.h"

namespace fuse_dirents {

struct SizingCase {
  RequestLimits limits = {};
  uint32_t server_page_size = 4096;  // In bytes.
  int32_t count = 0;
};

// The functions that a request's size comes from, so that a test can replace
// one of them by a wrong one.
struct SizingModel {
  size_t (*wanted)(SizingRule rule, const RequestLimits& limits,
                   int32_t count) = &WantedBytes;
  std::optional<RequestSize> (*allocated)(SizingRule rule, size_t wanted,
                                          size_t pages, uint32_t page_size) =
      &SizeAfterAllocation;
  std::vector<FolioDesc> (*descs)(const RequestSize& size,
                                  uint32_t page_size) = &DescsFor;
  size_t (*argbuf)(uint32_t bytes) = &ArgbufBytes;
};

struct SizingGuarantee {
  std::string_view name;     // Lower case and '_'.
  std::string_view meaning;  // Of the request, as half a sentence.
  // The rules that keep it in every case: bit n stands for rule n.  Stated, not
  // computed; readdir_request_test compares it with an exhaustive search and
  // with SIZING.md.
  unsigned kept;
  bool (*kept_in)(const SizingModel& model, SizingRule rule,
                  const SizingCase& c);

  bool KeptBy(SizingRule rule) const {
    return (kept >> static_cast<unsigned>(rule) & 1) != 0;
  }
};

std::span<const SizingGuarantee> AllSizingGuarantees();

// Looks through every combination of page sizes, limits and counts at which a
// rule can change its mind: {4, 16, 64} KiB pages on either side, max_pages 1
// to 65535, max_write and max_read from 4096, each count beside a limit, and
// negative ones.  Returns the first that breaks `guarantee`, in the order of
// the client's page size, the server's (the same as the client's first),
// max_pages, max_write, max_read and then the count, 0 upwards and negative
// ones last; no limit comes before any limit. Adds the cases looked at to
// *cases.
std::optional<SizingCase> SmallestBreach(const SizingGuarantee& guarantee,
                                         SizingRule rule, uint64_t* cases);

// Such as "64 KiB client, max_pages 1, count 0: 65536 bytes".  Names the
// server's page size and a limit only where they were not the first tried, so
// only where they matter.
std::string SizingCaseText(SizingRule rule, const SizingCase& c);

// The table of SIZING.md: a line for each guarantee, a column for each rule,
// with what is claimed; and below it the breaches that are found.
std::string SizingTable();

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_READDIR_REQUEST_SIZING_GUARANTEES_H_
