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

// A client that lists one reply and keeps books.
class Books {
 public:
  explicit Books(std::string_view profile = "linux")
      : profile_(*FindProfile(profile)), ledger_(profile_) {}

  // The server wrote `reply`; the client saw its first `seen` bytes.
  void List(const std::string& reply, SinkPlan plan = {},
            size_t seen = std::string::npos) {
    ledger_.CountReply(request_, Records(reply), false);
    const std::string cut = reply.substr(0, seen);
    const dirents_segment segment = {cut.data(), cut.size()};
    const dirents_reply shown = {1, 0, &segment, 1, cut.size()};
    Trace trace;
    RecordingSink recording(plan, &trace);
    LedgerSink books(recording.sink(), &ledger_);
    uint64_t pos = 0;
    error_ = ParseWithReader(profile_, shown, books.sink(), &pos);
    ledger_.ExcuseReply(request_, Records(reply, seen), plan.capacity);
    ++request_;
  }

  LookupLedger& ledger() { return ledger_; }
  std::string text() const { return ledger_.ToText(); }
  size_t violations() const { return ledger_.Violations().size(); }
  int error() const { return error_; }

 private:
  const Profile& profile_;
  LookupLedger ledger_;
  uint32_t request_ = 0;
  int error_ = 0;
};

TEST(LookupLedgerTest, AGoodListingBalances) {
  Books books;
  books.List(Listing({File("a", 7), File("b", 8), File("c", 9)}));
  EXPECT_EQ(books.text(), "");
  EXPECT_EQ(books.ledger().counted(), 3u);
  EXPECT_EQ(books.ledger().linked(), 3u);
  EXPECT_EQ(books.ledger().held(), 3u);
  EXPECT_EQ(books.ledger().on_the_books(8), 1u);
  for (const uint64_t nodeid : {7, 8, 9}) books.ledger().Evict(nodeid, 1);
  EXPECT_EQ(books.text(), "");
  EXPECT_EQ(books.ledger().held(), 0u);
  EXPECT_EQ(books.ledger().on_the_books(8), 0u);
}

TEST(LookupLedgerTest, Nodeid0AndDotsCountNothing) {
  Books books;
  books.List(Listing({File(".", 7), File("..", 8), File("a", 0)}));
  EXPECT_EQ(books.ledger().counted(), 0u);
  EXPECT_EQ(books.text(), "");
}

TEST(LookupLedgerTest, DotsThatAServerCountsAllTheSameLeakOnLinux) {
  LookupLedger ledger;
  const std::string reply = Listing({File(".", 7)});
  ledger.CountReply(0, Records(reply), /*count_dots=*/true);
  ledger.ExcuseReply(0, Records(reply));
  EXPECT_EQ(ledger.ToText(),
            "nodeid 7: 1 lookup of reply 0, record 0 leaked, event 0\n");
  EXPECT_EQ(ledger.Violations().size(), 1u);
}

TEST(LookupLedgerTest, OneNodeidCountedTwiceIsTakenTwice) {
  Books books;
  books.List(Listing({File("a", 7), File("hard link to a", 7)}));
  EXPECT_EQ(books.text(), "");
  EXPECT_EQ(books.ledger().held(7), 2u);
}

TEST(LookupLedgerTest, RefusedLinksAndBadAttributesAreGivenBack) {
  Books books;
  RecordFields no_type = File("c", 9);
  no_type.entry_out.attr.mode = 0644;
  books.List(Listing({File("a", 7), File("b", 8), no_type, File("root", 1)}),
             {.failing_links = 1});
  EXPECT_EQ(books.text(), "");
  EXPECT_EQ(books.ledger().linked(), 1u);
  EXPECT_EQ(books.ledger().forgotten(), 3u);
}

TEST(LookupLedgerTest, AFullBufferLeaksNothingOnLinux) {
  Books books;
  books.List(Listing({File("a", 7), File("b", 8), File("c", 9)}),
             {.capacity = 1});
  EXPECT_EQ(books.text(), "");
  EXPECT_EQ(books.ledger().linked(), 3u);
}

TEST(LookupLedgerTest, ABadRecordLeaksItselfAndAllBehindItOnLinux) {
  Books books;
  books.List(Listing({File("a", 7), File("b/", 8), File("c", 9)}));
  EXPECT_EQ(books.error(), -EIO);
  EXPECT_EQ(books.text(),
            "nodeid 8: 1 lookup of reply 0, record 1 leaked, event 1 "
            "(known: a bad record or one after it)\n"
            "nodeid 9: 1 lookup of reply 0, record 2 leaked, event 2 "
            "(known: a bad record or one after it)\n");
  EXPECT_EQ(books.violations(), 0u);
}

TEST(LookupLedgerTest, DragonosGivesBackWhatIsBehindABadRecord) {
  Books books("dragonos");
  books.List(Listing({File("a", 7), File("b/", 8), File("c", 9)}));
  EXPECT_EQ(books.error(), -EIO);
  EXPECT_EQ(books.text(), "");
  EXPECT_EQ(books.ledger().forgotten(), 2u);
}

TEST(LookupLedgerTest, ARecordCutAtTheEndOfASliceLeaks) {
  const std::string reply = Listing({File("a", 7), File("b", 8), File("c", 9)});
  const size_t record = reply.size() / 3;
  for (size_t cut = 1; cut < record; ++cut) {
    Books books;
    books.List(reply, {}, 2 * record + cut);
    EXPECT_EQ(books.error(), 0);
    EXPECT_EQ(books.text(),
              "nodeid 9: 1 lookup of reply 0, record 2 leaked, event 2 "
              "(known: a record that was cut off)\n")
        << cut;
  }
}

TEST(LookupLedgerTest, AFailedMappingLeaksAllOfTheReplyAndNoOther) {
  Books books;
  books.List(Listing({File("a", 7)}));
  const std::string unmapped = Listing({File("b", 8), File("c", 9)});
  books.ledger().CountReply(1, Records(unmapped), false);
  EXPECT_EQ(books.violations(), 2u);
  books.ledger().Excuse(1, 0, KnownLeak::kFailedMapping);
  EXPECT_EQ(books.violations(), 0u);
  EXPECT_EQ(books.text(),
            "nodeid 8: 1 lookup of reply 1, record 0 leaked, event 2 "
            "(known: the reply was not mapped)\n"
            "nodeid 9: 1 lookup of reply 1, record 1 leaked, event 3 "
            "(known: the reply was not mapped)\n");
}

TEST(LookupLedgerTest, ALeakBeforeTheExcusedRecordIsAViolation) {
  Books books;
  LookupLedger& ledger = books.ledger();
  const std::string reply = Listing({File("a", 7), File("b", 8), File("/", 9)});
  ledger.CountReply(0, Records(reply), false);
  ledger.Link(7);  // And record 1 is lost.
  ledger.ExcuseReply(0, Records(reply));
  ASSERT_EQ(ledger.Violations().size(), 1u);
  EXPECT_EQ(ledger.Violations()[0].nodeid, 8u);
  EXPECT_EQ(ledger.Violations()[0].at, (CountedAt{0, 1}));
}

TEST(LookupLedgerTest, AnExcuseIsForItsOwnReplyOnly) {
  LookupLedger ledger;
  ledger.Count(7, {0, 3});
  ledger.Count(8, {1, 3});
  ledger.Excuse(0, 0, KnownLeak::kFailedMapping);
  ASSERT_EQ(ledger.Violations().size(), 1u);
  EXPECT_EQ(ledger.Violations()[0].nodeid, 8u);
}

TEST(LookupLedgerTest, DragonosMayOnlyLoseARecordThatWasCut) {
  const std::string reply =
      Listing({File("a/", 7), File("b", 8), File("c", 9)});
  const std::string cut = reply.substr(0, reply.size() - 1);
  Books books("dragonos");
  books.List(reply, {}, cut.size());
  EXPECT_EQ(books.error(), -EIO);
  EXPECT_EQ(books.text(),
            "nodeid 9: 1 lookup of reply 0, record 2 leaked, event 2 "
            "(known: a record that was cut off)\n");
  // What lies between the bad record and the cut one is not excused.
  LookupLedger ledger(*FindProfile("dragonos"));
  ledger.CountReply(0, Records(reply), false);
  ledger.ExcuseReply(0, Records(reply, cut.size()));
  EXPECT_EQ(ledger.Violations().size(), 2u);
}

TEST(LookupLedgerTest, AForgetTooManyIsAViolation) {
  LookupLedger ledger;
  ledger.Count(7, {0, 0});
  ledger.Forget(7, 3);
  EXPECT_EQ(ledger.ToText(),
            "nodeid 7: 2 lookups forgotten but not counted, event 1\n");
  EXPECT_EQ(ledger.Violations().size(), 1u);
}

TEST(LookupLedgerTest, AForgetOfWhatIsLinkedIsAViolation) {
  LookupLedger ledger;
  ledger.Count(7, {0, 0});
  ledger.Link(7);
  ledger.Forget(7);
  EXPECT_EQ(ledger.ToText(),
            "nodeid 7: 1 lookup forgotten but not counted, event 2\n");
}

TEST(LookupLedgerTest, ALinkOfWhatWasNotCountedIsAViolation) {
  LookupLedger ledger;
  ledger.Count(7, {0, 0});
  ledger.Link(7);
  ledger.Link(7);
  ledger.Link(8);
  EXPECT_EQ(ledger.ToText(),
            "nodeid 7: 1 lookup linked but not counted, event 2\n"
            "nodeid 8: 1 lookup linked but not counted, event 3\n");
  EXPECT_EQ(ledger.held(), 1u);
}

TEST(LookupLedgerTest, AnInodeGivesBackNoMoreThanItHolds) {
  LookupLedger ledger;
  ledger.Count(7, {0, 0});
  ledger.Link(7);
  ledger.Evict(7, 1);
  EXPECT_EQ(ledger.ToText(), "");
  ledger.Evict(7, 1);
  EXPECT_EQ(ledger.ToText(),
            "nodeid 7: 1 lookup given back by an evicted inode but not held, "
            "event 3\n");
}

TEST(LookupLedgerTest, NothingIsExcusedThatTheProfileDoesNotHave) {
  const Profile& dragonos = *FindProfile("dragonos");
  LookupLedger ledger(dragonos);
  ledger.Count(7, {0, 0});
  ledger.Excuse(0, 0, KnownLeak::kBadRecord);
  ledger.Excuse(0, 0, KnownLeak::kStoppedAtFull);
  ledger.Excuse(0, 0, KnownLeak::kRefusedLink);
  ledger.Excuse(0, 0, KnownLeak::kLookupsUnused);
  EXPECT_EQ(ledger.Violations().size(), 1u);
  ledger.Excuse(0, 0, KnownLeak::kCutRecord);
  EXPECT_EQ(ledger.Violations().size(), 0u);
}

TEST(LookupLedgerTest, LinuxHasExactlyThreeLeaks) {
  for (const std::string_view name : {"linux", "linux_before_6_15"}) {
    const Profile& profile = *FindProfile(name);
    EXPECT_TRUE(HasLeak(profile, KnownLeak::kBadRecord));
    EXPECT_TRUE(HasLeak(profile, KnownLeak::kFailedMapping));
    EXPECT_TRUE(HasLeak(profile, KnownLeak::kCutRecord));
    EXPECT_FALSE(HasLeak(profile, KnownLeak::kStoppedAtFull));
    EXPECT_FALSE(HasLeak(profile, KnownLeak::kRefusedLink));
    EXPECT_FALSE(HasLeak(profile, KnownLeak::kLookupsUnused));
  }
}

TEST(LookupLedgerTest, AClientThatStopsWhenFullLeaksFromThatEntryOn) {
  Profile stops = LinuxProfile();
  stops.when_full = WhenFull::kStop;
  LookupLedger ledger(stops);
  const std::string reply = Listing({File("a", 7), File("b", 8), File("c", 9)});
  ledger.CountReply(0, Records(reply), false);
  ledger.Link(7);
  ledger.ExcuseReply(0, Records(reply), /*taken=*/1);
  EXPECT_EQ(ledger.Imbalances().size(), 2u);
  for (const Imbalance& imbalance : ledger.Imbalances()) {
    EXPECT_EQ(imbalance.known, KnownLeak::kStoppedAtFull);
  }
}

TEST(LookupLedgerTest, StarnixKeepsTheLookupOfARefusedLink) {
  Books books("starnix");
  books.List(Listing({File("a", 7), File("b", 8)}), {.failing_links = 1});
  EXPECT_EQ(books.text(),
            "nodeid 7: 1 lookup of reply 0, record 0 leaked, event 0 "
            "(known: its link was refused)\n");
  EXPECT_EQ(books.ledger().on_the_books(7), 1u);
  EXPECT_EQ(books.violations(), 0u);
}

TEST(LookupLedgerTest, StarnixDropsAWholeReplyForOneBadFrame) {
  Books books("starnix");
  const std::string reply = Listing({File("a", 7), File("b", 8)});
  books.List(reply, {}, reply.size() - 1);
  EXPECT_EQ(books.error(), -EINVAL);
  EXPECT_EQ(books.violations(), 0u) << books.text();
  EXPECT_EQ(books.ledger().Imbalances().size(), 2u);
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
          Books books(profile.name);
          books.List(reply, {.capacity = capacity, .failing_links = links},
                     seen);
          // What the cut took away whole was counted and never seen.
          books.ledger().Excuse(0, static_cast<uint32_t>(seen / 160),
                                KnownLeak::kCutRecord);
          ASSERT_EQ(books.violations(), 0u)
              << profile.name << " seen=" << seen << "\n"
              << books.text();
          ++runs;
        }
      }
    }
  }
  EXPECT_GT(runs, 10000u);
}

}  // namespace
}  // namespace fuse_dirents
