// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// At every point where the readdir path can fail, one fails, and the listing is
// made again from where it stands.

#include <algorithm>
#include <cerrno>
#include <map>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "readdir/listing_rig.h"

namespace fuse_dirents {
namespace {

constexpr size_t kEntries = 40;

struct Scene {
  const char* name;
  PlusMode plus;
  TransportKind transport;
  SizingRule sizing;
  bool cached;
};

constexpr Scene kScenes[] = {
    {"plain by pages", PlusMode::kPlain, TransportKind::kScatter,
     SizingRule::kPaged, false},
    {"plus by pages", PlusMode::kPlus, TransportKind::kScatter,
     SizingRule::kPaged, false},
    {"both by /dev/fuse, cached", PlusMode::kAdaptive, TransportKind::kDevFuse,
     SizingRule::kPaged, true},
    {"plus bounced, cached", PlusMode::kPlus, TransportKind::kBounced,
     SizingRule::kKvmalloc, true},
    {"plus by v3", PlusMode::kPlus, TransportKind::kScatter,
     SizingRule::kPagedV3, false},
    {"plus by one page", PlusMode::kPlus, TransportKind::kDevFuse,
     SizingRule::kOnePage, false},
};

// A listing of three requests: two replies and the end.
RigOptions OptionsFor(const Scene& scene, size_t failing_point) {
  return {.entries = kEntries - 2,
          .server = {.max_records = kEntries / 2},
          .client = {.sizing = scene.sizing,
                     .transport = {.kind = scene.transport},
                     .plus = scene.plus},
          .cached = scene.cached,
          .failing_point = failing_point,
          .counts_faults = true};
}

constexpr size_t kBuffer = 8 * 4096;

// What readdir returns where `point` fails; 0: it goes on.
int ErrorOf(FaultPoint point, const Scene& scene) {
  switch (point) {
    case FaultPoint::kAllocBuffer:
    case FaultPoint::kAllocPageList:
    case FaultPoint::kAllocPages:
    case FaultPoint::kArgbuf:
    case FaultPoint::kMap:
      return -ENOMEM;
    case FaultPoint::kReply:
      return -EIO;
    case FaultPoint::kShortPages:
      return FactsOf(scene.sizing).short_allocation_shrinks ? 0 : -ENOMEM;
    case FaultPoint::kLink:
    case FaultPoint::kCachePage:
      return 0;
  }
  return 1;
}

// The number of the request that point `i` belongs to.  Each request passes
// kReply once, before the points of its reply.
size_t RequestAt(const std::vector<FaultPoint>& points, size_t i) {
  return static_cast<size_t>(std::count(points.begin(), points.begin() + i,
                                        FaultPoint::kReply)) -
         1;
}

TEST(ReaddirFaultsTest, OneFaultAnywhereLosesDoublesAndLeaksNothing) {
  std::map<FaultPoint, size_t> tried;
  for (const Scene& scene : kScenes) {
    ListingRig healthy(OptionsFor(scene, FaultPoints::kNone));
    ASSERT_EQ(healthy.List(kBuffer).names(), healthy.server.names());
    ASSERT_EQ(healthy.server.requests().size(), 3u);
    const std::vector<FaultPoint> points = healthy.faults.passed();
    ASSERT_GT(points.size(), 5u);
    for (size_t i = 0; i < points.size(); ++i) {
      SCOPED_TRACE(std::string(scene.name) + ", point " + std::to_string(i) +
                   " " + std::string(FaultPointName(points[i])));
      ListingRig rig(OptionsFor(scene, i));
      const Listing listing = rig.List(kBuffer, {.retries = 1});
      ASSERT_TRUE(rig.faults.fired());
      ++tried[points[i]];
      const int error = ErrorOf(points[i], scene);
      EXPECT_EQ(listing.errors,
                error == 0 ? std::vector<int>() : std::vector<int>{error});
      EXPECT_TRUE(listing.ended);
      EXPECT_EQ(listing.names(), rig.server.names());
      EXPECT_EQ(rig.memory.pool.pages_in_use(), 0u);
      EXPECT_EQ(rig.memory.views.live_views(), 0u);
      EXPECT_EQ(rig.Settle(), "");
      // Only a failed mapping leaks lookups: all of its reply.
      size_t leaked = 0;
      const size_t request = RequestAt(points, i);
      if (points[i] == FaultPoint::kMap &&
          rig.server.requests()[request].format == RecordFormat::kDirentplus) {
        for (const SentRecord& sent : rig.server.SentBy(request)) {
          leaked += sent.nodeid != 0;
        }
      }
      EXPECT_EQ(rig.ledger.Imbalances().size(), leaked) << rig.ledger.ToText();
      // Once more, now without a fault: whatever the cache made of it.
      rig.client.Seek(0);
      EXPECT_EQ(rig.List(kBuffer).names(), rig.server.names());
      EXPECT_EQ(rig.Settle(), "");
    }
  }
  size_t total = 0;
  for (const auto& [point, count] : tried) total += count;
  EXPECT_EQ(tried.size(), 9u) << "a kind of point was never tried";
  EXPECT_GT(total, 300u);
}

// Pages of the pool itself run short: the request shrinks to what there is.
TEST(ReaddirFaultsTest, AShortAllocationShrinksTheRequestToItsPages) {
  for (uint32_t pages = 1; pages <= 8; ++pages) {
    ListingRig rig({.entries = kEntries - 2});
    rig.memory.pool.SetFaults({{.call = 0, .short_by = 8 - pages}});
    const Listing listing = rig.List(kBuffer);
    EXPECT_EQ(listing.names(), rig.server.names());
    ASSERT_FALSE(rig.server.requests().empty());
    EXPECT_EQ(rig.server.requests()[0].size, pages * 4096);
  }
}

}  // namespace
}  // namespace fuse_dirents
