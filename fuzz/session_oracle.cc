// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/session_oracle.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/inputs/session_input.h"
#include "readdir/listing_rig.h"
#include "readdir/model/watched_listing.h"

namespace fuse_dirents {
namespace {

constexpr size_t kRetries = 2;
constexpr size_t kMaxCalls = 1000;
// ModelServer numbers entries from here on, in the order in which they came.
constexpr uint64_t kFirstIno = 1000;

struct Entry {
  // As the server sends it.
  std::string name;
  uint64_t off;
  uint32_t type;
  bool from_start;  // Of the listing.
  bool removed = false;
};

// Kept from run to run for its memory alone: Begin() sets all of it.
struct Session {
  SessionInput input;
  bool changes;

  // What the server holds, and how that is sorted.
  std::vector<Entry> entries;
  std::vector<size_t> order;
  std::vector<std::string> names;  // By which the server knows the entries.
  std::vector<bool> listed;        // Of the listing that is looked at.
  RecordFields record;             // Of the entry that comes to be held.

  void Begin(const uint8_t* data, size_t size) {
    ReadSessionInput(data, size, &input);
    changes = false;
    entries.clear();
    order.clear();
    names.clear();
  }
};

// Built once for each size of pages.
ListingRig& RigFor(const RigOptions& options) {
  static auto* const rigs = new std::map<size_t, std::unique_ptr<ListingRig>>;
  std::unique_ptr<ListingRig>& rig = (*rigs)[options.client.limits.page_size];
  if (rig == nullptr) {
    rig = std::make_unique<ListingRig>(options);
  } else {
    rig->Reset(options);
  }
  return *rig;
}

void Hold(const std::string& name, const ModelServer& server, size_t place,
          bool from_start, Session* session) {
  session->order.insert(session->order.begin() + static_cast<ptrdiff_t>(place),
                        session->entries.size());
  RecordFields& record = session->record;
  server.RecordOf(name, &record);
  session->entries.push_back(
      {record.name, record.off, record.type, from_start});
  session->names.push_back(name);
}

void Remove(size_t which, ModelServer* server, Session* session) {
  const size_t index = which % session->entries.size();
  if (session->entries[index].removed) return;
  session->entries[index].removed = true;
  server->Remove(session->names[index]);
}

void Insert(const SessionItem& item, ModelServer* server, Session* session) {
  const ServerEntry entry = EntryOf(item, session->entries.size());
  const size_t place = item.which % session->order.size();
  const size_t before = session->order[place];
  if (session->entries[before].removed) {
    server->Add(entry);
    Hold(entry.name, *server, session->order.size(), false, session);
  } else {
    server->AddBefore(session->names[before], entry);
    Hold(entry.name, *server, place, false, session);
  }
}

// Fills the directory, and plans what happens.  *session and *watched must
// outlive that.
void Fill(ModelServer* server, WatchedListing* watched, Session* session) {
  server->ForEachName([server, session](const std::string& name) {
    Hold(name, *server, session->order.size(), true, session);
  });
  for (const SessionItem& item : session->input.items) {
    const size_t serial = session->entries.size();
    switch (item.kind) {
      case SessionItem::kEntry:
      case SessionItem::kTwin: {
        const bool is_twin = item.kind == SessionItem::kTwin;
        if (is_twin) {
          server->RecordOf(session->names[item.which % serial],
                           &session->record);
        }
        const ServerEntry entry =
            EntryOf(item, serial, is_twin ? &session->record : nullptr);
        server->Add(entry);
        Hold(entry.name, *server, session->order.size(), true, session);
        break;
      }
      case SessionItem::kAdvise:
        server->ChangeBefore(item.request, [watched](ModelServer* /*server*/) {
          watched->AdviseReaddirplus();
        });
        break;
      case SessionItem::kRemove:
        session->changes = true;
        server->ChangeBefore(item.request, [&item, session](ModelServer* at) {
          Remove(item.which, at, session);
        });
        break;
      case SessionItem::kInsert:
        session->changes = true;
        server->ChangeBefore(item.request, [&item, session](ModelServer* at) {
          Insert(item, at, session);
        });
        break;
      case SessionItem::kReopen:
      case SessionItem::kUnreadForget:
        break;
    }
  }
}

std::string Report(const std::string& problem, const Session& session,
                   const ListingRig& rig, const Listing& listing) {
  const ClientOptions& client = session.input.rig.client;
  const CallerPlan& caller = session.input.caller;
  std::string text =
      problem + "\nclient: profile " + std::string(client.profile->name) +
      ", sizing " + std::string(FactsOf(client.sizing).name) + ", transport " +
      std::string(TransportName(client.transport.kind)) + ", pages of " +
      std::to_string(client.limits.page_size) +
      (session.input.rig.cached ? ", cached" : "") +
      "\ncaller: " + (caller.by_getdents ? "getdents64, " : "count ") +
      std::to_string(caller.count) +
      "\nserver: " + std::to_string(session.entries.size()) + " entries, " +
      std::to_string(rig.server.requests().size()) +
      " requests\nlisting: " + std::to_string(listing.calls) + " calls, " +
      (listing.ended ? "ended" : "not ended") + "\nerrors:";
  for (const int error : listing.errors) text += " " + std::to_string(error);
  return text + "\nledger:\n" + rig.ledger.ToText() + "trace:\n" +
         rig.trace.ToText();
}

// What no listing may show, whatever its calls did: an entry that never was,
// one listed twice, or two out of the server's order.
std::string CheckEntries(Session* session, const Listing& listing) {
  const std::vector<Entry>& entries = session->entries;
  std::vector<bool>& listed = session->listed;
  listed.assign(entries.size(), false);
  size_t next = 0;
  for (const ListedEntry& entry : listing.entries) {
    const uint64_t index = entry.ino - kFirstIno;
    if (index >= listed.size()) return "an entry that never was is listed";
    if (listed[index]) return "\"" + entry.name + "\" is listed twice";
    listed[index] = true;
    const Entry& held = entries[index];
    if (entry.name != held.name || entry.type != held.type) {
      return "\"" + entry.name + "\" is listed otherwise than it was sent";
    }
    // As far as they were there throughout.
    if (held.removed || !held.from_start) continue;
    while (next < session->order.size() && session->order[next] != index) {
      ++next;
    }
    if (next == session->order.size()) {
      return "\"" + entry.name + "\" is listed out of order";
    }
  }
  return "";
}

// What is lost: an entry that was there throughout, that the profile does not
// hide, and that lies before the place where the listing stands.  Where nothing
// hindered the listing, it must stand at the end.  Counts in *verdict the
// entries that were there throughout, by what was required of them.
std::string CheckLost(const Session& session, const WatchedListing& watched,
                      SessionVerdict* verdict) {
  const Listing& listing = watched.listing();
  const bool complete = watched.hindrance().empty();
  if (complete && !listing.ended) return "the listing has no end";
  size_t passed = 0;  // Places of the order.
  for (size_t i = 0; i < session.order.size(); ++i) {
    if (session.entries[session.order[i]].off == watched.pos()) passed = i + 1;
  }
  for (size_t i = 0; i < session.order.size(); ++i) {
    const size_t index = session.order[i];
    const Entry& held = session.entries[index];
    if (held.removed || !held.from_start) continue;
    const bool hidden =
        std::ranges::count(watched.hidden(), kFirstIno + index) != 0;
    if (session.listed[index]) {
      ++verdict->listed;
    } else if (hidden) {
      ++verdict->hidden;
    } else if (i < passed || complete) {
      return "\"" + held.name + "\" is lost";
    } else if (watched.hindrance() == kCallsUsedUp) {
      ++verdict->excused;
    } else {
      ++verdict->not_reached;
    }
  }
  return "";
}

std::string ListOnce(Session* session, ListingRig* rig, WatchedListing* watched,
                     SessionVerdict* verdict) {
  std::string problem =
      watched->List({.retries = kRetries, .max_calls = kMaxCalls});
  if (problem.empty()) problem = CheckEntries(session, watched->listing());
  if (problem.empty()) problem = CheckLost(*session, *watched, verdict);
  if (problem.empty()) problem = watched->Settle();
  if (problem.empty()) return "";
  return Report(problem, *session, *rig, watched->listing());
}

}  // namespace

SessionVerdict JudgeSession(const uint8_t* data, size_t size,
                            SessionSubject* subject) {
  static Session& session = *new Session;
  session.Begin(data, size);
  const SessionInput& input = session.input;
  if (subject != nullptr) subject->Narrow(&session.input);
  ListingRig& rig = RigFor(input.rig);
  std::unique_ptr<ReaddirPath> path;
  if (subject != nullptr) path = subject->Open(input.rig, &rig);
  if (path != nullptr) rig.path = path.get();
  static WatchedListing& watched =
      *new WatchedListing(input.rig, input.caller, &rig);
  watched.Reset(input.rig, input.caller, &rig);
  Fill(&rig.server, &watched, &session);
  SessionVerdict verdict;
  verdict.finding = ListOnce(&session, &rig, &watched, &verdict);
  if (input.rig.cached) {
    // Once more from the cache, and again from what that left of it.
    if (input.drop_page != 0) watched.DropCachePage(input.drop_page - 1);
    if (session.changes && input.ReopenBefore(0) == nullptr) {
      watched.SetDirVersion({.mtime = 1});
    }
    for (size_t again = 0;
         again < 2 && verdict.finding.empty() && !watched.listing().hangs;
         ++again) {
      if (const SessionItem* reopen = input.ReopenBefore(again)) {
        watched.Reopen(reopen->keep_cache);
      } else {
        watched.Seek(0);
      }
      verdict.finding = ListOnce(&session, &rig, &watched, &verdict);
    }
    rig.cache.Renew();  // Or the next run would unmap this one's pages.
  }
  if (subject != nullptr) subject->Close(rig);
  rig.path = &rig.client;
  // A finding may be that pages or a view stay in use.
  if (!verdict.finding.empty()) rig.memory.pool.Reset();
  return verdict;
}

void SessionTally::Add(const SessionVerdict& verdict) {
  ++inputs;
  if (!verdict.finding.empty()) ++findings;
  if (verdict.excused > 0) ++excused;
  if (verdict.not_reached > 0) ++stopped_short;
  const size_t others = verdict.hidden + verdict.not_reached + verdict.excused;
  if (verdict.listed == 0 && others > 0) ++listed_nothing;
}

std::string SessionTally::ToText() const {
  const auto share = [this](size_t n) {
    return std::to_string(n) + " (" +
           std::to_string(inputs == 0 ? 0 : 100 * n / inputs) + " %)";
  };
  return std::to_string(inputs) + " inputs: " + share(findings) +
         " findings, " + share(excused) + " excused, " + share(stopped_short) +
         " had to stop before the last entry, " + share(listed_nothing) +
         " listed none";
}

}  // namespace fuse_dirents
