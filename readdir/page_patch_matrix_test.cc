// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The matrix by which "fuse: back uncached readdir buffers with pages" was
// tested: page sizes of client and server, callers, every sizing rule, every
// transport, and servers that refuse or shorten what is above their 1 MiB.

#include <algorithm>
#include <cerrno>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "readdir/listing_rig.h"
#include "readdir/request/readdir_request.h"

namespace fuse_dirents {
namespace {

// A virtqueue of 128 descriptors less 4 for headers.
constexpr uint32_t kVirtqueuePages = 124;
// The largest buffer of the server.
constexpr uint32_t kServerBuffer = 1 << 20;

struct Cell {
  uint32_t client_page, server_page;  // In bytes.
  bool unlimited;                     // INT_MAX, else one page.
  SizingRule rule;
  TransportKind transport;
  Oversized oversized;

  // As FUSE_INIT leaves it: the server counts its buffer in pages of its own.
  uint32_t max_pages() const {
    return std::min(kVirtqueuePages, kServerBuffer / server_page);
  }
  int32_t count() const {
    return unlimited ? kCountUnlimited : static_cast<int32_t>(client_page);
  }
  RequestLimits limits() const {
    return {.page_size = client_page,
            .max_pages = max_pages(),
            .max_read = 0xffffffff,
            .max_write = kServerBuffer};
  }
  std::string ToText() const {
    return std::to_string(client_page / 1024) + "K client, " +
           std::to_string(server_page / 1024) + "K server, " +
           (unlimited ? "INT_MAX, " : "one page, ") +
           std::string(FactsOf(rule).name) + ", " +
           std::string(TransportName(transport)) +
           (oversized == Oversized::kRefused ? ", refusing" : ", shortening");
  }
};

std::vector<Cell> AllCells() {
  std::vector<Cell> cells;
  for (const uint32_t client_page : {4096u, 16384u, 65536u}) {
    for (const uint32_t server_page : {4096u, 16384u, 65536u}) {
      for (const bool unlimited : {false, true}) {
        for (const SizingRuleFacts& facts : AllSizingRules()) {
          for (const TransportKind transport : kAllTransports) {
            for (const Oversized oversized :
                 {Oversized::kRefused, Oversized::kShort}) {
              cells.push_back({client_page, server_page, unlimited, facts.rule,
                               transport, oversized});
            }
          }
        }
      }
    }
  }
  return cells;
}

// What happens in a cell, by arithmetic alone.
int ExpectedError(const Cell& cell) {
  uint64_t size = cell.client_page;
  if (cell.unlimited && FactsOf(cell.rule).by_count) {
    size = uint64_t{cell.max_pages()} * cell.client_page;
    if (FactsOf(cell.rule).capped_by_max_write) {
      size = std::min<uint64_t>(size, kServerBuffer);
    }
  }
  const bool bounced = cell.transport == TransportKind::kBounced;
  // 40 bytes more than a power of two take the next one.
  if (bounced && size + 40 > uint64_t{4} << 20) return -ENOMEM;
  if (size > kServerBuffer && cell.oversized == Oversized::kRefused) {
    return -ENOMEM;
  }
  return 0;
}

ListingRig RigFor(const Cell& cell, PlusMode plus) {
  return ListingRig({.entries = 450,
                     .server = {.max_request_bytes = kServerBuffer,
                                .oversized = cell.oversized},
                     .client = {.sizing = cell.rule,
                                .limits = cell.limits(),
                                .transport = {.kind = cell.transport},
                                .plus = plus}});
}

TEST(PagePatchMatrixTest, EveryCellListsAllOrFailsAsItsSizesSay) {
  size_t listed = 0;
  size_t failed = 0;
  for (const Cell& cell : AllCells()) {
    SCOPED_TRACE(cell.ToText());
    for (const PlusMode plus : {PlusMode::kPlain, PlusMode::kPlus}) {
      ListingRig rig = RigFor(cell, plus);
      const Listing listing = ListByCount(&rig.client, cell.count());
      const int error = ExpectedError(cell);
      if (error == 0) {
        EXPECT_TRUE(listing.ended && listing.errors.empty());
        EXPECT_EQ(listing.names(), rig.server.names());
        ++listed;
      } else {
        EXPECT_EQ(listing.errors, std::vector<int>{error});
        EXPECT_TRUE(listing.entries.empty());
        ++failed;
      }
      EXPECT_EQ(rig.memory.pool.pages_in_use(), 0u);
      EXPECT_EQ(rig.Settle(), "");
      EXPECT_EQ(rig.ledger.ToText(), "");
    }
    if (HasFailure()) break;
  }
  EXPECT_EQ(listed + failed, size_t{2 * 3 * 3 * 2 * 5 * 3 * 2});
  EXPECT_EQ(failed, 44u);
}

// The same trace by every transport, wherever none of them fails.
TEST(PagePatchMatrixTest, TransportsDoNotShowInTheTrace) {
  size_t compared = 0;
  for (Cell cell : AllCells()) {
    if (cell.transport != TransportKind::kBounced) continue;
    if (ExpectedError(cell) != 0) continue;
    SCOPED_TRACE(cell.ToText());
    ListingRig bounced = RigFor(cell, PlusMode::kAdaptive);
    ListByCount(&bounced.client, cell.count());
    ASSERT_FALSE(bounced.trace.empty());
    for (const TransportKind other :
         {TransportKind::kScatter, TransportKind::kDevFuse}) {
      cell.transport = other;
      ListingRig rig = RigFor(cell, PlusMode::kAdaptive);
      ListByCount(&rig.client, cell.count());
      ASSERT_EQ(Trace::FirstDifference(bounced.trace, rig.trace), std::nullopt);
      ++compared;
    }
  }
  EXPECT_GT(compared, 300u);
}

// A 64 KiB guest on a 4 KiB host, overlayfs over virtiofs.  The request is as
// large after the patch as before it, which a server may still refuse.
TEST(PagePatchMatrixTest, A64KGuestOn4KHostListsOnlySinceThePatch) {
  const struct {
    SizingRule rule;
    TransportKind transport;
    Oversized oversized;
    std::vector<int> errors;
    size_t requests;
  } cases[] = {
      // 8126464 bytes and 40 of argbuf are too much, so no request is sent.
      {SizingRule::kKvmalloc,
       TransportKind::kBounced,
       Oversized::kShort,
       {-ENOMEM},
       0},
      {SizingRule::kPaged, TransportKind::kScatter, Oversized::kShort, {}, 2},
      {SizingRule::kPaged,
       TransportKind::kScatter,
       Oversized::kRefused,
       {-ENOMEM},
       1},
  };
  for (const auto& c : cases) {
    const Cell cell = {65536,  4096,        /*unlimited=*/true,
                       c.rule, c.transport, c.oversized};
    ListingRig rig = RigFor(cell, PlusMode::kPlus);
    const Listing listing = ListByCount(&rig.client, cell.count());
    EXPECT_EQ(listing.errors, c.errors);
    EXPECT_EQ(listing.ended, c.errors.empty());
    EXPECT_EQ(rig.server.requests().size(), c.requests);
    for (const ReaddirRequest& request : rig.server.requests()) {
      EXPECT_EQ(request.size, 124u * 65536);
    }
  }
  EXPECT_EQ(ArgbufBytes(124 * 65536), size_t{8} << 20);
}

}  // namespace
}  // namespace fuse_dirents
