// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The READDIRPLUS replies of the corpus, read by a client whose sink keeps the
// books: under every profile, and whatever link refuses with, each lookup that
// the server counted is linked, given back, or leaks for a known reason.

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "corpus/gate/test_corpus.h"
#include "differential/input.h"
#include "gtest/gtest.h"
#include "parser/parse.h"
#include "parser/profile/profile.h"
#include "parser/sink_adapter.h"
#include "parser/trace/recording_sink.h"
#include "parser/trace/trace.h"
#include "readdir/lookup_ledger.h"
#include "readdir/model/reply_outcome.h"

namespace fuse_dirents {
namespace {

constexpr size_t kMaxBytes = 4096;

// Refuses each link with the same error; 0: as the inner sink does.
struct RefusingSink : PassingSink {
  int Link(const dirents_entry& entry, const void* entry_out) const {
    const int refused = PassingSink::Link(entry, entry_out);
    return error != 0 ? error : refused;
  }

  int error;
};

// Reads the first `nbytes` bytes of the reply, of which all records were
// counted, and keeps the books in *ledger.
void Read(const Profile& profile, const Input& input, size_t nbytes, int error,
          LookupLedger* ledger) {
  const std::vector<SentRecord> records =
      SentRecordsOf(RecordFormat::kDirentplus, input.reply, nbytes);
  // A server that counts lookups of dots is one for clients that settle them.
  ledger->CountReply(0, records, profile.dot_lookups != LookupUse::kNone);
  Trace trace;
  RecordingSink recording(input.choices.plan, &trace);
  RefusingSink refusing{{recording.sink()}, error};
  LedgerSink books(SinkOf(&refusing), ledger);
  const dirents_segment segment = {input.reply.data(), nbytes};
  uint64_t pos = input.choices.start_off;
  ParseWithReader(profile, {1, pos, &segment, 1, nbytes}, books.sink(), &pos);
  ledger->ExcuseReply(0, records, input.choices.plan.capacity);
}

// That nothing is held after each inode is dropped.
void DropInodes(const Input& input, LookupLedger* ledger) {
  for (const SentRecord& record : SentRecordsOf(
           RecordFormat::kDirentplus, input.reply, input.reply.size())) {
    ledger->Evict(record.nodeid, ledger->held(record.nodeid));
  }
  EXPECT_EQ(ledger->held(), 0u);
}

TEST(LookupsTest, EachLookupOfAReplyIsSettledOrLeaksForAKnownReason) {
  size_t linked = 0, forgotten = 0, leaked = 0;
  for (const auto& [path, format, input] : CuratedReplies(kMaxBytes)) {
    if (format != RecordFormat::kDirentplus) continue;
    for (const Profile& profile : AllProfiles()) {
      if (!profile.readdirplus) continue;
      for (const int error : {0, -ENOMEM, -ELOOP, -EIO, -ESTALE}) {
        for (const size_t cut : {0u, 1u, 9u}) {
          if (cut > input.reply.size()) continue;
          SCOPED_TRACE(std::string(path) + " " + std::string(profile.name));
          LookupLedger ledger(profile);
          Read(profile, input, input.reply.size() - cut, error, &ledger);
          EXPECT_TRUE(ledger.Violations().empty()) << ledger.ToText();
          EXPECT_EQ(ledger.counted(), ledger.linked() + ledger.forgotten() +
                                          ledger.Imbalances().size());
          linked += ledger.linked();
          forgotten += ledger.forgotten();
          leaked += ledger.Imbalances().size();
          DropInodes(input, &ledger);
          // What no server counted shows.
          ledger.Forget(UINT64_MAX, 2);
          EXPECT_EQ(ledger.Violations().size(), 1u);
          EXPECT_NE(ledger.ToText().find(": 2 lookups forgotten but not"),
                    std::string::npos);
        }
      }
    }
  }
  EXPECT_GT(linked, 1000u);
  EXPECT_GT(forgotten, 1000u);
  EXPECT_GT(leaked, 1000u);
}

}  // namespace
}  // namespace fuse_dirents
