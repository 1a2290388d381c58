// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/engine/property_test.h"
#include "properties/listing_properties.h"

namespace fuse_dirents {
namespace {

// Every sizing rule keeps the guarantees that SIZING.md says it keeps, and a
// request after a short allocation is what the pages hold.
TEST(ListingProperty, SizingGuarantees) {
  EXPECT_TRUE(Holds(kSizingGuarantees));
}

// An allocation that falls short makes one request shorter, and nothing else.
TEST(ListingProperty, ShortAllocation) { EXPECT_TRUE(Holds(kShortAllocation)); }

// The cache replays the listing that filled it, and asks the server nothing.
TEST(ListingProperty, CacheReplay) { EXPECT_TRUE(Holds(kCacheReplay)); }

// A listing that goes to READDIRPLUS and back is the listing by READDIR, and
// its lookups balance.
TEST(ListingProperty, Adaptive) { EXPECT_TRUE(Holds(kAdaptiveListing)); }

// Each call makes the request, gives the entries, returns the error and leaves
// the position that the model computes from what the server says it sent.
TEST(ListingProperty, ListingModel) { EXPECT_TRUE(Holds(kListingModel)); }

}  // namespace
}  // namespace fuse_dirents
