// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Expectations of a request's size, and a search for the smallest case in which
// a SizingRule breaks one.

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
  void (*descs)(const RequestSize& size, uint32_t page_size,
                std::vector<FolioDesc>* descs) = &SetDescsFor;
  size_t (*argbuf)(uint32_t bytes) = &ArgbufBytes;
};

// A case with the request that a model makes of it.
struct Sized : SizingCase {
  const SizingModel& model;
  SizingRule rule;
  size_t bytes;
};

struct SizingGuarantee {
  std::string_view name;     // Lower case and '_'.
  std::string_view meaning;  // Half a sentence about the request.
  // The rules that keep it in every case: bit n stands for rule n.  Stated, not
  // computed; sizing_search_test compares it with an exhaustive search and
  // with SIZING.md.
  unsigned kept;
  bool (*holds)(const Sized& sized);

  bool kept_in(const SizingModel& model, SizingRule rule,
               const SizingCase& c) const;
  bool KeptBy(SizingRule rule) const {
    return (kept >> static_cast<unsigned>(rule) & 1) != 0;
  }
};

std::span<const SizingGuarantee> AllSizingGuarantees();

// Such as "64 KiB client, max_pages 1, count 0: 65536 bytes".  Names the
// server's page size and a limit only if they differ from the first tried.
std::string SizingCaseText(SizingRule rule, const SizingCase& c);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_READDIR_REQUEST_SIZING_GUARANTEES_H_
