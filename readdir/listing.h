// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Whole listings: what a program that reads a directory to its end does.

#ifndef FUSE_DIRENTS_READDIR_LISTING_H_
#define FUSE_DIRENTS_READDIR_LISTING_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "readdir/readdir_caller.h"
#include "readdir/readdir_client.h"

namespace fuse_dirents {

struct Listing {
  std::vector<ListedEntry> entries;
  std::vector<int> errors;  // Negative errno values, in order.
  size_t calls = 0;         // Of getdents64(2) or of readdir.
  bool ended = false;       // The last call reported the end.
  bool hangs = false;       // The last call never returns: kCallHangs.

  std::vector<std::string> names() const;
  // As a new one; keeps the memory.
  void Clear() {
    entries.clear();
    errors.clear();
    calls = 0;
    ended = hangs = false;
  }
};

struct ListingOptions {
  // How many failed calls of a listing are made again.
  size_t retries = 0;
  // A listing stops after this number of calls, without `ended`.
  size_t max_calls = 100000;
  // ListByCount(): most entries that a call takes, at least one.
  uint64_t max_entries = std::numeric_limits<uint64_t>::max();
};

// Calls getdents64(2) with `buffer_size` bytes until it returns 0.
Listing ListByGetdents64(ReaddirClient* client, size_t buffer_size,
                         const ListingOptions& options = {});

// Calls readdir with `count` until no entry comes, as overlayfs does with
// kCountUnlimited.
Listing ListByCount(ReaddirClient* client, int32_t count,
                    const ListingOptions& options = {});

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_READDIR_LISTING_H_
