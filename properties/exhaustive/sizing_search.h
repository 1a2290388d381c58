// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A search of all sizes of requests for the smallest case in which a SizingRule
// breaks a guarantee.

#ifndef FUSE_DIRENTS_PROPERTIES_EXHAUSTIVE_SIZING_SEARCH_H_
#define FUSE_DIRENTS_PROPERTIES_EXHAUSTIVE_SIZING_SEARCH_H_

#include <cstdint>
#include <optional>
#include <string>

#include "readdir/request/readdir_request.h"
#include "readdir/request/sizing_guarantees.h"

namespace fuse_dirents {

// Searches every combination of page sizes, limits and counts at which the
// result of a rule can change: {4, 16, 64} KiB pages on either side, max_pages
// 1 to 65535, max_write and max_read from 4096, each count beside a limit, and
// negative ones.  Returns the first that breaks `guarantee`.  The order is by
// the client's page size, the server's (the client's own first), max_pages,
// max_write, max_read (no limit first) and count (0 upwards, then negative
// ones).  Adds the number of cases searched to *cases.
std::optional<SizingCase> SmallestBreach(const SizingGuarantee& guarantee,
                                         SizingRule rule, uint64_t* cases);

// The table of SIZING.md: what is claimed, with a line for each guarantee and a
// column for each rule, and below it the breaches that are found.
std::string SizingTable();

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_EXHAUSTIVE_SIZING_SEARCH_H_
