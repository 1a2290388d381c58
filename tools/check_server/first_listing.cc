// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/check_server/first_listing.h"

#include <cstddef>
#include <unordered_map>

#include "base/text.h"
#include "fmt/format.h"

namespace fuse_dirents {
namespace {

// A longer listing counts as endless.
constexpr size_t kMaxEntries = 10'000'000;

// Adds a reply; `offs` has the number of the first entry with each off.
// Returns false if the listing cannot go on after it.
bool AddReply(const Batch& batch, std::unordered_map<uint64_t, size_t>* offs,
              Results* results, Listing* listing) {
  for (const Entry& entry : batch.entries) {
    results->Checked(RuleId::kOffUnique);
    const size_t i = listing->size();
    const auto [at, is_new] = offs->emplace(entry.off, i);
    if (!is_new && listing->at(at->second).name == entry.name) {
      results->Fail(RuleId::kEnd, batch, entry.pos,
                    fmt::format("off {} of {} comes again: the listing has no "
                                "end",
                                entry.off, Quote(entry.name)));
      return false;
    }
    if (entry.off == 0) {
      results->Fail(RuleId::kOffUnique, batch, entry.pos, "off 0");
    } else if (!is_new) {
      results->Fail(RuleId::kOffUnique, batch, entry.pos,
                    fmt::format("off {}, which {} has too", entry.off,
                                ShownName(listing->at(at->second).name)));
    }
    listing->Add(entry);
  }
  const Entry& last = batch.entries.back();
  const bool moves = last.off != batch.offset && last.off != 0;
  if (moves && listing->size() <= kMaxEntries) return true;
  if (moves) {
    results->Fail(RuleId::kEnd, batch, last.pos,
                  fmt::format("no end after {} entries", listing->size()));
  }
  return false;
}

}  // namespace

bool ReadFirstListing(DirectoryReader& reader, uint64_t handle, uint32_t size,
                      Results* results, const OnProgress& progress,
                      Listing* listing) {
  std::unordered_map<uint64_t, size_t> offs;
  for (uint64_t offset = 0;;) {
    const Batch* batch = reader.Read(handle, offset, size);
    if (batch == nullptr) return false;
    if (batch->entries.empty()) return true;
    if (!AddReply(*batch, &offs, results, listing)) return false;
    offset = batch->entries.back().off;
    progress("first listing");
  }
}

}  // namespace fuse_dirents
