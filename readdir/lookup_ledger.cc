// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/lookup_ledger.h"

#include <algorithm>
#include <cstring>

#include "parser/check.h"
#include "parser/dirent_reader.h"
#include "parser/entry_out.h"
#include "parser/wire.h"

namespace fuse_dirents {
namespace {

// Accepts whatever can be framed.
constexpr Profile kFrames = {
    .name = "frames",
    .client = "none",
    .name_max = kNoNameMax,
    .empty_name = kAccept,
    .slash = kAccept,
};

std::string Lookups(uint64_t n) {
  return std::to_string(n) + (n == 1 ? " lookup" : " lookups");
}

}  // namespace

std::string_view KnownLeakText(KnownLeak leak) {
  switch (leak) {
    case KnownLeak::kBadRecord:
      return "a bad record or one behind it";
    case KnownLeak::kFailedMapping:
      return "the reply was not mapped";
    case KnownLeak::kCutRecord:
      return "a record that was cut off";
    case KnownLeak::kStoppedAtFull:
      return "behind the entry that filled the caller's buffer";
    case KnownLeak::kRefusedLink:
      return "its link was refused";
    case KnownLeak::kLookupsUnused:
      return "the client does nothing about lookups";
  }
  FUSE_DIRENTS_CHECK(false);
}

bool HasLeak(const Profile& profile, KnownLeak leak) {
  switch (leak) {
    case KnownLeak::kBadRecord:
      return !profile.forgets_after_error;
    case KnownLeak::kFailedMapping:
    case KnownLeak::kCutRecord:
      return true;  // No record can be read of which lookup to give back.
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
                     Lookups(imbalance.lookups);
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
    text += " (known: " + std::string(KnownLeakText(*imbalance.known)) + ")";
  }
  return text;
}

void LookupLedger::Violate(Imbalance::Kind kind, uint64_t nodeid,
                           uint64_t lookups, size_t event) {
  violations_.push_back(
      {kind, nodeid, lookups, CountedAt(), event, std::nullopt});
}

void LookupLedger::Count(uint64_t nodeid, CountedAt at) {
  if (nodeid == 0) return;
  ++counted_;
  nodes_[nodeid].open.push_back({at, events_++});
}

void LookupLedger::CountReply(uint32_t request, const ReplyBytes& reply,
                              bool count_dots) {
  DirentReader reader(RecordFormat::kDirentplus, reply, kFrames);
  Dirent record;
  for (uint32_t i = 0; reader.Next(&record); ++i) {
    if (IsDotOrDotDot(record.name) && !count_dots) continue;
    Count(reader.entry_out().nodeid, {request, i});
  }
}

void LookupLedger::Link(uint64_t nodeid) {
  const size_t event = events_++;
  Node& node = nodes_[nodeid];
  if (node.open.empty()) {
    Violate(Imbalance::kLinkedUncounted, nodeid, 1, event);
    return;
  }
  node.open.pop_front();
  ++node.held;
  ++linked_;
}

void LookupLedger::LinkRefused(uint64_t nodeid) {
  ++events_;
  std::deque<Open>& open = nodes_[nodeid].open;
  if (open.empty() || !HasLeak(*profile_, KnownLeak::kRefusedLink)) return;
  refused_.push_back({Imbalance::kLeaked, nodeid, 1, open.front().at,
                      open.front().event, KnownLeak::kRefusedLink});
  open.pop_front();
}

void LookupLedger::Forget(uint64_t nodeid, uint64_t lookups) {
  const size_t event = events_++;
  std::deque<Open>& open = nodes_[nodeid].open;
  const uint64_t given = std::min<uint64_t>(lookups, open.size());
  open.erase(open.begin(), open.begin() + static_cast<ptrdiff_t>(given));
  forgotten_ += given;
  if (given < lookups) {
    Violate(Imbalance::kForgotUncounted, nodeid, lookups - given, event);
  }
}

void LookupLedger::Evict(uint64_t nodeid, uint64_t lookups) {
  const size_t event = events_++;
  uint64_t& held = nodes_[nodeid].held;
  const uint64_t given = std::min(lookups, held);
  held -= given;
  if (given < lookups) {
    Violate(Imbalance::kEvictedUncounted, nodeid, lookups - given, event);
  }
}

void LookupLedger::EvictAll() {
  for (auto& [nodeid, node] : nodes_) node.held = 0;
  ++events_;
}

void LookupLedger::Excuse(uint32_t request, uint32_t first_record,
                          KnownLeak leak) {
  if (!HasLeak(*profile_, leak)) return;
  excused_.push_back({request, first_record, leak});
  for (auto& [nodeid, node] : nodes_) {
    std::erase_if(node.open, [&, &aside = node.excused](const Open& open) {
      const bool excused =
          open.at.request == request && open.at.record >= first_record;
      if (excused) aside.push_back(open);
      return excused;
    });
  }
}

void LookupLedger::ExcuseReply(uint32_t request, const ReplyBytes& seen,
                               uint64_t taken) {
  Excuse(request, 0, KnownLeak::kLookupsUnused);
  if (profile_->frames_first) {
    Profile frames = kFrames;
    frames.last_padding_required = profile_->last_padding_required;
    frames.short_record = profile_->short_record;
    frames.trailing = profile_->trailing;
    DirentReader framing(RecordFormat::kDirentplus, seen, frames);
    Dirent framed;
    while (framing.Next(&framed)) {
    }
    if (framing.error() != 0) {
      Excuse(request, 0, KnownLeak::kBadRecord);
      return;
    }
  }
  DirentReader reader(RecordFormat::kDirentplus, seen, *profile_);
  Dirent record;
  uint32_t i = 0;
  for (; reader.Next(&record); ++i) {
    if (record.hidden) continue;
    if (taken > 0) {
      --taken;
    } else {
      Excuse(request, i, KnownLeak::kStoppedAtFull);
    }
  }
  if (reader.stop() == Stop::kEndOfReply) return;
  if (reader.stop() != Stop::kTrailing && reader.stop() != Stop::kShortRecord) {
    Excuse(request, i, KnownLeak::kBadRecord);
    // Where it and those behind it are forgotten, that ends with the frames.
    if (!profile_->forgets_after_error || !reader.SkipBad(&record)) return;
    do {
      ++i;
    } while (reader.Next(&record));
    if (reader.stop() == Stop::kEndOfReply) return;
  }
  Excuse(request, i, KnownLeak::kCutRecord);
}

std::optional<KnownLeak> LookupLedger::KnownAt(CountedAt at) const {
  for (const Excused& excused : excused_) {
    if (excused.request == at.request && excused.first_record <= at.record) {
      return excused.leak;
    }
  }
  return std::nullopt;
}

std::vector<Imbalance> LookupLedger::Imbalances() const {
  std::vector<Imbalance> all = violations_;
  all.insert(all.end(), refused_.begin(), refused_.end());
  for (const auto& [nodeid, node] : nodes_) {
    for (const std::deque<Open>* left : {&node.open, &node.excused}) {
      for (const Open& open : *left) {
        all.push_back({Imbalance::kLeaked, nodeid, 1, open.at, open.event,
                       KnownAt(open.at)});
      }
    }
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
  for (const auto& [nodeid, node] : nodes_) sum += node.held;
  return sum;
}

uint64_t LookupLedger::held(uint64_t nodeid) const {
  const auto node = nodes_.find(nodeid);
  return node == nodes_.end() ? 0 : node->second.held;
}

uint64_t LookupLedger::on_the_books(uint64_t nodeid) const {
  const auto node = nodes_.find(nodeid);
  if (node == nodes_.end()) return 0;
  uint64_t refused = 0;
  for (const Imbalance& leak : refused_) refused += leak.nodeid == nodeid;
  return node->second.held + node->second.open.size() +
         node->second.excused.size() + refused;
}

LedgerSink::LedgerSink(const dirents_sink& inner, LookupLedger* ledger)
    : inner_(inner), ledger_(ledger), sink_{this, &Emit, &Link, &Forget} {}

int LedgerSink::Emit(void* self, const dirents_entry* entry) {
  const dirents_sink& inner = static_cast<LedgerSink*>(self)->inner_;
  return inner.emit(inner.ctx, entry);
}

int LedgerSink::Link(void* self, const dirents_entry* entry,
                     const void* entry_out) {
  auto* sink = static_cast<LedgerSink*>(self);
  // The sink below may change the reply: what counts is what was handed over.
  FuseEntryOut linked;
  std::memcpy(&linked, entry_out, sizeof linked);
  const int error = sink->inner_.link(sink->inner_.ctx, entry, entry_out);
  if (error == 0) {
    sink->ledger_->Link(linked.nodeid);
  } else {
    sink->ledger_->LinkRefused(linked.nodeid);
  }
  return error;
}

void LedgerSink::Forget(void* self, uint64_t nodeid) {
  auto* sink = static_cast<LedgerSink*>(self);
  sink->ledger_->Forget(nodeid);
  sink->inner_.forget(sink->inner_.ctx, nodeid);
}

}  // namespace fuse_dirents
