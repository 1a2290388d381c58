// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Bugs in the readdir path that the properties of listings must find.

#include "gtest/gtest.h"
#include "properties/canary.h"
#include "properties/listing_properties.h"

namespace fuse_dirents {
namespace {

constexpr ListingPlant kPostedSizing = {.sizing = [](SizingRule rule) {
  return rule == SizingRule::kPaged ? SizingRule::kPagedV3 : rule;
}};
TEST(ListingCanary, SizingGuaranteesFindThePatchAsPosted) {
  ExpectFound(kSizingGuarantees<kPostedSizing>);
}

constexpr ListingPlant kUncapped = {.bugs = {.uncapped_size = true}};
TEST(ListingCanary, ShortAllocationFindsARequestWithoutACap) {
  ExpectFound(kShortAllocation<kUncapped>);
}

constexpr ListingPlant kWritesToTheCache = {.between = [](ListingRig* rig) {
  // A byte of the name of the first record, ".".
  rig->cache.page(0)[24] ^= std::byte{1};
}};
TEST(ListingCanary, CacheReplayFindsAByteWrittenToTheCache) {
  ExpectFound(kCacheReplay<kWritesToTheCache>);
}

constexpr ListingPlant kLosesThePage = {
    .between = [](ListingRig* rig) { rig->cache.DropPage(0); }};
TEST(ListingCanary, CacheReplayFindsAPageThatIsLost) {
  ExpectFound(kCacheReplay<kLosesThePage>);
}

constexpr ListingPlant kRepeats = {.bugs = {.pos_before_last = true}};
TEST(ListingCanary, ShortAllocationFindsAnEntryThatIsListedTwice) {
  ExpectFound(kShortAllocation<kRepeats>);
}
TEST(ListingCanary, AdaptiveFindsAnEntryThatIsListedTwice) {
  ExpectFound(kAdaptive<kRepeats>);
}

constexpr ListingPlant kSkips = {.bugs = {.pos_past_untaken = true}};
TEST(ListingCanary, AdaptiveFindsAnEntryThatIsSkipped) {
  ExpectFound(kAdaptive<kSkips>);
}

}  // namespace
}  // namespace fuse_dirents
