// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/readdir_client.h"

#include <algorithm>
#include <cerrno>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "readdir/listing_rig.h"

namespace fuse_dirents {
namespace {

std::vector<RecordFormat> Formats(const ListingRig& rig) {
  std::vector<RecordFormat> formats;
  for (const ReaddirRequest& request : rig.server.requests()) {
    formats.push_back(request.format);
  }
  return formats;
}

constexpr auto kPlain = RecordFormat::kDirent;
constexpr auto kPlus = RecordFormat::kDirentplus;

TEST(ReaddirClientTest, AdaptiveIsPlusAtTheStartAndAfterALookup) {
  ListingRig rig({.entries = 298,
                  .server = {.max_records = 100},
                  .client = {.plus = PlusMode::kAdaptive}});
  std::vector<ListedEntry> entries;
  for (int call = 0; call < 4; ++call) {
    if (call == 2) rig.client.AdviseReaddirplus();
    KeepingCaller caller(kCountUnlimited);
    ASSERT_EQ(rig.client.Readdir(&caller), 0);
    entries.insert(entries.end(), caller.entries().begin(),
                   caller.entries().end());
  }
  EXPECT_EQ(Formats(rig), (std::vector{kPlus, kPlain, kPlus, kPlain}));
  EXPECT_EQ(entries.size(), 300u);
  EXPECT_EQ(rig.Settle(), "");
}

TEST(ReaddirClientTest, AdviceIsUsedUpAtTheStartToo) {
  ListingRig rig({.entries = 10,
                  .server = {.max_records = 4},
                  .client = {.plus = PlusMode::kAdaptive}});
  rig.client.AdviseReaddirplus();
  rig.List(4096);
  EXPECT_EQ(Formats(rig), (std::vector{kPlus, kPlain, kPlain, kPlain}));
}

TEST(ReaddirClientTest, AFailedAllocationKeepsTheAdvice) {
  ListingRig rig({.entries = 2, .client = {.plus = PlusMode::kAdaptive}});
  KeepingCaller first(kCountUnlimited);
  ASSERT_EQ(rig.client.Readdir(&first), 0);
  rig.client.AdviseReaddirplus();
  rig.memory.pool.SetFaults({{.call = 1}});
  KeepingCaller second(kCountUnlimited);
  EXPECT_EQ(rig.client.Readdir(&second), -ENOMEM);
  EXPECT_EQ(rig.client.Readdir(&second), 0);
  EXPECT_EQ(Formats(rig), (std::vector{kPlus, kPlus}));
}

TEST(ReaddirClientTest, DotsAreNeitherLinkedNorForgotten) {
  ListingRig rig({.entries = 3,
                  .server = {.dots_have_nodeid = true},
                  .client = {.plus = PlusMode::kPlus}});
  rig.List(4096);
  EXPECT_EQ(rig.ledger.linked(), 3u);
  EXPECT_EQ(rig.Settle(), "");
  EXPECT_EQ(rig.ledger.ToText(), "");
}

// libfuse 2 cuts anywhere; what is cut off comes again.
TEST(ReaddirClientTest, ByteSlicesListEveryEntryOnce) {
  size_t listings = 0;
  for (const PlusMode plus :
       {PlusMode::kPlain, PlusMode::kPlus, PlusMode::kAdaptive}) {
    for (size_t size = 24; size <= 2 * 4096; size += 40, ++listings) {
      ListingRig rig({.entries = 298,
                      .server = {.packing = Packing::kByteSlice},
                      .client = {.plus = plus}});
      EXPECT_EQ(rig.List(size).names(), rig.server.names());
      EXPECT_EQ(rig.Settle(), "");
    }
  }
  EXPECT_EQ(listings, 3u * 205);
}

TEST(ReaddirClientTest, ServersLimitsOnRecordsOnlyMakeMoreRequests) {
  for (uint32_t most = 1; most <= 40; ++most) {
    ListingRig rig({.entries = 40,
                    .server = {.max_records = most},
                    .client = {.plus = PlusMode::kAdaptive}});
    EXPECT_EQ(rig.List(65536).names(), rig.server.names());
    EXPECT_EQ(rig.server.requests().size(), (42 + most - 1) / most + 1);
    EXPECT_EQ(rig.Settle(), "");
  }
}

// An entry that is there throughout is listed once, whatever else changes.
TEST(ReaddirClientTest, ChangesBetweenRequestsLeaveOtherEntriesAlone) {
  for (const CookieKind cookies : kAllCookieKinds) {
    for (const PlusMode plus : {PlusMode::kPlain, PlusMode::kPlus}) {
      ListingRig rig({.entries = 298,
                      .server = {.cookies = cookies, .max_records = 30},
                      .client = {.plus = plus}});
      const std::vector<std::string> before = rig.server.names();
      // Of the first, the current and the last reply of the listing.
      const std::vector<std::string> removed = {before[3], before[119],
                                                before[120], before[290]};
      rig.server.ChangeBefore(4, [&](ModelServer* server) {
        for (const std::string& name : removed) server->Remove(name);
        server->AddBefore(before[10], {.name = "NEW1"});
        server->AddBefore(before[200], {.name = "NEW2"});
      });
      const Listing listing = rig.List(65536);
      EXPECT_TRUE(listing.ended);
      const std::vector<std::string> listed = listing.names();
      for (const std::string& name : before) {
        const auto times = std::ranges::count(listed, name);
        if (std::ranges::count(removed, name) == 0) {
          EXPECT_EQ(times, 1) << name;
        } else {
          EXPECT_LE(times, 1) << name;
        }
      }
      EXPECT_EQ(std::ranges::count(listed, "NEW1"), 0);
      EXPECT_EQ(std::ranges::count(listed, "NEW2"), 1);
      EXPECT_EQ(rig.Settle(), "");
    }
  }
}

// Names as long as can be, whose records no page of 4 KiB holds.
TEST(ReaddirClientTest, ARecordAboveAPageIsListedWhereTheRequestHoldsIt) {
  const std::string longest(4095, 'n');
  for (const bool cached : {false, true}) {
    for (const TransportKind transport : kAllTransports) {
      ListingRig rig({.entries = 3,
                      .client = {.transport = {.kind = transport},
                                 .plus = PlusMode::kPlus},
                      .cached = cached});
      rig.server.Add({.name = longest, .nodeid = ModelServer::kChoose});
      rig.server.Add({.name = "z", .nodeid = ModelServer::kChoose});
      EXPECT_EQ(rig.List(3 * 4096).names(), rig.server.names());
      EXPECT_FALSE(rig.cache.complete());
      EXPECT_EQ(rig.Settle(), "");
      EXPECT_EQ(rig.ledger.ToText(), "");
    }
  }
}

TEST(ReaddirClientTest, TheTraceOfEveryTransportAndPageSizeIsTheSame) {
  std::set<std::string> traces;
  size_t listings = 0;
  for (const uint32_t page_size : {4096u, 16384u, 65536u}) {
    for (const TransportKind transport : kAllTransports) {
      for (const uint32_t offset : {0u, 4095u, 24u}) {
        ListingRig rig(
            {.entries = 200,
             .server = {.max_records = 20},
             .client = {
                 .limits = {.page_size = page_size, .max_pages = 16},
                 .transport = {.kind = transport, .server_offset = offset},
                 .plus = PlusMode::kAdaptive}});
        rig.List(65536);
        traces.insert(rig.trace.ToText());
        ++listings;
      }
    }
  }
  EXPECT_EQ(listings, 27u);
  EXPECT_EQ(traces.size(), 1u);
}

}  // namespace
}  // namespace fuse_dirents
