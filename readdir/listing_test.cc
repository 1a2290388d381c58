// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Every buffer of a caller's lists the whole directory, each entry once.

#include "readdir/listing.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "readdir/listing_rig.h"

namespace fuse_dirents {
namespace {

constexpr size_t kEntries = 300;
constexpr size_t kSmallestBuffer = 24;
constexpr size_t kLargestBuffer = 2 * 4096;
constexpr size_t kStep = 8;

std::string KindName(CookieKind kind) {
  switch (kind) {
    case CookieKind::kPosition:
      return "Position";
    case CookieKind::kHash:
      return "Hash";
    case CookieKind::kNegative:
      return "Negative";
    case CookieKind::kNonMonotonic:
      return "NonMonotonic";
  }
  return "";
}

class EveryBufferSizeTest : public testing::TestWithParam<CookieKind> {
 protected:
  // Lists with every size of buffer; returns how many requests that took
  // the server.
  size_t ListWithEverySize(PlusMode plus, bool cached) {
    ListingRig rig({.entries = kEntries - 2,
                    .server = {.cookies = GetParam()},
                    .client = {.plus = plus},
                    .cached = cached});
    const std::vector<std::string> expected = rig.server.names();
    EXPECT_EQ(expected.size(), kEntries);
    size_t sizes = 0;
    for (size_t size = kSmallestBuffer; size <= kLargestBuffer;
         size += kStep, ++sizes) {
      SCOPED_TRACE("buffer of " + std::to_string(size));
      rig.cache.Reset();
      rig.client.Seek(0);
      ExpectAllListed(&rig, size, expected);
      if (cached) {
        EXPECT_TRUE(rig.cache.complete());
        // The same again, now from the cache.
        const size_t asked = rig.server.requests().size();
        rig.client.Seek(0);
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
    EXPECT_EQ(sizes, (kLargestBuffer - kSmallestBuffer) / kStep + 1);
    return rig.server.requests().size();
  }

  static void ExpectAllListed(ListingRig* rig, size_t buffer_size,
                              const std::vector<std::string>& expected) {
    rig->trace.Clear();
    const Listing listing = rig->List(buffer_size);
    EXPECT_TRUE(listing.ended && listing.errors.empty());
    EXPECT_EQ(listing.names(), expected);
  }
};

TEST_P(EveryBufferSizeTest, ListsEachEntryOnceByReaddir) {
  EXPECT_GT(ListWithEverySize(PlusMode::kPlain, false), 5000u);
}
TEST_P(EveryBufferSizeTest, ListsEachEntryOnceByReaddirplus) {
  EXPECT_GT(ListWithEverySize(PlusMode::kPlus, false), 5000u);
}
TEST_P(EveryBufferSizeTest, ListsEachEntryOnceByBoth) {
  EXPECT_GT(ListWithEverySize(PlusMode::kAdaptive, false), 5000u);
}
TEST_P(EveryBufferSizeTest, ListsEachEntryOnceByReaddirCached) {
  EXPECT_GT(ListWithEverySize(PlusMode::kPlain, true), 2000u);
}
TEST_P(EveryBufferSizeTest, ListsEachEntryOnceByReaddirplusCached) {
  EXPECT_GT(ListWithEverySize(PlusMode::kPlus, true), 2000u);
}
TEST_P(EveryBufferSizeTest, ListsEachEntryOnceByBothCached) {
  EXPECT_GT(ListWithEverySize(PlusMode::kAdaptive, true), 2000u);
}

INSTANTIATE_TEST_SUITE_P(Cookies, EveryBufferSizeTest,
                         testing::ValuesIn(kAllCookieKinds),
                         [](const auto& param_info) {
                           return KindName(param_info.param);
                         });

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
  ModelServer server({});
  ReaddirClient client(
      {}, {.server = &server, .memory = &SharedReaddirMemory(4096)});
  const Listing listing = ListByGetdents64(&client, 4096);
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

// What one listing leaves in a rig: all that another could be changed by.
std::string ListAndTell(ListingRig* rig) {
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
    fresh.push_back(ListAndTell(&rig));
  }
  ListingRig rig(all.back());
  ListAndTell(&rig);
  for (size_t i = 0; i < all.size(); ++i) {
    rig.Reset(all[i]);
    EXPECT_EQ(ListAndTell(&rig), fresh[i]) << i;
  }
}

}  // namespace
}  // namespace fuse_dirents
