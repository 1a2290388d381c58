// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_TOOLS_CHECK_SERVER_FIRST_LISTING_H_
#define FUSE_DIRENTS_TOOLS_CHECK_SERVER_FIRST_LISTING_H_

#include <cstdint>

#include "tools/check_server/directory_reader.h"
#include "tools/check_server/listing.h"
#include "tools/check_server/results.h"

namespace fuse_dirents {

// Lists a directory from its start to its end by requests of `size` bytes, and
// adds every entry to *listing.  Checks kOffUnique, and kEnd if the listing has
// no end.  Returns false if it has none, or if a request fails.
bool ReadFirstListing(DirectoryReader& reader, uint64_t handle, uint32_t size,
                      Results* results, const OnProgress& progress,
                      Listing* listing);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_CHECK_SERVER_FIRST_LISTING_H_
