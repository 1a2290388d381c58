// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A caller's buffer of any size lists the whole directory, each entry once.

#include "readdir/listing.h"

#include <string>
#include <tuple>
#include <vector>

#include "gtest/gtest.h"
#include "readdir/listing_rig.h"

namespace fuse_dirents {
namespace {

constexpr size_t kEntries = 300;
constexpr size_t kSmallestBuffer = 24;
constexpr size_t kLargestBuffer = 2 * 4096;
constexpr size_t kStep = 8;

// The cookies, the format of requests, and whether there is a cache.
class EveryBufferSizeTest
    : public testing::TestWithParam<std::tuple<CookieKind, PlusMode, bool>> {
 protected:
  static void ExpectAllListed(ListingRig* rig, size_t buffer_size,
                              const std::vector<std::string>& expected) {
    rig->trace.Clear();
    rig->client.Seek(0);
    const Listing listing = rig->List(buffer_size);
    EXPECT_TRUE(listing.ended && listing.errors.empty());
    EXPECT_EQ(listing.names(), expected);
  }
};

TEST_P(EveryBufferSizeTest, ListsEachEntryOnce) {
  const auto [cookies, plus, cached] = GetParam();
  ListingRig rig({.entries = kEntries - 2,
                  .server = {.cookies = cookies},
                  .client = {.plus = plus},
                  .cached = cached});
  const std::vector<std::string> expected = rig.server.names();
  EXPECT_EQ(expected.size(), kEntries);
  for (size_t size = kSmallestBuffer; size <= kLargestBuffer; size += kStep) {
    SCOPED_TRACE("buffer of " + std::to_string(size));
    rig.cache.Reset();
    ExpectAllListed(&rig, size, expected);
    if (cached) {
      EXPECT_TRUE(rig.cache.complete());
      // The same again, now from the cache.
      const size_t asked = rig.server.requests().size();
      ExpectAllListed(&rig, size, expected);
      EXPECT_EQ(rig.server.requests().size(), asked);
    }
    if (plus == PlusMode::kAdaptive && size % 16 == 0) {
      rig.client.AdviseReaddirplus();
    }
    EXPECT_EQ(rig.memory.pool.pages_in_use(), 0u);
    EXPECT_EQ(rig.Settle(), "");
    if (HasFailure()) break;
  }
  EXPECT_EQ(rig.ledger.ToText(), "");
  EXPECT_EQ(rig.ledger.counted() > 0, plus != PlusMode::kPlain);
  EXPECT_GT(rig.server.requests().size(), cached ? 2000u : 5000u);
}

INSTANTIATE_TEST_SUITE_P(All, EveryBufferSizeTest,
                         testing::Combine(testing::ValuesIn(kAllCookieKinds),
                                          testing::Values(PlusMode::kPlain,
                                                          PlusMode::kPlus,
                                                          PlusMode::kAdaptive),
                                          testing::Bool()));

TEST(ListingTest, ABufferTooSmallForTheFirstEntryIsEinval) {
  ListingRig rig({.entries = 3});
  const Listing listing = rig.List(kSmallestBuffer - 1);
  EXPECT_TRUE(listing.entries.empty());
  EXPECT_EQ(listing.errors, std::vector<int>{-EINVAL});
}

TEST(ListingTest, ABufferTooSmallForALaterEntryListsUpToIt) {
  ListingRig rig({.entries = 0});
  rig.server.Add({.name = "longer"});
  rig.server.Add({.name = "z"});
  const Listing listing = rig.List(kSmallestBuffer);
  EXPECT_EQ(listing.names(), (std::vector<std::string>{".", ".."}));
  EXPECT_EQ(listing.errors, std::vector<int>{-EINVAL});
}

TEST(ListingTest, AnEmptyDirectoryEndsAtOnce) {
  ListingRig rig({});
  rig.server.Reset({});
  const Listing listing = rig.List(4096);
  EXPECT_TRUE(listing.ended && listing.entries.empty());
  EXPECT_EQ(listing.calls, 1u);
}

TEST(ListingTest, AnUnlimitedCallerTakesAllThatAReplyHolds) {
  ListingRig rig({.entries = 298, .client = {.plus = PlusMode::kPlus}});
  const Listing listing = ListByCount(&rig.client, kCountUnlimited);
  EXPECT_EQ(listing.names(), rig.server.names());
  // One reply of up to 128 KiB, and the end.
  ASSERT_EQ(rig.server.requests().size(), 2u);
  EXPECT_EQ(rig.server.requests()[0].size, 32u * 4096);
  EXPECT_EQ(rig.Settle(), "");
}

// Lists once and returns as text all state of the rig that could change another
// listing.
std::string ListAndDescribe(ListingRig* rig) {
  const Listing listing = rig->List(200, {.retries = 3});
  std::string text = rig->trace.ToText() + rig->ledger.ToText();
  for (const FaultPoint point : rig->faults.passed()) {
    text += std::string(FaultPointName(point)) + "\n";
  }
  return text + std::to_string(listing.calls) + " calls, cache " +
         std::to_string(rig->cache.version()) + " " +
         std::to_string(rig->cache.size()) + "\n" + rig->Settle();
}

TEST(ListingRigTest, ResetRigListsAsANewOneDoes) {
  std::vector<RigOptions> all;
  for (const CookieKind cookies : kAllCookieKinds) {
    for (const bool cached : {false, true}) {
      for (const size_t failing : {FaultPoints::kNone, size_t{5}, size_t{20}}) {
        all.push_back({.entries = all.size() % 7 * 5,
                       .server = {.cookies = cookies},
                       .client = {.plus = PlusMode::kPlus},
                       .cached = cached,
                       .failing_point = failing});
      }
    }
  }
  ASSERT_EQ(all.size(), 24u);
  std::vector<std::string> fresh;
  for (const RigOptions& options : all) {
    ListingRig rig(options);
    fresh.push_back(ListAndDescribe(&rig));
  }
  ListingRig rig(all.back());
  ListAndDescribe(&rig);
  for (size_t i = 0; i < all.size(); ++i) {
    rig.Reset(all[i]);
    EXPECT_EQ(ListAndDescribe(&rig), fresh[i]) << i;
  }
}

}  // namespace
}  // namespace fuse_dirents
