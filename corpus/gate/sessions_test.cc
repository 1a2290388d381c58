// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The sessions of the corpus without the model: server, client and caller of
// each list a directory of plain files, with no fault and with each fault, and
// a cache holds what was listed.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "fuzz/checks/planted_bugs.h"
#include "fuzz/inputs/session_input.h"
#include "fuzz/session_oracle.h"
#include "gtest/gtest.h"
#include "parser/frames.h"
#include "readdir/listing.h"
#include "readdir/listing_rig.h"
#include "readdir/model/reply_outcome.h"

namespace fuse_dirents {
namespace {

using Names = std::vector<std::string>;

// Listings that failed calls and small buffers lengthen.
constexpr size_t kMaxCalls = 2000;
constexpr size_t kMostFaults = 12;

const std::vector<std::string>& Seeds() {
  static const auto& seeds =
      *new std::vector<std::string>(SeedsOf("session_fuzzer"));
  return seeds;
}

const uint8_t* DataOf(const std::string& seed) {
  return reinterpret_cast<const uint8_t*>(seed.data());
}

// The session of `seed` without what fails.
SessionInput Healthy(const std::string& seed) {
  SessionInput input;
  ReadSessionInput(DataOf(seed), seed.size(), &input);
  input.rig.alloc_faults.clear();
  input.rig.failing_point = FaultPoints::kNone;
  input.rig.counts_faults = true;
  return input;
}

Listing ListAll(const CallerPlan& caller, ListingRig* rig) {
  const ListingOptions options = {
      .retries = 2, .max_calls = kMaxCalls, .max_entries = caller.max_entries};
  return caller.by_getdents
             ? rig->List(static_cast<size_t>(caller.count), options)
             : ListByCount(&rig->client, caller.count, options);
}

// What the client may show of the server's names.
Names Visible(const ListingRig& rig, const Profile& profile) {
  Names names = rig.server.names();
  std::erase_if(names, [&profile](const std::string& name) {
    return IsHidden(
        profile, {.namelen = static_cast<uint32_t>(name.size()), .name = name});
  });
  return names;
}

// The names on the pages of a cache, which must hold all up to size().
Names NamesOn(const DirentCache& cache) {
  Names names;
  uint64_t last = 0;
  for (size_t i = 0; i < cache.num_pages(); ++i) {
    const std::span<const std::byte> page = cache.page(i);
    EXPECT_EQ(page.size(), cache.page_size());
    const std::string_view text(reinterpret_cast<const char*>(page.data()),
                                page.size());
    for (const RecordFrame& frame : FramesOf(RecordFormat::kDirent, text)) {
      if (frame.namelen == 0) break;
      names.emplace_back(NameOf(text, frame));
      last = HeaderOf(text, frame).dirent.off;
    }
  }
  EXPECT_LE(cache.size(), cache.num_pages() * cache.page_size());
  EXPECT_EQ(cache.pos(), last);
  return names;
}

TEST(SessionsTest, AHealthySessionListsEveryNameOnceOrReportsAnError) {
  size_t ended = 0, failed = 0;
  for (const std::string& seed : Seeds()) {
    const SessionInput input = Healthy(seed);
    ListingRig rig(input.rig);
    const Listing listing = ListAll(input.caller, &rig);
    EXPECT_EQ(rig.Settle(), "");
    EXPECT_EQ(rig.memory.pool.pages_in_use(), 0u);
    if (!listing.ended) {
      EXPECT_FALSE(listing.errors.empty());
      ++failed;
      continue;
    }
    ++ended;
    EXPECT_EQ(listing.names(), Visible(rig, *input.rig.client.profile));
    // Opened again, and without a name.
    rig.client.DropCachePage(0);
    rig.client.Reopen(/*keep_cache=*/false);
    EXPECT_EQ(ListAll(input.caller, &rig).names(), listing.names());
    for (const std::string& name : rig.server.names()) rig.server.Remove(name);
    EXPECT_EQ(rig.server.names(), Names());
    rig.client.Reopen(/*keep_cache=*/false);
    EXPECT_EQ(ListAll(input.caller, &rig).names(), Names());
  }
  EXPECT_GT(ended, failed);
  EXPECT_GT(failed, 0u);
}

TEST(SessionsTest, ACompleteCacheHoldsWhatWasListed) {
  size_t complete = 0;
  for (const std::string& seed : Seeds()) {
    const SessionInput input = Healthy(seed);
    ListingRig rig(input.rig);
    const Listing listing = ListAll(input.caller, &rig);
    if (!listing.ended || !rig.cache.complete()) continue;
    ++complete;
    EXPECT_EQ(NamesOn(rig.cache), listing.names());
    EXPECT_EQ(rig.cache.version(), 0u);
    const size_t requests = rig.server.requests().size();
    rig.client.Seek(0);
    EXPECT_EQ(ListAll(input.caller, &rig).names(), listing.names());
    EXPECT_EQ(rig.server.requests().size(), requests);
    // A seek into the listing reads on from there; at a cookie that never was,
    // the server is asked, and refuses it.
    if (const Names names = listing.names(); !names.empty()) {
      rig.client.Seek(listing.entries[0].off);
      EXPECT_EQ(ListAll(input.caller, &rig).names(),
                Names(names.begin() + 1, names.end()));
      rig.client.Seek(UINT64_MAX / 3);
      EXPECT_FALSE(ListAll(input.caller, &rig).errors.empty());
    }
    // Without its first page the cache begins anew.
    const bool has_page = rig.cache.num_pages() > 0;
    rig.client.DropCachePage(0);
    rig.client.Seek(0);
    EXPECT_TRUE(!has_page || rig.cache.page(0).empty());
    EXPECT_EQ(ListAll(input.caller, &rig).names(), listing.names());
    EXPECT_EQ(rig.cache.version(), has_page ? 1u : 0u);
  }
  EXPECT_GT(complete, 0u);
}

TEST(SessionsTest, OneFaultLosesNoNameAndLeaksNothing) {
  size_t faults = 0;
  for (const std::string& seed : Seeds()) {
    SessionInput input = Healthy(seed);
    size_t points = 0;
    {
      ListingRig rig(input.rig);
      if (!ListAll(input.caller, &rig).errors.empty()) continue;
      points = std::min(rig.faults.passed().size(), kMostFaults);
    }
    for (size_t i = 0; i < points; ++i) {
      input.rig.failing_point = i;
      ListingRig rig(input.rig);
      const Listing listing = ListAll(input.caller, &rig);
      ASSERT_TRUE(rig.faults.fired());
      SCOPED_TRACE(FaultPointName(rig.faults.passed()[i]));
      EXPECT_TRUE(listing.ended);
      EXPECT_LE(listing.errors.size(), 1u);
      EXPECT_EQ(listing.names(), Visible(rig, *input.rig.client.profile));
      EXPECT_EQ(rig.Settle(), "");
      EXPECT_EQ(rig.memory.pool.pages_in_use(), 0u);
      ++faults;
    }
  }
  EXPECT_GT(faults, 100u);
}

TEST(SessionsTest, AListingEndsAtItsLimitsAndWhereACallHangs) {
  size_t hangs = 0, failures = 0;
  for (const std::string& seed : Seeds()) {
    SessionInput input = Healthy(seed);
    input.rig.failing_point = 0;
    input.rig.server.forgets_read = 0;
    for (const bool by_getdents : {false, true}) {
      for (const size_t retries : {0u, 2u}) {
        ListingRig rig(input.rig);
        const ListingOptions options = {.retries = retries, .max_calls = 2};
        const Listing listing = by_getdents
                                    ? rig.List(4096, options)
                                    : ListByCount(&rig.client, 4096, options);
        EXPECT_LE(listing.calls, 2u);
        if (!listing.errors.empty() && retries == 0) {
          EXPECT_EQ(listing.calls, 1u);
          ++failures;
        }
        hangs += listing.hangs;
      }
    }
  }
  EXPECT_GT(hangs, 0u);
  EXPECT_GT(failures, 0u);
}

// A client of its own for each session.
class FreshClients : public SessionSubject {
  void Narrow(SessionInput* /*input*/) override {}
  std::unique_ptr<ReaddirPath> Open(const RigOptions& options,
                                    ListingRig* rig) override {
    return std::make_unique<ReaddirClient>(
        options.client,
        ReaddirClient::Parts{
            .server = rig->server,
            .memory = rig->memory,
            .trace = rig->trace,
            .cache = options.cached ? &rig->cache : nullptr,
            .faults = options.failing_point != FaultPoints::kNone ? &rig->faults
                                                                  : nullptr});
  }
  void Close(const ListingRig& /*rig*/) override {}
};

TEST(SessionsTest, AFreshClientDoesAsOneThatIsReset) {
  FreshClients fresh;
  for (const std::string& seed : Seeds()) {
    const SessionVerdict kept = JudgeSession(DataOf(seed), seed.size());
    const SessionVerdict made = JudgeSession(DataOf(seed), seed.size(), &fresh);
    EXPECT_EQ(made.finding, "");
    EXPECT_EQ(made.listed, kept.listed);
    EXPECT_EQ(made.not_reached, kept.not_reached);
  }
}

}  // namespace
}  // namespace fuse_dirents
