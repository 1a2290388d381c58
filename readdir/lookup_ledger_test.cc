// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/lookup_ledger.h"

#include <algorithm>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "parser/dirent_writer.h"
#include "parser/parse.h"
#include "parser/trace/recording_sink.h"
#include "parser/trace/trace.h"
#include "readdir/model/reply_outcome.h"

namespace fuse_dirents {
namespace {

RecordFields File(std::string name, uint64_t nodeid) {
  RecordFields fields = {
      .ino = nodeid, .off = nodeid + 1, .type = 8, .name = std::move(name)};
  fields.entry_out.nodeid = nodeid;
  fields.entry_out.attr.mode = 0100644;
  return fields;
}

std::string Listing(std::initializer_list<RecordFields> records) {
  DirentWriter writer(RecordFormat::kDirentplus);
  for (const RecordFields& record : records) writer.Append(record);
  return writer.bytes();
}

// What the server sent that wrote `reply`, of which `seen` bytes arrived.
std::vector<SentRecord> Records(const std::string& reply,
                                size_t seen = std::string::npos) {
  return SentRecordsOf(RecordFormat::kDirentplus, reply,
                       std::min(seen, reply.size()));
}

// A client lists one reply, of which it sees all but the last `cut` bytes.
// Returns what readdir gives.
int List(const Profile& profile, const std::string& reply, const SinkPlan& plan,
         size_t cut, LookupLedger* ledger) {
  const size_t seen = reply.size() - cut;
  ledger->CountReply(0, Records(reply));
  const std::string shown = reply.substr(0, seen);
  const dirents_segment segment = {shown.data(), seen};
  Trace trace;
  RecordingSink recording(plan, &trace);
  LedgerSink books(recording.sink(), ledger);
  uint64_t pos = 0;
  const int error =
      ParseWithReader(profile, {1, 0, &segment, 1, seen}, books.sink(), &pos);
  ledger->ExcuseReply(0, Records(reply, seen), plan.capacity);
  return error;
}

std::string Leak(int nodeid, int record, int event, const std::string& why) {
  return "nodeid " + std::to_string(nodeid) + ": 1 lookup of reply 0, record " +
         std::to_string(record) + " leaked, event " + std::to_string(event) +
         " (known: " + why + ")\n";
}

struct Totals {
  int error;
  uint64_t counted, linked, forgotten;
};

// `leaks`: the known ones; there must be no other.
void ExpectBalance(const char* what, std::string_view profile,
                   std::initializer_list<RecordFields> records,
                   const Totals& totals, const std::string& leaks = "",
                   const SinkPlan& plan = {}, size_t cut = 0) {
  SCOPED_TRACE(what);
  LookupLedger ledger(*FindProfile(profile));
  EXPECT_EQ(List(*FindProfile(profile), Listing(records), plan, cut, &ledger),
            totals.error);
  EXPECT_EQ(ledger.ToText(), leaks);
  EXPECT_EQ(ledger.Violations(), std::vector<Imbalance>());
  EXPECT_EQ(ledger.counted(), totals.counted);
  EXPECT_EQ(ledger.linked(), totals.linked);
  EXPECT_EQ(ledger.held(), totals.linked);
  EXPECT_EQ(ledger.forgotten(), totals.forgotten);
}

TEST(LookupLedgerTest, AListingBalancesButForItsKnownLeaks) {
  const RecordFields a = File("a", 7), b = File("b", 8), c = File("c", 9);
  RecordFields no_type = c;
  no_type.entry_out.attr.mode = 0644;
  const std::string bad = "a bad record or one after it";
  const std::string cut = "a record that was cut off";
  ExpectBalance("good", "linux", {a, b, c}, {0, 3, 3, 0});
  ExpectBalance("nodeid 0 and dots count nothing", "linux",
                {File(".", 7), File("..", 8), File("a", 0)}, {0, 0, 0, 0});
  ExpectBalance("one nodeid twice", "linux", {a, File("hard link to a", 7)},
                {0, 2, 2, 0});
  ExpectBalance("a refused link and bad attributes are given back", "linux",
                {a, b, no_type, File("root", 1)}, {0, 4, 1, 3}, "",
                {.failing_links = 1});
  ExpectBalance("a full buffer", "linux", {a, b, c}, {0, 3, 3, 0}, "",
                {.capacity = 1});
  ExpectBalance("a bad record leaks itself and all after it", "linux",
                {a, File("b/", 8), c}, {-EIO, 3, 1, 0},
                Leak(8, 1, 1, bad) + Leak(9, 2, 2, bad));
  ExpectBalance("dragonos gives back what follows a bad record", "dragonos",
                {a, File("b/", 8), c}, {-EIO, 3, 1, 2});
  ExpectBalance("dragonos may only lose the record that was cut", "dragonos",
                {File("a/", 7), b, c}, {-EIO, 3, 0, 2}, Leak(9, 2, 2, cut), {},
                8);
  ExpectBalance("dragonos gives back a record without its padding", "dragonos",
                {a, b, c}, {0, 3, 2, 1}, "", {}, 1);
  ExpectBalance("viofs holds nothing of nodeid 0", "viofs", {a, File("b", 0)},
                {0, 1, 1, 0});
  ExpectBalance("edk2 gives back what an error drops", "edk2", {a, b, c},
                {-EPROTO, 3, 0, 2}, Leak(9, 2, 2, cut), {}, 1);
  ExpectBalance("starnix keeps the lookup of a refused link", "starnix", {a, b},
                {0, 2, 1, 0}, Leak(7, 0, 0, "its link was refused: no memory"),
                {.failing_links = 1});
  ExpectBalance("starnix drops a whole reply for one bad frame", "starnix",
                {a, b}, {-EINVAL, 2, 0, 0},
                Leak(7, 0, 0, bad) + Leak(8, 1, 1, bad), {}, 1);
  for (size_t bytes = 1; bytes < 160; ++bytes) {
    ExpectBalance("a slice cuts the last record", "linux", {a, b, c},
                  {0, 3, 2, 0}, Leak(9, 2, 2, cut), {}, bytes);
  }
}

TEST(LookupLedgerTest, ACountOfDotsLeaksOnLinux) {
  LookupLedger ledger;
  const std::string reply = Listing({File(".", 7)});
  ledger.CountReply(0, Records(reply), /*count_dots=*/true);
  ledger.ExcuseReply(0, Records(reply));
  EXPECT_EQ(ledger.ToText(),
            "nodeid 7: 1 lookup of reply 0, record 0 leaked, event 0\n");
  EXPECT_EQ(ledger.Violations().size(), 1u);
}

TEST(LookupLedgerTest, ALookupIsTakenOrGivenBackOnce) {
  // Each letter is a call for nodeid 7 or, if it is a capital, 8: count, link,
  // forget, evict.
  const struct {
    const char* calls;
    const char* text;
    uint64_t held;
  } cases[] = {
      {"cle", "", 0},
      {"cllL",
       "nodeid 7: 1 lookup linked but not counted, event 2\n"
       "nodeid 8: 1 lookup linked but not counted, event 3\n",
       1},
      {"clf", "nodeid 7: 1 lookup forgotten but not counted, event 2\n", 1},
      {"cff", "nodeid 7: 1 lookup forgotten but not counted, event 2\n", 0},
      {"clee",
       "nodeid 7: 1 lookup given back by an evicted inode but not held, "
       "event 3\n",
       0},
      {"CcL", "nodeid 7: 1 lookup of reply 0, record 0 leaked, event 1\n", 1},
  };
  for (const auto& [calls, text, held] : cases) {
    LookupLedger ledger;
    for (const char c : std::string_view(calls)) {
      const uint64_t nodeid = c < 'a' ? 8 : 7;
      switch (c | 0x20) {
        case 'c':
          ledger.Count(nodeid, {0, 0});
          break;
        case 'l':
          ledger.Link(nodeid);
          break;
        case 'f':
          ledger.Forget(nodeid);
          break;
        case 'e':
          ledger.Evict(nodeid, 1);
          break;
      }
    }
    EXPECT_EQ(ledger.ToText(), text) << calls;
    EXPECT_EQ(ledger.held(), held) << calls;
  }
  LookupLedger ledger;
  ledger.Count(7, {0, 0});
  ledger.Forget(7, 3);
  EXPECT_EQ(ledger.ToText(),
            "nodeid 7: 2 lookups forgotten but not counted, event 1\n");
}

TEST(LookupLedgerTest, AFailedMappingExcusesItsOwnReplyOnly) {
  LookupLedger ledger;
  ledger.CountReply(0, Records(Listing({File("a", 7), File("b", 8)})));
  ledger.CountReply(1, Records(Listing({File("c", 9)})));
  EXPECT_EQ(ledger.Violations().size(), 3u);
  ledger.Excuse(0, 0, KnownLeak::kFailedMapping);
  ASSERT_EQ(ledger.Violations().size(), 1u);
  EXPECT_EQ(ledger.Violations()[0].nodeid, 9u);
  EXPECT_EQ(ledger.ToText(),
            Leak(7, 0, 0, "the reply was not mapped") +
                Leak(8, 1, 1, "the reply was not mapped") +
                "nodeid 9: 1 lookup of reply 1, record 0 leaked, event 2\n");
}

TEST(LookupLedgerTest, ALeakBeforeTheExcusedRecordIsAViolation) {
  LookupLedger ledger;
  const std::string reply = Listing({File("a", 7), File("b", 8), File("/", 9)});
  ledger.CountReply(0, Records(reply));
  ledger.Link(7);  // And record 1 is lost.
  ledger.ExcuseReply(0, Records(reply));
  ASSERT_EQ(ledger.Violations().size(), 1u);
  EXPECT_EQ(ledger.Violations()[0].nodeid, 8u);
  EXPECT_EQ(ledger.Violations()[0].at, (CountedAt{0, 1}));
}

TEST(LookupLedgerTest, DragonosIsNotExcusedBetweenABadRecordAndACutOne) {
  LookupLedger ledger(*FindProfile("dragonos"));
  const std::string reply =
      Listing({File("a/", 7), File("b", 8), File("c", 9)});
  ledger.CountReply(0, Records(reply));
  ledger.ExcuseReply(0, Records(reply, reply.size() - 1));
  EXPECT_EQ(ledger.Violations().size(), 2u);
}

TEST(LookupLedgerTest, OnlyLeaksThatTheProfileHasAreExcused) {
  LookupLedger ledger(*FindProfile("dragonos"));
  ledger.Count(7, {0, 0});
  for (const KnownLeak leak :
       {KnownLeak::kBadRecord, KnownLeak::kStoppedAtFull,
        KnownLeak::kRefusedLink, KnownLeak::kLookupsUnused}) {
    ledger.Excuse(0, 0, leak);
    EXPECT_EQ(ledger.Violations().size(), 1u);
  }
  ledger.Excuse(0, 0, KnownLeak::kCutRecord);
  EXPECT_EQ(ledger.Violations().size(), 0u);
}

TEST(LookupLedgerTest, LinuxHasExactlyThreeLeaks) {
  for (const std::string_view name : {"linux", "linux_before_6_15"}) {
    for (int i = 0; i <= static_cast<int>(KnownLeak::kLookupsUnused); ++i) {
      const auto leak = static_cast<KnownLeak>(i);
      EXPECT_EQ(HasLeak(*FindProfile(name), leak),
                leak <= KnownLeak::kCutRecord);
    }
  }
}

TEST(LookupLedgerTest, AClientThatStopsWhenFullLeaksFromThatEntryOn) {
  Profile stops = LinuxProfile();
  stops.when_full = WhenFull::kStop;
  LookupLedger ledger(stops);
  const std::string reply = Listing({File("a", 7), File("b", 8), File("c", 9)});
  ledger.CountReply(0, Records(reply));
  ledger.Link(7);
  ledger.ExcuseReply(0, Records(reply), /*taken=*/1);
  EXPECT_EQ(ledger.Imbalances().size(), 2u);
  for (const Imbalance& imbalance : ledger.Imbalances()) {
    EXPECT_EQ(imbalance.known, KnownLeak::kStoppedAtFull);
  }
}

TEST(LookupLedgerTest, EveryProfilesListingsBalanceButForItsKnownLeaks) {
  const std::string reply =
      Listing({File("a", 7), File(".", 0), File("b", 8), File("x/y", 9),
               File("c", 10), File("root", 1), File("d", 7)});
  size_t runs = 0;
  for (const Profile& profile : AllProfiles()) {
    if (!profile.readdirplus) continue;
    for (uint32_t links : {0u, 1u, 0xffffffffu}) {
      for (uint32_t capacity = 0; capacity < 8; ++capacity) {
        for (size_t seen = 0; seen <= reply.size(); seen += 8) {
          LookupLedger ledger(profile);
          List(profile, reply, {.capacity = capacity, .failing_links = links},
               reply.size() - seen, &ledger);
          // What the cut took away whole was counted and never seen.
          ledger.Excuse(0, static_cast<uint32_t>(seen / 160),
                        KnownLeak::kCutRecord);
          ASSERT_EQ(ledger.Violations().size(), 0u)
              << profile.name << " seen=" << seen << "\n"
              << ledger.ToText();
          ++runs;
        }
      }
    }
  }
  EXPECT_GT(runs, 10000u);
}

}  // namespace
}  // namespace fuse_dirents
