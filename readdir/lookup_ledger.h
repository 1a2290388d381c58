// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Who owes which lookups.  A server counts one lookup for each READDIRPLUS
// entry that it writes with a nodeid; the client takes it by linking the entry,
// or gives it back by FUSE_FORGET.  What is neither taken nor given back stays
// in the server's memory for ever; what is given back twice frees an inode that
// is still in use.

#ifndef FUSE_DIRENTS_READDIR_LOOKUP_LEDGER_H_
#define FUSE_DIRENTS_READDIR_LOOKUP_LEDGER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parser/parser_under_test.h"
#include "parser/profile/profile.h"
#include "parser/sink_adapter.h"
#include "readdir/model/reply_outcome.h"

namespace fuse_dirents {

// The record that counted a lookup: the `record`-th (from 0) of the reply to
// the `request`-th (from 0) request of a listing.
struct CountedAt {
  uint32_t request = 0;
  uint32_t record = 0;

  friend auto operator<=>(const CountedAt&, const CountedAt&) = default;
};

// Why a client may rightly, by its profile, be left with a lookup that it
// neither took nor gave back.  The first three are those of Linux up to the
// version that backs READDIR with pages.
enum class KnownLeak : uint8_t {
  kBadRecord,      // A record that ends the parse, and all after it.
  kFailedMapping,  // All of a reply that could not be mapped, or was not read.
  kCutRecord,      // Cut at the end of a byte-slice reply; it is sent again.
  kStoppedAtFull,  // The entry that the caller's buffer did not take, and all
                   // after it, where parsing stops there (WhenFull::kStop).
  kRefusedLink,    // Of a record that link refused, where that is not forgotten
                   // (failed_link_forgotten).
  kLookupsUnused,  // Of a client that does nothing about them
                   // (LookupUse::kNone).
};

// In words, such as "a record that was cut off".
std::string_view KnownLeakText(KnownLeak leak);

// Whether a client with `profile` has that leak.
bool HasLeak(const Profile& profile, KnownLeak leak);

// One way in which the ledger does not balance.
struct Imbalance {
  enum Kind : uint8_t {
    kLeaked,            // Counted, neither linked nor forgotten.
    kLinkedUncounted,   // Linked, though nothing was counted or left.
    kForgotUncounted,   // Over-forget: given back more than was counted.
    kEvictedUncounted,  // The same, for an inode that was dropped.
  };

  Kind kind;
  uint64_t nodeid;
  uint64_t lookups;  // How many.
  // kLeaked: the record that counted it.
  CountedAt at;
  // Index of the call of Count(), Link(), Forget() or Evict() that shows it.
  size_t event;
  // kLeaked: why that was to be expected, if it was.
  std::optional<KnownLeak> known;

  friend bool operator==(const Imbalance&, const Imbalance&) = default;
};

// One line, such as
//   nodeid 7: 1 lookup of reply 2, record 3 leaked (known: a bad record)
std::string ImbalanceText(const Imbalance& imbalance);

class LookupLedger {
 public:
  // `profile` must outlive the ledger.
  explicit LookupLedger(const Profile& profile = LinuxProfile())
      : profile_(&profile) {}

  // --- The server's side. ---

  // One lookup counted.  nodeid 0 counts none, and nothing is done.
  void Count(uint64_t nodeid, CountedAt at);

  // Counts the lookups of a whole reply; those of "." and ".." only where
  // `count_dots`.
  void CountReply(uint32_t request, std::span<const SentRecord> records,
                  bool count_dots);

  // Empties the books, for a client with `profile`; keeps the memory.
  void Reset(const Profile& profile);

  // --- The client's side. ---

  // Link succeeded: the oldest open lookup of `nodeid` is now held.
  void Link(uint64_t nodeid);

  // Link was refused.  Where the profile does not forget such a lookup, the
  // oldest open one of `nodeid` leaks by that; else nothing is done, and the
  // client is to call Forget().
  void LinkRefused(uint64_t nodeid);

  // Gives back `lookups` open (not held) lookups of `nodeid`, oldest first.
  void Forget(uint64_t nodeid, uint64_t lookups = 1);

  // Drops the inode: gives back `lookups` that are held.
  void Evict(uint64_t nodeid, uint64_t lookups);

  // Excuses the lookups that record `first_record` of `request` and later ones
  // counted: they are expected to leak for that reason.  Only leaks that the
  // profile allows are excused; the first excuse wins.  To be called when the
  // client is done with the reply: an excused lookup can no longer be taken or
  // given back.
  void Excuse(uint32_t request, uint32_t first_record, KnownLeak leak);

  // Excuses what the profile's rules allow for a READDIRPLUS reply of
  // `records`, by the server's own list of them.  `taken`: entries that the
  // caller's buffer takes before it is full.
  void ExcuseReply(uint32_t request, std::span<const SentRecord> records,
                   uint64_t taken = UINT64_MAX);

  // --- The balance. ---

  // Everything that does not balance now: leaks in the order in which they were
  // counted, and among them the violations, all in the order of their events.
  std::vector<Imbalance> Imbalances() const;

  // Those of them that no known leak explains.
  std::vector<Imbalance> Violations() const;

  // One line for each of Imbalances(); empty where it balances.
  std::string ToText() const;

  // Lookups counted, linked, given back while open, and held now.
  uint64_t counted() const { return counted_; }
  uint64_t linked() const { return linked_; }
  uint64_t forgotten() const { return forgotten_; }
  uint64_t held() const;
  uint64_t held(uint64_t nodeid) const;
  // What the server still has on its books: counted and not given back.
  uint64_t on_the_books(uint64_t nodeid) const;

 private:
  struct Open {
    uint64_t nodeid;
    CountedAt at;
    size_t event;
  };
  struct Held {
    uint64_t nodeid;
    uint64_t lookups;
  };
  struct Excused {
    uint32_t request, first_record;
    KnownLeak leak;
  };

  std::optional<KnownLeak> KnownAt(CountedAt at) const;
  // The oldest open lookup of `nodeid`; open_.end() where there is none.
  std::vector<Open>::iterator FindOpen(uint64_t nodeid);
  void EraseOpen(std::vector<Open>::iterator at);
  // Where `nodeid` is in held_, or would be.
  std::vector<Held>::iterator FindHeld(uint64_t nodeid);
  void Violate(Imbalance::Kind kind, uint64_t nodeid, uint64_t lookups,
               size_t event);

  const Profile* profile_;
  // Oldest first, from first_open_ on: what is taken in order, as most
  // listings take it, moves nothing.
  std::vector<Open> open_;
  size_t first_open_ = 0;
  // Open ones that were excused: no later Link() or Forget() means them.
  std::vector<Open> excused_open_;
  std::vector<Held> held_;  // By nodeid.
  std::vector<Excused> excused_;
  std::vector<Imbalance> violations_;
  std::vector<Imbalance> refused_;  // Leaked by LinkRefused().
  size_t events_ = 0;
  uint64_t counted_ = 0, linked_ = 0, forgotten_ = 0;
};

// A sink that passes everything on to another and keeps the ledger: a link that
// the other accepts is a Link(), every forget a Forget().
class LedgerSink : public PassingSink {
 public:
  // Both must outlive this object.
  LedgerSink(const dirents_sink& inner, LookupLedger* ledger)
      : PassingSink{inner}, ledger_(ledger) {}
  LedgerSink(const LedgerSink&) = delete;
  LedgerSink& operator=(const LedgerSink&) = delete;

  const dirents_sink& sink() const { return sink_; }

  // The calls of sink().
  int Link(const dirents_entry& entry, const void* entry_out);
  void Forget(uint64_t nodeid);

 private:
  LookupLedger* const ledger_;
  const dirents_sink sink_ = SinkOf(this);
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_READDIR_LOOKUP_LEDGER_H_
