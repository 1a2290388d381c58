// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Bugs planted in the client, and the check that catches each.  Each test also
// shows that the check has nothing against a client without the bug.

#include <algorithm>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "readdir/listing_rig.h"

namespace fuse_dirents {
namespace {

// Lists with every buffer size up to 2 KiB; whether each gave every entry once.
bool EveryBufferListsAll(const ReaddirBugs& bugs) {
  for (size_t size = 24; size <= 2048; size += 8) {
    ListingRig rig(
        {.entries = 40, .client = {.plus = PlusMode::kPlus, .bugs = bugs}});
    const Listing listing = rig.List(size, {.max_calls = 1000});
    if (!listing.ended || listing.names() != rig.server.names()) return false;
  }
  return true;
}

TEST(PlantedBugsTest, PosPastAnUntakenEntryIsCaught) {
  EXPECT_TRUE(EveryBufferListsAll({}));
  EXPECT_FALSE(EveryBufferListsAll({.pos_past_untaken = true}));
}

TEST(PlantedBugsTest, PosBeforeTheLastEntryIsCaught) {
  EXPECT_TRUE(EveryBufferListsAll({}));
  EXPECT_FALSE(EveryBufferListsAll({.pos_before_last = true}));
}

// The largest request of a listing, in pages of the client.
size_t LargestRequest(const ReaddirBugs& bugs) {
  ListingRig rig({.client = {.limits = {.max_pages = 2}, .bugs = bugs}});
  const Listing listing = rig.List(10 * 4096);
  EXPECT_EQ(listing.names(), rig.server.names());
  size_t largest = 0;
  for (const ReaddirRequest& request : rig.server.requests()) {
    largest = std::max(largest, PagesFor(request.size, 4096));
  }
  return largest;
}

TEST(PlantedBugsTest, AnUncappedSizeIsCaught) {
  EXPECT_LE(LargestRequest({}), 2u);
  EXPECT_GT(LargestRequest({.uncapped_size = true}), 2u);
}

std::string LedgerAgainst(const ReaddirBugs& bugs) {
  ListingRig rig(
      {.entries = 0, .client = {.plus = PlusMode::kPlus, .bugs = bugs}});
  rig.server.Add({.name = "good", .nodeid = 7});
  rig.server.Add({.name = "bad", .nodeid = 8, .defect = Defect::kBadMode});
  EXPECT_EQ(rig.List(4096).names(), rig.server.names());
  return rig.Settle();
}

TEST(PlantedBugsTest, AMissingForgetIsCaught) {
  EXPECT_EQ(LedgerAgainst({}), "");
  const std::string text = LedgerAgainst({.missing_forget = true});
  EXPECT_NE(text.find("nodeid 8"), std::string::npos) << text;
  EXPECT_EQ(text.find("nodeid 7"), std::string::npos) << text;
}

uint32_t PagesLeakedByAFailedMap(const ReaddirBugs& bugs) {
  ListingRig rig({.client = {.bugs = bugs}});
  rig.memory.views.FailMaps(1);
  EXPECT_EQ(rig.List(4096, {.retries = 1}).names(), rig.server.names());
  return rig.memory.pool.pages_in_use();
}

TEST(PlantedBugsTest, PagesLeakedByAFailedMapAreCaught) {
  EXPECT_EQ(PagesLeakedByAFailedMap({}), 0u);
  EXPECT_EQ(PagesLeakedByAFailedMap({.pages_leak_on_failed_map = true}), 1u);
}

}  // namespace
}  // namespace fuse_dirents
