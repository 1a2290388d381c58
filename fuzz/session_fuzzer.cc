// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A listing over many requests gives each entry that stays once and in order,
// settles every lookup but for known leaks, and leaves no page and no view
// behind, whatever server, client and caller are and whatever fails or changes.
//
// The input: session_input.h.  Where nothing hinders it, the listing must come
// to its end as well.

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/engine/parsers_agree.h"
#include "fuzz/inputs/session_input.h"
#include "readdir/listing_rig.h"

namespace fuse_dirents {
namespace {

// As many errors as faults can bring about: one of a request, one of pages.
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
  bool hindered;        // By an entry that some client refuses.
  size_t longest_name;  // As without items; numbers stay below 100.
  bool changes;

  // What the server holds, and how that is sorted.
  std::vector<Entry> entries;
  std::vector<size_t> order;
  std::vector<std::string> names;  // By which the server knows the entries.
  std::vector<bool> listed;        // Of the listing that is looked at.
  RecordFields record;             // Of the entry that comes to be held.

  void Begin(const uint8_t* data, size_t size) {
    ReadSessionInput(data, size, &input);
    hindered = changes = false;
    longest_name = 4;
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

// The entry of `item`, as the `serial`-th of all.
ServerEntry EntryOf(const SessionItem& item, size_t serial) {
  ServerEntry entry;
  // No other name holds a capital E.
  entry.name = "E" + std::to_string(serial);
  entry.name.resize(std::max(entry.name.size(), item.name_length), 'x');
  entry.nodeid = item.nodeid;
  entry.defect = item.defect;
  if (item.refused) entry.error = EACCES;
  return entry;
}

// Notes what can hinder a listing of that entry.
void NoteHindrance(const SessionItem& item, Session* session) {
  session->longest_name = std::max(session->longest_name, item.name_length);
  if (item.refused || item.defect == Defect::kEmptyName ||
      item.defect == Defect::kSlash) {
    session->hindered = true;
  }
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

// Fills the directory, and plans what happens.  *session and *client must
// outlive that.
void Fill(ModelServer* server, ReaddirClient* client, Session* session) {
  server->ForEachName([server, session](const std::string& name) {
    Hold(name, *server, session->order.size(), true, session);
  });
  for (const SessionItem& item : session->input.items) {
    if (item.kind == SessionItem::kEntry) {
      NoteHindrance(item, session);
      const ServerEntry entry = EntryOf(item, session->entries.size());
      server->Add(entry);
      Hold(entry.name, *server, session->order.size(), true, session);
      continue;
    }
    if (item.kind == SessionItem::kAdvise) {
      server->ChangeBefore(item.request, [client](ModelServer* /*server*/) {
        client->AdviseReaddirplus();
      });
      continue;
    }
    session->changes = true;
    if (item.kind == SessionItem::kInsert) NoteHindrance(item, session);
    server->ChangeBefore(item.request, [&item, session](ModelServer* changed) {
      if (item.kind == SessionItem::kRemove) {
        Remove(item.which, changed, session);
      } else {
        Insert(item, changed, session);
      }
    });
  }
}

// Whether a request can be too small for a record, or too large for the server
// or the transport.
bool SizesHinder(const Session& session) {
  const ClientOptions& client = session.input.rig.client;
  const ServerOptions& server = session.input.rig.server;
  const size_t high = WantedBytes(client.sizing, client.limits, -1);
  size_t least = std::min<size_t>(high, client.limits.page_size);
  size_t most = std::max<size_t>(high, client.limits.page_size);
  // The cache lowers what is left of a buffer, a short allocation the request.
  if (!session.input.rig.cached && session.input.alloc_faults.empty() &&
      session.input.rig.failing_point == FaultPoints::kNone) {
    least = most =
        WantedBytes(client.sizing, client.limits, session.input.count);
  }
  if (most > server.max_request_bytes) {
    if (server.oversized == Oversized::kRefused) return true;
    least = std::min<size_t>(least, server.max_request_bytes);
  }
  const bool plain = client.plus == PlusMode::kPlain && client.profile->readdir;
  if (least < Reclen(plain ? RecordFormat::kDirent : RecordFormat::kDirentplus,
                     static_cast<uint32_t>(session.longest_name))) {
    return true;
  }
  return client.transport.kind == TransportKind::kBounced &&
         ArgbufBytes(static_cast<uint32_t>(most)) >
             client.transport.max_contiguous_bytes;
}

// Whether a listing may rightly not come to its end.
bool IsHindered(const Session& session) {
  const Profile& profile = *session.input.rig.client.profile;
  const ServerOptions& server = session.input.rig.server;
  if (session.hindered || session.longest_name > profile.name_max ||
      session.longest_name > kFuseNameMax) {
    return true;
  }
  if (session.input.by_getdents && static_cast<size_t>(session.input.count) <
                                       Getdents64Reclen(session.longest_name)) {
    return true;
  }
  if (server.cookies == CookieKind::kNegative &&
      profile.off_negative != kAccept) {
    return true;
  }
  if (server.packing == Packing::kByteSlice &&
      (profile.short_record.action == Action::kError ||
       profile.trailing.action == Action::kError)) {
    return true;
  }
  return SizesHinder(session);
}

[[noreturn]] void Report(const std::string& problem, const Session& session,
                         const ListingRig& rig, const Listing& listing) {
  const ClientOptions& client = session.input.rig.client;
  std::string text =
      problem + "\nclient: profile " + std::string(client.profile->name) +
      ", sizing " + std::string(FactsOf(client.sizing).name) + ", transport " +
      std::string(TransportName(client.transport.kind)) + ", pages of " +
      std::to_string(client.limits.page_size) +
      (session.input.rig.cached ? ", cached" : "") +
      "\ncaller: " + (session.input.by_getdents ? "getdents64, " : "count ") +
      std::to_string(session.input.count) +
      "\nserver: " + std::to_string(session.entries.size()) + " entries, " +
      std::to_string(rig.server.requests().size()) +
      " requests\nlisting: " + std::to_string(listing.calls) + " calls, " +
      (listing.ended ? "ended" : "not ended") + "\nerrors:";
  for (const int error : listing.errors) text += " " + std::to_string(error);
  text += "\nledger:\n" + rig.ledger.ToText() + "trace:\n" + rig.trace.ToText();
  ReportFinding(text);
}

void CheckEntries(Session* session, const ListingRig& rig,
                  const Listing& listing) {
  const bool hindered = IsHindered(*session);
  const std::vector<Entry>& entries = session->entries;
  const std::vector<size_t>& order = session->order;
  std::vector<bool>& listed = session->listed;
  listed.assign(entries.size(), false);
  for (const ListedEntry& entry : listing.entries) {
    const uint64_t index = entry.ino - kFirstIno;
    if (index >= listed.size()) {
      Report("an entry that never was is listed", *session, rig, listing);
    }
    if (listed[index]) {
      Report("\"" + entry.name + "\" is listed twice", *session, rig, listing);
    }
    listed[index] = true;
    const Entry& record = entries[index];
    // An entry that a client hides moves the d_off in front of it.
    if (entry.name != record.name || entry.type != record.type ||
        (entry.off != record.off && !hindered)) {
      Report("\"" + entry.name + "\" is listed otherwise than it was sent",
             *session, rig, listing);
    }
  }
  // In the order of the server, as far as they were there throughout.
  size_t next = 0;
  for (const ListedEntry& entry : listing.entries) {
    const size_t index = entry.ino - kFirstIno;
    const Entry& held = entries[index];
    if (held.removed || !held.from_start) continue;
    while (next < order.size() && order[next] != index) ++next;
    if (next == order.size()) {
      Report("\"" + entry.name + "\" is listed out of order", *session, rig,
             listing);
    }
  }
  if (hindered) return;
  for (size_t i = 0; i < listed.size(); ++i) {
    const Entry& held = entries[i];
    if (!held.removed && held.from_start && !listed[i]) {
      Report("\"" + held.name + "\" is lost", *session, rig, listing);
    }
  }
}

void ListOnce(Session* kept, ListingRig* rig) {
  const Session& session = *kept;
  const ListingOptions options = {.retries = kRetries,
                                  .max_calls = kMaxCalls,
                                  .max_entries = session.input.max_entries};
  const Listing listing =
      session.input.by_getdents
          ? rig->List(static_cast<size_t>(session.input.count), options)
          : ListByCount(&rig->client, session.input.count, options);
  if (!listing.ended && listing.errors.size() <= kRetries) {
    Report("the listing has no end", session, *rig, listing);
  }
  if (!IsHindered(session) &&
      listing.errors.size() >
          session.input.alloc_faults.size() + (rig->faults.fired() ? 1 : 0)) {
    Report("an error that nothing explains", session, *rig, listing);
  }
  CheckEntries(kept, *rig, listing);
  const ReaddirMemory& memory = rig->memory;
  if (memory.pool.pages_in_use() != 0 || memory.views.live_views() != 0) {
    Report("a page or a view stays behind", session, *rig, listing);
  }
  const std::string violations = rig->Settle();
  if (!violations.empty()) Report(violations, session, *rig, listing);
  if (rig->ledger.held() != 0) {
    Report("a lookup is held for ever", session, *rig, listing);
  }
}

}  // namespace
}  // namespace fuse_dirents

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fuse_dirents;
  static Session& session = *new Session;
  session.Begin(data, size);
  ListingRig& rig = RigFor(session.input.rig);
  rig.memory.pool.SetFaults(session.input.alloc_faults);
  Fill(&rig.server, &rig.client, &session);
  ListOnce(&session, &rig);
  if (!session.input.rig.cached) return 0;
  // Once more from the cache, and again from what that left of it.
  if (session.input.drop_page != 0) {
    rig.cache.DropPage(session.input.drop_page - 1);
  }
  if (session.changes) rig.client.SetDirVersion({.mtime = 1});
  for (int again = 0; again < 2; ++again) {
    rig.client.Seek(0);
    ListOnce(&session, &rig);
  }
  rig.cache.Renew();  // Or the next run would unmap this one's pages.
  return 0;
}
