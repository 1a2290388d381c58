// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The balance of lookups.  A server counts one lookup for each READDIRPLUS
// entry that it writes with a nodeid.  The client takes it by linking the
// entry, or gives it back with FUSE_FORGET.  A lookup that is neither taken nor
// given back stays in the server's memory for ever.  One that is given back
// twice frees an inode that is still in use.

#ifndef FUSE_DIRENTS_READDIR_LOOKUP_LEDGER_H_
#define FUSE_DIRENTS_READDIR_LOOKUP_LEDGER_H_

#include <array>
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
#include "readdir/link_failure.h"
#include "readdir/model/reply_outcome.h"

namespace fuse_dirents {

// The record that counted a lookup: the `record`-th (from 0) of the reply to
// the `request`-th (from 0) request of a listing.
struct CountedAt {
  uint32_t request = 0;
  uint32_t record = 0;

  friend auto operator<=>(const CountedAt&, const CountedAt&) = default;
};

// Why the client's profile allows it to neither take nor give back a lookup.
// The first three are those of Linux up to the version that backs READDIR with
// pages.
enum class KnownLeak : uint8_t {
  kBadRecord,      // A record that ends the parse, and all after it.
  kFailedMapping,  // Any record of a reply that was not mapped, or not read.
  kCutRecord,      // Cut at the end of a byte-slice reply; it is sent again.
  kStoppedAtFull,  // The entry that the full buffer refused, and all after it,
                   // if parsing stops there (WhenFull::kStop).
  kRefusedLink,    // A refused link, if it is not forgotten
                   // (failed_link_forgotten).
  kLookupsUnused,  // The client does nothing about lookups (LookupUse::kNone).
  kCallHangs,      // The call waits for ever: a FORGET is not read.
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
  CountedAt at;      // kLeaked: the record that counted it.
  // Index of the call of Count(), Link(), Forget() or Evict() that shows it.
  size_t event;
  std::optional<KnownLeak> known;  // kLeaked: why it was expected, if it was.
  LinkFailure failure = LinkFailure::kNone;  // kRefusedLink: why.

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

  // Counts the lookups of a whole reply; those of what the client takes for "."
  // and ".." only if `count_dots`.
  void CountReply(uint32_t request, std::span<const SentRecord> records,
                  bool count_dots = false);

  // Empties the books, for a client with `profile`; keeps the memory.
  void Reset(const Profile& profile);

  // --- The client's side. ---

  // Link succeeded: the oldest open lookup of `nodeid` is now held.  A client
  // with nodeid0_linked may link nodeid 0, of which nothing is held.
  void Link(uint64_t nodeid);

  // Link was refused.  If the profile does not forget such a lookup, the oldest
  // open one of `nodeid` leaks.  Otherwise the client must call Forget().
  void LinkRefused(uint64_t nodeid, LinkFailure why);

  // Gives back `lookups` open (not held) lookups of `nodeid`, oldest first.
  void Forget(uint64_t nodeid, uint64_t lookups = 1);

  // Drops the inode: gives back `lookups` that are held.
  void Evict(uint64_t nodeid, uint64_t lookups);

  // Excuses the lookups that record `first_record` of `request` and later ones
  // counted: they are expected to leak for that reason.  Only leaks that the
  // profile allows are excused; the first excuse wins.  An excused lookup can
  // no longer be taken or given back, so call this when the client has finished
  // with the reply.
  void Excuse(uint32_t request, uint32_t first_record, KnownLeak leak);

  // Excuses what the profile's rules allow for a READDIRPLUS reply of
  // `records`, the server's own list.  `taken`: entries that the caller's
  // buffer takes before it is full.
  void ExcuseReply(uint32_t request, std::span<const SentRecord> records,
                   uint64_t taken = UINT64_MAX);

  // --- The balance. ---

  // Everything that does not balance now, in the order of events.
  std::vector<Imbalance> Imbalances() const;

  // Those that no known leak explains.
  std::vector<Imbalance> Violations() const;

  // One line for each of Imbalances(); empty if all balances.
  std::string ToText() const;

  // Lookups counted, linked, given back while open, and held now.
  uint64_t counted() const { return counted_; }
  uint64_t linked() const { return linked_; }
  uint64_t forgotten() const { return forgotten_; }
  uint64_t held() const;
  uint64_t held(uint64_t nodeid) const;
  // Links that failed for that reason.
  uint64_t refused(LinkFailure why) const {
    return refused_[static_cast<size_t>(why)];
  }

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

  std::vector<Open>::iterator FirstOpen() {
    return open_.begin() + static_cast<ptrdiff_t>(first_open_);
  }
  // Removes and returns the oldest open lookup of `nodeid`, if there is one.
  std::optional<Open> TakeOpen(uint64_t nodeid);
  // What is held of `nodeid`; valid until the next call.
  Held& HeldOf(uint64_t nodeid);
  void Leak(const Open& open, KnownLeak leak,
            LinkFailure failure = LinkFailure::kNone);
  void Violate(Imbalance::Kind kind, uint64_t nodeid, uint64_t lookups,
               size_t event);

  const Profile* profile_;
  // Oldest first, from first_open_ on.  Most listings take lookups in order,
  // which moves no element.
  std::vector<Open> open_;
  size_t first_open_ = 0;
  std::vector<Held> held_;          // By nodeid.
  std::vector<Imbalance> settled_;  // Violations and known leaks.
  size_t events_ = 0;
  uint64_t counted_ = 0, linked_ = 0, forgotten_ = 0;
  std::array<uint64_t, kNumLinkFailures> refused_ = {};
};

// Forwards every call to another sink and keeps the ledger: a link that the
// other sink accepts is a Link(), every forget a Forget().
class LedgerSink : public PassingSink {
 public:
  // Both must outlive this object.
  LedgerSink(const dirents_sink& forwarded, LookupLedger* ledger)
      : PassingSink{forwarded}, ledger_(ledger) {}
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
