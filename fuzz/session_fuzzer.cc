// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A listing over many requests gives each entry that stays once and in order,
// settles every lookup but for known leaks, and leaves no page and no view
// behind, whatever server, client and caller are and whatever fails or changes.
//
// The input: the bytes that DrawSession() takes, then entries and changes until
// it ends.  Where nothing hinders it, the listing must come to its end as well.

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/input_numbers.h"
#include "fuzz/parsers_agree.h"
#include "readdir/listing_rig.h"

namespace fuse_dirents {
namespace {

constexpr size_t kRetries = 4;
constexpr size_t kMaxCalls = 1000;
// Entries and changes that are drawn.
constexpr size_t kMaxItems = 32;
// ModelServer numbers entries from here on, in the order in which they came.
constexpr uint64_t kFirstIno = 1000;

struct Entry {
  RecordFields record;  // As the server sends it.
  bool from_start;      // Of the listing.
  bool removed = false;
};

struct Session {
  RigOptions rig;
  bool by_getdents = true;
  int32_t count = 0;  // Bytes of buffer, or dir_context::count.
  std::vector<AllocFault> alloc_faults;
  bool hindered = false;  // By an entry that some client refuses.
  size_t longest_name = 4;
  bool changes = false;

  // What the server holds, and how that is sorted.
  std::vector<Entry> entries;
  std::vector<size_t> order;
};

ServerEntry DrawEntry(InputNumbers* numbers, size_t serial, Session* session) {
  static constexpr size_t kLengths[] = {255,  256,  260,  261,  1023,
                                        1024, 1025, 4072, 4073, 4095};
  static constexpr Defect kDefects[] = {Defect::kNone,  Defect::kNone,
                                        Defect::kNone,  Defect::kEmptyName,
                                        Defect::kSlash, Defect::kBadMode};
  static constexpr uint64_t kNodeids[] = {ModelServer::kChoose, 0, kFuseRootId,
                                          7};
  ServerEntry entry;
  // No other name holds a capital E.
  entry.name = "E" + std::to_string(serial);
  const size_t length = numbers->Take(1);
  entry.name.resize(
      std::max(entry.name.size(),
               length < 240 ? length : kLengths[length % std::size(kLengths)]),
      'x');
  entry.nodeid = numbers->OneOf(kNodeids);
  entry.defect = numbers->OneOf(kDefects);
  if (numbers->Below(16) == 15) entry.error = EACCES;
  session->longest_name = std::max(session->longest_name, entry.name.size());
  if (entry.error != 0 || entry.defect == Defect::kEmptyName ||
      entry.defect == Defect::kSlash) {
    session->hindered = true;
  }
  return entry;
}

Session DrawSession(InputNumbers* numbers) {
  static constexpr uint32_t kLimits[] = {0xffffffff, 4096, 8192, 65536, 6000};
  static constexpr size_t kContiguous[] = {size_t{4} << 20, 4096, 65536};
  static constexpr uint32_t kPageSizes[] = {4096, 16384, 65536};
  static constexpr PlusMode kModes[] = {PlusMode::kPlain, PlusMode::kPlus,
                                        PlusMode::kAdaptive};
  static constexpr int32_t kCounts[] = {kCountUnlimited, kCountUnknown, -1};
  Session session;
  ServerOptions& server = session.rig.server;
  ClientOptions& client = session.rig.client;
  server.cookies = numbers->OneOf(kAllCookieKinds);
  server.packing =
      numbers->Below(2) == 0 ? Packing::kWholeRecords : Packing::kByteSlice;
  server.oversized =
      numbers->Below(2) == 0 ? Oversized::kRefused : Oversized::kShort;
  server.max_request_bytes = numbers->OneOf(kLimits);
  const auto records = static_cast<uint32_t>(numbers->Take(1));
  if (records != 0) server.max_records = records;
  const bool dots_have_nodeid = numbers->Below(2) != 0;
  client.profile = &AllProfiles()[numbers->Below(AllProfiles().size())];
  // A client that settles lookups of dots is none for servers that, as ours,
  // do not count them.
  server.dots_have_nodeid =
      dots_have_nodeid && client.profile->dot_lookups == LookupUse::kNone;
  client.sizing =
      AllSizingRules()[numbers->Below(AllSizingRules().size())].rule;
  client.limits.page_size = numbers->OneOf(kPageSizes);
  client.limits.max_pages = 1 + static_cast<uint32_t>(numbers->Below(16));
  client.limits.max_read = numbers->OneOf(kLimits);
  client.limits.max_write = numbers->OneOf(kLimits);
  client.transport.kind = numbers->OneOf(kAllTransports);
  client.transport.max_contiguous_bytes = numbers->OneOf(kContiguous);
  client.transport.server_offset = static_cast<uint32_t>(numbers->Take(2));
  client.plus = numbers->OneOf(kModes);
  session.rig.cached = numbers->Below(2) != 0;
  const size_t failing_point = numbers->Take(1);
  if (failing_point != 0) session.rig.failing_point = failing_point - 1;
  const size_t short_call = numbers->Take(1);
  const auto short_by = static_cast<uint32_t>(numbers->Take(1));
  if (short_call != 0) session.alloc_faults = {{short_call - 1, short_by}};
  session.by_getdents = numbers->Below(4) != 3;
  const auto bytes = static_cast<int32_t>(numbers->Take(2));
  session.count = session.by_getdents ? bytes
                  : bytes < 8         ? kCounts[bytes % 3]
                                      : bytes;
  session.rig.entries = numbers->Below(64);
  return session;
}

void Hold(const ServerEntry& entry, const ModelServer& server, size_t place,
          bool from_start, Session* session) {
  session->order.insert(session->order.begin() + static_cast<ptrdiff_t>(place),
                        session->entries.size());
  session->entries.push_back({server.RecordOf(entry.name), from_start});
}

void HoldFirstEntries(const ModelServer& server, Session* session) {
  for (const std::string& name : server.names()) {
    Hold({.name = name}, server, session->order.size(), true, session);
  }
}

// The names by which the server knows the entries.
using Names = std::vector<std::string>;

void DrawChange(InputNumbers* numbers, ModelServer* server,
                const std::shared_ptr<Names>& names, Session* session) {
  session->changes = true;
  const size_t request = numbers->Below(16);
  const size_t which = numbers->Take(1);
  if (numbers->Below(2) == 0) {
    server->ChangeBefore(request, [=](ModelServer* changed) {
      const size_t index = which % session->entries.size();
      if (session->entries[index].removed) return;
      session->entries[index].removed = true;
      changed->Remove((*names)[index]);
    });
    return;
  }
  InputNumbers draws = *numbers;
  DrawEntry(numbers, 0, session);
  server->ChangeBefore(request, [=](ModelServer* changed) {
    InputNumbers again = draws;
    const ServerEntry entry =
        DrawEntry(&again, session->entries.size(), session);
    const size_t place = which % session->order.size();
    const size_t before = session->order[place];
    names->push_back(entry.name);
    if (session->entries[before].removed) {
      changed->Add(entry);
      Hold(entry, *changed, session->order.size(), false, session);
    } else {
      changed->AddBefore((*names)[before], entry);
      Hold(entry, *changed, place, false, session);
    }
  });
}

// Whether a request can be too small for a record, or too large for the server
// or the transport.
bool SizesHinder(const Session& session) {
  const ClientOptions& client = session.rig.client;
  const ServerOptions& server = session.rig.server;
  const size_t high = WantedBytes(client.sizing, client.limits, -1);
  size_t least = std::min<size_t>(high, client.limits.page_size);
  size_t most = std::max<size_t>(high, client.limits.page_size);
  // The cache lowers what is left of a buffer, a short allocation the request.
  if (!session.rig.cached && session.alloc_faults.empty() &&
      session.rig.failing_point == FaultPoints::kNone) {
    least = most = WantedBytes(client.sizing, client.limits, session.count);
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
  const Profile& profile = *session.rig.client.profile;
  const ServerOptions& server = session.rig.server;
  if (session.hindered || session.longest_name > profile.name_max ||
      session.longest_name > kFuseNameMax) {
    return true;
  }
  if (session.by_getdents && static_cast<size_t>(session.count) <
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
  const ClientOptions& client = session.rig.client;
  std::string text =
      problem + "\nclient: profile " + std::string(client.profile->name) +
      ", sizing " + std::string(FactsOf(client.sizing).name) + ", transport " +
      std::string(TransportName(client.transport.kind)) + ", pages of " +
      std::to_string(client.limits.page_size) +
      (session.rig.cached ? ", cached" : "") +
      "\ncaller: " + (session.by_getdents ? "getdents64, " : "count ") +
      std::to_string(session.count) +
      "\nserver: " + std::to_string(session.entries.size()) + " entries, " +
      std::to_string(rig.server.requests().size()) +
      " requests\nlisting: " + std::to_string(listing.calls) + " calls, " +
      (listing.ended ? "ended" : "not ended") + "\nerrors:";
  for (const int error : listing.errors) text += " " + std::to_string(error);
  text += "\nledger:\n" + rig.ledger.ToText() + "trace:\n" + rig.trace.ToText();
  ReportFinding(text);
}

void CheckEntries(const Session& session, const ListingRig& rig,
                  const Listing& listing) {
  const bool hindered = IsHindered(session);
  std::vector<bool> listed(session.entries.size());
  for (const ListedEntry& entry : listing.entries) {
    const uint64_t index = entry.ino - kFirstIno;
    if (index >= listed.size()) {
      Report("an entry that never was is listed", session, rig, listing);
    }
    if (listed[index]) {
      Report("\"" + entry.name + "\" is listed twice", session, rig, listing);
    }
    listed[index] = true;
    const RecordFields& record = session.entries[index].record;
    // An entry that a client hides moves the d_off in front of it.
    if (entry.name != record.name || entry.type != record.type ||
        (entry.off != record.off && !hindered)) {
      Report("\"" + entry.name + "\" is listed otherwise than it was sent",
             session, rig, listing);
    }
  }
  // In the order of the server, as far as they were there throughout.
  size_t next = 0;
  for (const ListedEntry& entry : listing.entries) {
    const size_t index = entry.ino - kFirstIno;
    const Entry& held = session.entries[index];
    if (held.removed || !held.from_start) continue;
    while (next < session.order.size() && session.order[next] != index) ++next;
    if (next == session.order.size()) {
      Report("\"" + entry.name + "\" is listed out of order", session, rig,
             listing);
    }
  }
  if (hindered) return;
  for (size_t i = 0; i < listed.size(); ++i) {
    const Entry& held = session.entries[i];
    if (!held.removed && held.from_start && !listed[i]) {
      Report("\"" + held.record.name + "\" is lost", session, rig, listing);
    }
  }
}

void ListOnce(const Session& session, ListingRig* rig) {
  const ListingOptions options = {.retries = kRetries, .max_calls = kMaxCalls};
  const Listing listing =
      session.by_getdents
          ? rig->List(static_cast<size_t>(session.count), options)
          : ListByCount(&rig->client, session.count, options);
  if (!listing.ended && listing.errors.size() <= kRetries) {
    Report("the listing has no end", session, *rig, listing);
  }
  if (!IsHindered(session) &&
      listing.errors.size() >
          session.alloc_faults.size() + (rig->faults.fired() ? 1 : 0)) {
    Report("an error that nothing explains", session, *rig, listing);
  }
  CheckEntries(session, *rig, listing);
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
  InputNumbers numbers(data, size);
  Session session = DrawSession(&numbers);
  ListingRig rig(session.rig);
  rig.memory.pool.SetFaults(session.alloc_faults);
  HoldFirstEntries(rig.server, &session);
  const auto names = std::make_shared<Names>(rig.server.names());
  const size_t drop_page = numbers.Take(1);
  for (size_t i = 0; i < kMaxItems && !numbers.AtEnd(); ++i) {
    if (numbers.Below(4) == 3) {
      DrawChange(&numbers, &rig.server, names, &session);
      continue;
    }
    const ServerEntry entry =
        DrawEntry(&numbers, session.entries.size(), &session);
    rig.server.Add(entry);
    names->push_back(entry.name);
    Hold(entry, rig.server, session.order.size(), true, &session);
  }
  ListOnce(session, &rig);
  // What changed meanwhile may show or not where the cache answers.
  if (session.changes) return 0;
  if (drop_page != 0) rig.cache.DropPage(drop_page - 1);
  rig.client.Seek(0);
  ListOnce(session, &rig);
  return 0;
}
