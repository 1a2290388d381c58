// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/lookup_ledger.h"

#include <algorithm>
#include <cstring>

#include "base/check.h"
#include "parser/entry_out.h"
#include "parser/wire.h"

namespace fuse_dirents {
std::string_view KnownLeakText(KnownLeak leak) {
  constexpr std::string_view kTexts[] = {
      "a bad record or one after it",
      "the reply was not mapped",
      "a record that was cut off",
      "at or after the entry that the full buffer refused",
      "its link was refused",
      "the client does nothing about lookups",
      "the call waits for ever for a FORGET to be read"};
  return kTexts[static_cast<size_t>(leak)];
}

bool HasLeak(const Profile& profile, KnownLeak leak) {
  switch (leak) {
    case KnownLeak::kBadRecord:
      return !profile.forgets_after_error;
    case KnownLeak::kFailedMapping:
    case KnownLeak::kCutRecord:  // Nothing names the lookup to give back.
    case KnownLeak::kCallHangs:
      return true;
    case KnownLeak::kStoppedAtFull:
      return profile.when_full == WhenFull::kStop;
    case KnownLeak::kRefusedLink:
      return !profile.failed_link_forgotten;
    case KnownLeak::kLookupsUnused:
      return profile.lookups == LookupUse::kNone;
  }
  FUSE_DIRENTS_CHECK(false);
}

std::string ImbalanceText(const Imbalance& imbalance) {
  std::string text = "nodeid " + std::to_string(imbalance.nodeid) + ": " +
                     std::to_string(imbalance.lookups) +
                     (imbalance.lookups == 1 ? " lookup" : " lookups");
  switch (imbalance.kind) {
    case Imbalance::kLeaked:
      text += " of reply " + std::to_string(imbalance.at.request) +
              ", record " + std::to_string(imbalance.at.record) + " leaked";
      break;
    case Imbalance::kLinkedUncounted:
      text += " linked but not counted";
      break;
    case Imbalance::kForgotUncounted:
      text += " forgotten but not counted";
      break;
    case Imbalance::kEvictedUncounted:
      text += " given back by an evicted inode but not held";
      break;
  }
  text += ", event " + std::to_string(imbalance.event);
  if (imbalance.known) {
    text += " (known: " + std::string(KnownLeakText(*imbalance.known));
    if (imbalance.failure != LinkFailure::kNone) {
      text += ": " + std::string(LinkFailureText(imbalance.failure));
    }
    text += ")";
  }
  return text;
}

void LookupLedger::Reset(const Profile& profile) {
  profile_ = &profile;
  open_.clear();
  first_open_ = 0;
  held_.clear();
  settled_.clear();
  events_ = 0;
  counted_ = linked_ = forgotten_ = 0;
  refused_ = {};
}

void LookupLedger::Count(uint64_t nodeid, CountedAt at) {
  if (nodeid == 0) return;
  ++counted_;
  open_.push_back({nodeid, at, events_++});
}

void LookupLedger::CountReply(uint32_t request,
                              std::span<const SentRecord> records,
                              bool count_dots) {
  for (uint32_t i = 0; i < records.size(); ++i) {
    const std::string& name = records[i].name;
    if (IsDotOrDotDot(name, *profile_) && !count_dots) continue;
    Count(records[i].nodeid, {request, i});
  }
}

std::optional<LookupLedger::Open> LookupLedger::TakeOpen(uint64_t nodeid) {
  const auto first = FirstOpen();
  const auto at = std::find_if(first, open_.end(), [nodeid](const Open& open) {
    return open.nodeid == nodeid;
  });
  if (at == open_.end()) return std::nullopt;
  const Open taken = *at;
  if (at != first) {
    open_.erase(at);
  } else if (++first_open_ == open_.size()) {
    open_.clear();
    first_open_ = 0;
  }
  return taken;
}

LookupLedger::Held& LookupLedger::HeldOf(uint64_t nodeid) {
  // Servers number nodes in ascending order.
  if (held_.empty() || held_.back().nodeid < nodeid) {
    return held_.emplace_back(Held{nodeid, 0});
  }
  const auto at = std::ranges::lower_bound(held_, nodeid, {}, &Held::nodeid);
  return at->nodeid == nodeid ? *at : *held_.insert(at, {nodeid, 0});
}

void LookupLedger::Violate(Imbalance::Kind kind, uint64_t nodeid,
                           uint64_t lookups, size_t event) {
  settled_.push_back({kind, nodeid, lookups, CountedAt(), event, std::nullopt});
}

void LookupLedger::Leak(const Open& open, KnownLeak leak, LinkFailure failure) {
  settled_.push_back(
      {Imbalance::kLeaked, open.nodeid, 1, open.at, open.event, leak, failure});
}

void LookupLedger::Link(uint64_t nodeid) {
  const size_t event = events_++;
  if (profile_->nodeid0_linked && nodeid == 0) return;
  if (!TakeOpen(nodeid)) {
    Violate(Imbalance::kLinkedUncounted, nodeid, 1, event);
    return;
  }
  ++HeldOf(nodeid).lookups;
  ++linked_;
}

void LookupLedger::LinkRefused(uint64_t nodeid, LinkFailure why) {
  ++events_;
  ++refused_[static_cast<size_t>(why)];
  if (!HasLeak(*profile_, KnownLeak::kRefusedLink)) return;
  if (const auto open = TakeOpen(nodeid)) {
    Leak(*open, KnownLeak::kRefusedLink, why);
  }
}

void LookupLedger::Forget(uint64_t nodeid, uint64_t lookups) {
  const size_t event = events_++;
  for (; lookups > 0 && TakeOpen(nodeid); --lookups) ++forgotten_;
  if (lookups > 0) {
    Violate(Imbalance::kForgotUncounted, nodeid, lookups, event);
  }
}

void LookupLedger::Evict(uint64_t nodeid, uint64_t lookups) {
  const size_t event = events_++;
  Held& held = HeldOf(nodeid);
  const uint64_t given = std::min(lookups, held.lookups);
  held.lookups -= given;
  lookups -= given;
  if (lookups > 0) {
    Violate(Imbalance::kEvictedUncounted, nodeid, lookups, event);
  }
}

void LookupLedger::Excuse(uint32_t request, uint32_t first_record,
                          KnownLeak leak) {
  if (!HasLeak(*profile_, leak)) return;
  const auto excused = [&](const Open& open) {
    if (open.at.request != request || open.at.record < first_record) {
      return false;
    }
    Leak(open, leak);
    return true;
  };
  open_.erase(std::remove_if(FirstOpen(), open_.end(), excused), open_.end());
}

void LookupLedger::ExcuseReply(uint32_t request,
                               std::span<const SentRecord> records,
                               uint64_t taken) {
  Excuse(request, 0, KnownLeak::kLookupsUnused);
  const ReplyOutcome outcome =
      OutcomeOf(*profile_, RecordFormat::kDirentplus, records);
  if (outcome.dropped) {
    Excuse(request, 0, KnownLeak::kBadRecord);
    return;
  }
  for (uint32_t i = 0; i < outcome.read; ++i) {
    const Rule offer = OfferRule(*profile_, records[i]);
    if (Ends(offer)) {
      // Its own lookup was handled before, and after the reply all were.
      if (profile_->emit_time == EmitTime::kAfterReply) break;
      Excuse(request, i + 1, KnownLeak::kBadRecord);
      return;
    }
    if (IsHidden(*profile_, records[i])) continue;
    if (taken == 0) {
      Excuse(request, i, KnownLeak::kStoppedAtFull);
      break;
    }
    --taken;
  }
  auto end = static_cast<uint32_t>(outcome.read);
  if (outcome.bad) {
    Excuse(request, end, KnownLeak::kBadRecord);
    // A client that forgets these records does so up to the last frame.
    end = static_cast<uint32_t>(outcome.framed);
    if (end == outcome.read) return;
  }
  Excuse(request, end, KnownLeak::kCutRecord);
}

std::vector<Imbalance> LookupLedger::Imbalances() const {
  std::vector<Imbalance> all = settled_;
  for (size_t i = first_open_; i < open_.size(); ++i) {
    all.push_back({Imbalance::kLeaked, open_[i].nodeid, 1, open_[i].at,
                   open_[i].event, std::nullopt});
  }
  std::sort(all.begin(), all.end(), [](const Imbalance& a, const Imbalance& b) {
    return a.event < b.event;
  });
  return all;
}

std::vector<Imbalance> LookupLedger::Violations() const {
  std::vector<Imbalance> all = Imbalances();
  std::erase_if(all, [](const Imbalance& i) { return i.known.has_value(); });
  return all;
}

std::string LookupLedger::ToText() const {
  std::string text;
  for (const Imbalance& imbalance : Imbalances()) {
    text += ImbalanceText(imbalance) + "\n";
  }
  return text;
}

uint64_t LookupLedger::held() const {
  uint64_t sum = 0;
  for (const Held& held : held_) sum += held.lookups;
  return sum;
}

uint64_t LookupLedger::held(uint64_t nodeid) const {
  uint64_t sum = 0;
  for (const Held& held : held_) {
    sum += held.nodeid == nodeid ? held.lookups : 0;
  }
  return sum;
}

int LedgerSink::Link(const dirents_entry& entry, const void* entry_out) {
  // `inner` may change the reply, so the nodeid is read first.
  FuseEntryOut linked;
  std::memcpy(&linked, entry_out, sizeof linked);
  const int error = PassingSink::Link(entry, entry_out);
  if (error == 0) {
    ledger_->Link(linked.nodeid);
  } else {
    ledger_->LinkRefused(linked.nodeid, LinkFailureOf(error));
  }
  return error;
}

void LedgerSink::Forget(uint64_t nodeid) {
  ledger_->Forget(nodeid);
  PassingSink::Forget(nodeid);
}

}  // namespace fuse_dirents
