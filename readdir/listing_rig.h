// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A server with a directory, a client, and the ledger between them, for tests:
//
//     ListingRig rig({.entries = 300, .server = {.cookies = kHash}});
//     EXPECT_EQ(rig.List(4096).names(), rig.server.names());
//     EXPECT_EQ(rig.Settle(), "");

#ifndef FUSE_DIRENTS_READDIR_LISTING_RIG_H_
#define FUSE_DIRENTS_READDIR_LISTING_RIG_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "base/check.h"
#include "pagemap/page_pool.h"
#include "parser/trace/trace.h"
#include "readdir/dirent_cache.h"
#include "readdir/fault_points.h"
#include "readdir/listing.h"
#include "readdir/lookup_ledger.h"
#include "readdir/model_server.h"
#include "readdir/readdir_client.h"
#include "readdir/readdir_path.h"
#include "readdir/transport.h"

namespace fuse_dirents {

struct RigOptions {
  size_t entries = 300;  // Besides "." and "..".
  ServerOptions server = {};
  ClientOptions client = {};
  bool cached = false;
  size_t cache_pages = kMaxCachePages;
  size_t failing_point = FaultPoints::kNone;
  bool counts_faults = false;
  FaultPlan alloc_faults = {};
};

// The memory for pages of `page_size` bytes.  It is kept for the whole test, so
// views stay mapped.
inline ReaddirMemory& SharedReaddirMemory(size_t page_size) {
  static auto* const memories = new std::map<size_t, ReaddirMemory>;
  return memories
      ->try_emplace(page_size, page_size,
                    static_cast<uint32_t>(kMaxReplyBytes / page_size))
      .first->second;
}

struct ListingRig {
  explicit ListingRig(const RigOptions& options)
      : ledger(*options.client.profile),
        server(options.server, &ledger),
        cache({.page_size = options.client.limits.page_size}),
        memory(SharedReaddirMemory(options.client.limits.page_size)),
        client(options.client,
               {.server = server, .memory = memory, .trace = trace}) {
    Reset(options);
  }

  // As a new one; keeps the memory.  REQUIRES: pages of the same size, none of
  // them in use.
  void Reset(const RigOptions& options) {
    FUSE_DIRENTS_CHECK(memory.pool.pages_in_use() == 0);
    memory.pool.Reset(PageOrder::kDescending);
    memory.pool.SetFaults(options.alloc_faults);
    ledger.Reset(*options.client.profile);
    server.Reset(options.server);
    cache.Renew(options.cache_pages);
    faults.Reset(options.failing_point);
    trace.Clear();
    path = &client;
    const bool passes =
        options.counts_faults || options.failing_point != FaultPoints::kNone;
    client.Reset(options.client, options.cached ? &cache : nullptr,
                 passes ? &faults : nullptr);
    server.AddDotsAndFiles(options.entries);
  }

  ~ListingRig() { memory.pool.Reset(PageOrder::kDescending); }

  Listing List(size_t buffer_size, const ListingOptions& options = {}) {
    return ListByGetdents64(&client, buffer_size, options);
  }

  // Drops the inodes and returns what the ledger shows against the client, one
  // line each.  Leaks that the profile allows do not count.
  std::string Settle() {
    path->DropInodes();
    std::string text;
    for (const Imbalance& imbalance : ledger.Violations()) {
      text += ImbalanceText(imbalance) + "\n";
    }
    if (ledger.held() != 0) {
      text += std::to_string(ledger.held()) +
              " lookups are held though every inode was dropped\n";
    }
    return text;
  }

  LookupLedger ledger;
  ModelServer server;
  DirentCache cache;
  FaultPoints faults;
  Trace trace;
  ReaddirMemory& memory;
  ReaddirClient client;
  ReaddirPath* path = &client;  // What lists; Reset() makes it the client.
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_READDIR_LISTING_RIG_H_
