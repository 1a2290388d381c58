// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/inputs/session_input.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>
#include <string_view>

#include "base/check.h"
#include "parser/entry_out.h"
#include "readdir/dentry_table.h"

namespace fuse_dirents {
namespace {

constexpr uint64_t kFewEntries = 3;

// The values of fields that have words, in the order of those.  What is usual
// stands there several times: it comes more often, and most sessions have few
// things that hinder.
constexpr uint32_t kNoLimit = 0xffffffff;
constexpr uint32_t kLimits[] = {kNoLimit, 4096,     8192,     65536,
                                6000,     kNoLimit, kNoLimit, kNoLimit,
                                kNoLimit, kNoLimit, kNoLimit, kNoLimit};
constexpr size_t kUsualContiguous = size_t{4} << 20;
constexpr size_t kContiguous[] = {kUsualContiguous,
                                  4096,
                                  65536,
                                  kUsualContiguous,
                                  kUsualContiguous,
                                  kUsualContiguous,
                                  kUsualContiguous,
                                  kUsualContiguous};
constexpr Packing kPackings[] = {Packing::kWholeRecords, Packing::kByteSlice,
                                 Packing::kWholeRecords,
                                 Packing::kWholeRecords};
constexpr uint32_t kPageSizes[] = {4096, 16384, 65536};
constexpr PlusMode kModes[] = {PlusMode::kPlain, PlusMode::kPlus,
                               PlusMode::kAdaptive};
constexpr int32_t kCounts[] = {kCountUnlimited, kCountUnknown, -1};
// Large directories are worth their time now and then only.
constexpr size_t kEntries[] = {0,  1, 2, 3, 4,  5,  6,  7,
                               40, 0, 1, 2, 10, 12, 20, 8};
// One entry in eight has a defect, so that most directories have few.
constexpr size_t kDefectValues = 24;
constexpr Defect kDefects[] = {Defect::kNone, Defect::kEmptyName,
                               Defect::kSlash, Defect::kBadMode};
constexpr std::string_view kDefectWords[] = {"none", "empty_name", "slash",
                                             "bad_mode"};
// Buffers of getdents64(2) that the numbers below the size of the smallest
// entry stand for: what an input leaves out is a usual buffer.
constexpr int32_t kUsualBuffer = 32768;
constexpr int32_t kBytesOfNoBuffer = 23;
constexpr uint64_t kNodeids[] = {ModelServer::kChoose, 0, kFuseRootId, 7};
constexpr size_t kLengths[] = {255,  256,  260,  261,  1023,
                               1024, 1025, 4072, 4073, 4095};
// Of an entry that takes after another.
constexpr uint64_t kTwinNodeids[] = {SessionItem::kSame, ModelServer::kChoose,
                                     7, 8, kListedNodeid};
// Only the lowest 32 bits count.
constexpr uint64_t kGenerations[] = {0, 1, uint64_t{1} << 32};
// Shorter names have the length that the number says.
constexpr uint64_t kFirstLength = 240;

enum Place {
  kCookies,
  kPacking,
  kOversized,
  kMaxRequestBytes,
  kMaxRecords,
  kDotsHaveNodeid,
  kProfile,
  kSizing,
  kPageSize,
  kMaxPages,
  kMaxRead,
  kMaxWrite,
  kTransport,
  kMaxContiguousBytes,
  kServerOffset,
  kMode,
  kCached,
  kFailingPoint,
  kShortCall,
  kShortBy,
  kCaller,
  kBytes,
  kEntriesHeld,
  kDropPage,
  kPlaces
};

std::vector<InputField> Head() {
  const std::vector<std::string> no_yes = {"no", "yes"};
  std::vector<std::string> profiles, rules, transports;
  for (const Profile& profile : AllProfiles()) {
    profiles.emplace_back(profile.name);
  }
  for (const SizingRuleFacts& facts : AllSizingRules()) {
    rules.emplace_back(facts.name);
  }
  for (const TransportKind kind : kAllTransports) {
    transports.emplace_back(TransportName(kind));
  }
  const std::vector<std::string> limits = NumberWords(kLimits);
  return {{.name = "cookies",
           .words = {"position", "hash", "negative", "non_monotonic"}},
          {.name = "packing",
           .words = {"whole_records", "byte_slice", "whole_records",
                     "whole_records"}},
          {.name = "oversized", .words = {"refused", "short"}},
          {.name = "max_request_bytes", .words = limits},
          {.name = "max_records"},  // 0: no limit.
          {.name = "dots_have_nodeid", .words = no_yes},
          {.name = "profile", .words = profiles},
          {.name = "sizing", .words = rules},
          {.name = "page_size", .words = NumberWords(kPageSizes)},
          {.name = "max_pages", .least = 1, .values = 16},
          {.name = "max_read", .words = limits},
          {.name = "max_write", .words = limits},
          {.name = "transport", .words = transports},
          {.name = "max_contiguous_bytes", .words = NumberWords(kContiguous)},
          {.name = "server_offset", .bytes = 2},
          {.name = "mode", .words = {"plain", "plus", "adaptive"}},
          {.name = "cached", .words = {"no", "yes", "one_page"}},
          {.name = "failing_point"},  // From 1; 0: none.
          {.name = "short_call"},     // Allocation, from 1; 0: none.
          {.name = "short_by"},       // Pages.
          {.name = "caller",
           .words = {"getdents64", "readdir", "getdents64", "readdir_few"}},
          // getdents64: 0 is a usual buffer, 23 none.  readdir: below 8 it is
          // INT_MAX, 0 or -1.
          {.name = "bytes", .bytes = 2},
          {.name = "entries", .words = NumberWords(kEntries)},
          {.name = "drop_page", .values = 4}};
}

std::vector<InputField> Join(std::vector<InputField> first,
                             const std::vector<InputField>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

InputFormat Format() {
  std::vector<std::string> defects(kDefectValues, "none");
  std::ranges::copy(kDefectWords, defects.begin());
  const std::vector<InputField> entry = {
      {.name = "length", .edges = kFirstLength},  // From there: of kLengths.
      {.name = "nodeid", .words = {"chosen", "0", "1", "7"}},
      {.name = "defect", .words = defects},
      {.name = "refused", .values = 16}};  // 15: yes.
  const std::vector<InputField> change = {{.name = "request", .values = 16},
                                          {.name = "which"}};
  const std::vector<InputField> twin = {
      {.name = "which"},
      {.name = "name", .words = {"same", "new"}},
      {.name = "nodeid", .words = {"same", "chosen", "7", "8", "listed"}},
      {.name = "type", .words = {"file", "directory"}},
      {.name = "generation", .words = NumberWords(kGenerations)}};
  const std::vector<InputField> reopen = {
      {.name = "listing", .values = 8},
      {.name = "keep_cache", .words = {"no", "yes"}}};
  const InputItemKind entries = {"entry", entry};
  // As kItemKinds.  A seed names a kind by its first place.  So others can
  // change, and the seed reads as before.
  return {"session",
          Head(),
          {entries,
           {"remove", change},
           {"insert", Join(change, entry)},
           {"advise", {change[0]}},
           entries,
           {"twin", twin},
           {"reopen", reopen},
           {"unread_forget", {{.name = "which"}}}}};
}

// What each place of the format's kinds makes.
constexpr SessionItem::Kind kItemKinds[] = {
    SessionItem::kEntry,  SessionItem::kRemove,      SessionItem::kInsert,
    SessionItem::kAdvise, SessionItem::kEntry,       SessionItem::kTwin,
    SessionItem::kReopen, SessionItem::kUnreadForget};

// `at`: what the fields of an entry say.
void SetEntry(const uint64_t* at, SessionItem* item) {
  item->name_length =
      at[0] < kFirstLength
          ? at[0]
          : kLengths[(at[0] - kFirstLength) % std::size(kLengths)];
  item->nodeid = kNodeids[at[1]];
  if (at[2] < std::size(kDefects)) item->defect = kDefects[at[2]];
  item->refused = at[3] == 15;
}

SessionItem ReadItem(InputNumbers* numbers) {
  const std::vector<InputItemKind>& kinds = SessionInputFormat().kinds;
  FUSE_DIRENTS_CHECK(kinds.size() == std::size(kItemKinds));
  const size_t place = numbers->Below(kinds.size());
  const std::vector<InputField>& fields = kinds[place].fields;
  std::array<uint64_t, 6> at = {};
  for (size_t i = 0; i < fields.size(); ++i) at[i] = fields[i].Take(numbers);
  SessionItem item;
  item.kind = kItemKinds[place];
  switch (item.kind) {
    case SessionItem::kEntry:
      SetEntry(at.data(), &item);
      break;
    case SessionItem::kInsert:
      SetEntry(&at[2], &item);
      [[fallthrough]];
    case SessionItem::kRemove:
    case SessionItem::kAdvise:
      item.request = at[0];
      item.which = at[1];
      break;
    case SessionItem::kTwin:
      item.which = at[0];
      item.new_name = at[1] == 1;
      item.nodeid = kTwinNodeids[at[2]];
      item.is_directory = at[3] == 1;
      item.generation = kGenerations[at[4]];
      break;
    case SessionItem::kReopen:
      item.listing = at[0];
      item.keep_cache = at[1] == 1;
      break;
    case SessionItem::kUnreadForget:
      item.which = at[0];
      break;
  }
  return item;
}

}  // namespace

const InputFormat& SessionInputFormat() {
  static const auto* const format = new InputFormat(Format());
  return *format;
}

void ReadSessionInput(const uint8_t* data, size_t size, SessionInput* input) {
  const std::vector<InputField>& head = SessionInputFormat().head;
  FUSE_DIRENTS_CHECK(head.size() == kPlaces);
  InputNumbers numbers(data, size);
  std::array<uint64_t, kPlaces> at;
  for (size_t i = 0; i < at.size(); ++i) at[i] = head[i].Take(&numbers);
  input->rig = {};
  ServerOptions& server = input->rig.server;
  ClientOptions& client = input->rig.client;
  server.cookies = kAllCookieKinds[at[kCookies]];
  server.packing = kPackings[at[kPacking]];
  server.oversized =
      at[kOversized] == 0 ? Oversized::kRefused : Oversized::kShort;
  server.max_request_bytes = kLimits[at[kMaxRequestBytes]];
  if (at[kMaxRecords] != 0) {
    server.max_records = static_cast<uint32_t>(at[kMaxRecords]);
  }
  client.profile = &AllProfiles()[at[kProfile]];
  // A client that settles lookups of dots is none for servers that, as ours,
  // do not count them.
  server.dots_have_nodeid = at[kDotsHaveNodeid] != 0 &&
                            client.profile->dot_lookups == LookupUse::kNone;
  client.sizing = AllSizingRules()[at[kSizing]].rule;
  client.limits.page_size = kPageSizes[at[kPageSize]];
  client.limits.max_pages = static_cast<uint32_t>(at[kMaxPages]);
  client.limits.max_read = kLimits[at[kMaxRead]];
  client.limits.max_write = kLimits[at[kMaxWrite]];
  client.transport.kind = kAllTransports[at[kTransport]];
  client.transport.max_contiguous_bytes = kContiguous[at[kMaxContiguousBytes]];
  client.transport.server_offset = static_cast<uint32_t>(at[kServerOffset]);
  client.plus = kModes[at[kMode]];
  input->rig.cached = at[kCached] != 0;
  if (at[kCached] == 2) input->rig.cache_pages = 1;
  if (at[kFailingPoint] != 0) input->rig.failing_point = at[kFailingPoint] - 1;
  if (at[kShortCall] != 0) {
    input->rig.alloc_faults.push_back(
        {at[kShortCall] - 1, static_cast<uint32_t>(at[kShortBy])});
  }
  CallerPlan& caller = input->caller;
  caller.by_getdents = at[kCaller] % 2 == 0;
  caller.max_entries = at[kCaller] == 1 ? ~uint64_t{0} : kFewEntries;
  caller.count = static_cast<int32_t>(at[kBytes]);
  if (!caller.by_getdents) {
    if (caller.count < 8) caller.count = kCounts[caller.count % 3];
  } else if (caller.count == 0) {
    caller.count = kUsualBuffer;
  } else if (caller.count == kBytesOfNoBuffer) {
    caller.count = 0;
  }
  input->rig.entries = kEntries[at[kEntriesHeld]];
  input->drop_page = at[kDropPage];
  input->items.clear();
  while (input->items.size() < kMaxSessionItems && !numbers.AtEnd()) {
    input->items.push_back(ReadItem(&numbers));
    const SessionItem& item = input->items.back();
    if (item.kind == SessionItem::kUnreadForget) {
      server.forgets_read = static_cast<uint32_t>(item.which);
    }
  }
}

ServerEntry EntryOf(const SessionItem& item, size_t serial,
                    const RecordFields* twin_of) {
  ServerEntry entry;
  entry.name = "E" + std::to_string(serial);
  entry.name.resize(std::max(entry.name.size(), item.name_length), 'x');
  entry.nodeid = item.nodeid;
  entry.defect = item.defect;
  if (item.refused) entry.error = EACCES;
  if (item.kind != SessionItem::kTwin) return entry;
  FUSE_DIRENTS_CHECK(twin_of != nullptr);
  if (!item.new_name) entry.sent_name = twin_of->name;
  if (item.nodeid == SessionItem::kSame) {
    entry.nodeid = twin_of->entry_out.nodeid;
  }
  // Some clients settle lookups of dots, which servers do not count.
  if (IsDotOrDotDot(entry.sent_name)) entry.nodeid = 0;
  if (item.is_directory) entry.type = 4;  // DT_DIR
  entry.generation = item.generation;
  entry.mtime = 3;
  return entry;
}

const SessionItem* SessionInput::ReopenBefore(size_t listing) const {
  const auto at = std::ranges::find_if(items, [=](const SessionItem& item) {
    return item.kind == SessionItem::kReopen && item.listing == listing;
  });
  return at == items.end() ? nullptr : &*at;
}

}  // namespace fuse_dirents
