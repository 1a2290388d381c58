// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/listing.h"

#include "base/check.h"

namespace fuse_dirents {
namespace {

constexpr size_t kUsualEntries = 32;

// Counts a failed call.  Returns false if the listing ends with it.
bool Retry(int error, const ListingOptions& options, Listing* listing) {
  listing->errors.push_back(error);
  return listing->errors.size() <= options.retries;
}

}  // namespace

std::vector<std::string> Listing::names() const {
  std::vector<std::string> names;
  names.reserve(entries.size());
  for (const ListedEntry& entry : entries) names.push_back(entry.name);
  return names;
}

Listing ListByGetdents64(ReaddirClient* client, size_t buffer_size,
                         const ListingOptions& options) {
  Listing listing;
  listing.entries.reserve(kUsualEntries);
  Getdents64 caller(buffer_size);
  for (; listing.calls < options.max_calls; caller.Reset()) {
    ++listing.calls;
    const int error = client->Readdir(&caller);
    if (error == kCallHangs) {
      listing.hangs = true;
      break;
    }
    const int64_t result = caller.Finish(error, client->pos());
    if (result < 0) {
      if (!Retry(static_cast<int>(result), options, &listing)) break;
      continue;
    }
    if (result == 0) {
      listing.ended = true;
      break;
    }
    ReadGetdents64(caller.bytes(), &listing.entries);
  }
  return listing;
}

Listing ListByCount(ReaddirClient* client, int32_t count,
                    const ListingOptions& options) {
  Listing listing;
  listing.entries.reserve(kUsualEntries);
  KeepingCaller caller(count, options.max_entries);
  while (listing.calls < options.max_calls) {
    ++listing.calls;
    caller.Reset();
    const int error = client->Readdir(&caller);
    if (error == kCallHangs) {
      listing.hangs = true;
      break;
    }
    listing.entries.insert(listing.entries.end(), caller.entries().begin(),
                           caller.entries().end());
    if (error < 0) {
      if (!Retry(error, options, &listing)) break;
      continue;
    }
    if (caller.entries().empty()) {
      listing.ended = true;
      break;
    }
  }
  return listing;
}

}  // namespace fuse_dirents
