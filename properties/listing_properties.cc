// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/listing_properties.h"

#include <dirent.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "parser/entry_out.h"
#include "readdir/dentry_table.h"
#include "readdir/listing_rig.h"
#include "readdir/model/watched_listing.h"
#include "readdir/model_server.h"
#include "readdir/request/readdir_request.h"

namespace fuse_dirents {
namespace {

struct Setup {
  RigOptions rig;
  bool by_getdents = true;
  int32_t count = 0;  // Bytes of the caller's buffer, or its count.
  uint32_t repeat = 1;
  AllocFault fault;
};

// Half of a directory is reached by several requests.
Setup ListingOf(const Case& c) {
  const auto n = [&](unsigned i) { return uint32_t{c.draws[i]}; };
  const Profile& profile = *c.choices.profile;
  Setup setup;
  setup.rig.entries = 0;
  ServerOptions& server = setup.rig.server;
  server.cookies = kAllCookieKinds[n(0) % 4];
  if (profile.off_negative != kAccept &&
      server.cookies == CookieKind::kNegative) {
    server.cookies = CookieKind::kPosition;
  }
  const bool slices = profile.short_record.action == Action::kStop &&
                      profile.trailing.action == Action::kStop;
  if (slices && (n(0) & 4) != 0) server.packing = Packing::kByteSlice;
  server.dots_have_nodeid =
      (n(0) & 8) != 0 && profile.dot_lookups == LookupUse::kNone;
  if (n(4) != 0) server.max_records = n(4);
  ClientOptions& client = setup.rig.client;
  client.profile = &profile;
  client.limits.page_size = static_cast<uint32_t>(c.choices.layout.page_size);
  client.limits.max_pages = 1 + n(6);
  client.transport.kind = kAllTransports[n(1) % 3];
  client.transport.server_offset = n(1) * 271;
  client.sizing = AllSizingRules()[n(2) % AllSizingRules().size()].rule;
  setup.repeat = 1 + n(3);
  // The smallest holds one entry with the longest name.
  static constexpr struct {
    bool by_getdents;
    int32_t count;
  } kCallers[] = {{true, 32768},         {true, 1048},
                  {true, 2000},          {true, 4096},
                  {true, 65536},         {false, kCountUnlimited},
                  {false, kCountUnknown}};
  const auto& caller = kCallers[n(5) % std::size(kCallers)];
  setup.by_getdents = caller.by_getdents;
  setup.count = caller.count;
  setup.fault = {.call = n(7) % 4, .short_by = 1 + n(7) / 4};
  return setup;
}

// The same with a client that asks for two pages or more, of which some may
// fail it.
Setup ShortListingOf(const Case& c) {
  Setup setup = ListingOf(c);
  ClientOptions& client = setup.rig.client;
  client.sizing = SizingRule::kPaged;
  client.limits.max_pages += 1;
  client.transport.kind = TransportKind::kScatter;
  client.plus = c.format == RecordFormat::kDirentplus ? PlusMode::kPlus
                                                      : PlusMode::kPlain;
  if (setup.by_getdents) {
    setup.count = static_cast<int32_t>(8 * client.limits.page_size);
  } else {
    setup.count = 4 << 20;
  }
  return setup;
}

// Adds the directory to the dots of the rig.
void FillServer(const Case& c, const Setup& setup, ModelServer* server) {
  for (uint32_t i = 0; i < setup.repeat; ++i) {
    for (const RecordFields& fields : c.records) {
      // Servers count no lookup of a dot, and so are none for clients that
      // settle it.
      const bool no_node = (c.format == RecordFormat::kDirentplus &&
                            fields.entry_out.nodeid == 0) ||
                           (IsDotOrDotDot(fields.name) &&
                            c.choices.profile->dot_lookups != LookupUse::kNone);
      uint32_t type = fields.type & 15;
      if (c.choices.profile->efi_attr != kAccept && type != DT_DIR) {
        type = DT_REG;
      }
      server->Add({.name = fields.name,
                   .nodeid = no_node ? 0 : ModelServer::kChoose,
                   .type = type});
    }
  }
}

Listing List(const Setup& setup, ListingRig* rig) {
  const ListingOptions options = {.max_calls = 3000};
  return setup.by_getdents
             ? rig->List(static_cast<size_t>(setup.count), options)
             : ListByCount(&rig->client, setup.count, options);
}

// How a listing of the rig's whole directory is wrong.
Failure IsNoListing(const Setup& setup, const ListingRig& rig,
                    const Listing& listing) {
  if (!listing.errors.empty()) {
    return "error " + std::to_string(listing.errors[0]);
  }
  if (!listing.ended) return "no end";
  const std::vector<std::string> names = rig.server.names();
  for (size_t i = 0; i < std::max(names.size(), listing.entries.size()); ++i) {
    const std::string which = "entry " + std::to_string(i) + " ";
    if (i == listing.entries.size()) return which + "is lost";
    if (i == names.size()) return which + "is not in the directory";
    // getdents64(2) ends a name at its first NUL.
    const std::string_view name = setup.by_getdents
                                      ? std::string_view(names[i].c_str())
                                      : std::string_view(names[i]);
    const ListedEntry& entry = listing.entries[i];
    if (entry.ino != 1000 + i || entry.name != name) {
      return which + "is " + Quote(entry.name) + ", ino " +
             std::to_string(entry.ino) + ", expected " + Quote(name) +
             ", ino " + std::to_string(1000 + i);
    }
  }
  return std::nullopt;
}

Failure Settles(ListingRig* rig) {
  if (rig->memory.pool.pages_in_use() != 0) return "pages stay behind";
  if (rig->memory.views.live_views() != 0) return "a view stays behind";
  const std::string violations = rig->Settle();
  if (!violations.empty()) return violations;
  return std::nullopt;
}

bool HasSeveralRequests(const Case& c) {
  const Setup setup = ListingOf(c);
  return (setup.rig.server.max_records < c.records.size() * setup.repeat) ||
         (setup.by_getdents && setup.count < 4096);
}

bool AsksForBoth(const Profile& profile) {
  return profile.readdir && profile.readdirplus;
}

// Bit i % 12: whether READDIRPLUS is advised before call i.
bool IsAdvised(const Case& c, size_t call) {
  return ((DrawnBits(c) >> 20) >> (call % 12) & 1) != 0;
}

Failure OnlyShortens(Runner& /*runner*/, const Case& c) {
  Setup setup = ShortListingOf(c);
  ClientOptions& client = setup.rig.client;
  ListingRig rig(setup.rig);
  FillServer(c, setup, &rig.server);
  const size_t wanted = WantedBytes(client.sizing, client.limits, setup.count);
  const size_t pages = PagesFor(wanted, client.limits.page_size);
  AllocFault fault = setup.fault;
  // At least one page is left.
  fault.short_by =
      static_cast<uint32_t>(std::min<size_t>(fault.short_by, pages - 1));
  rig.memory.pool.SetFaults({fault});
  const Listing listing = List(setup, &rig);
  rig.memory.pool.SetFaults({});
  if (const Failure failure = IsNoListing(setup, rig, listing)) {
    return "where call " + std::to_string(fault.call) +
           " of the allocator is " + std::to_string(fault.short_by) +
           " pages short: " + *failure;
  }
  const std::vector<ReaddirRequest>& requests = rig.server.requests();
  for (size_t i = 0; i < requests.size(); ++i) {
    const size_t size =
        i == fault.call ? std::min<size_t>(wanted, (pages - fault.short_by) *
                                                       client.limits.page_size)
                        : wanted;
    if (requests[i].size != size) {
      return "request " + std::to_string(i) + " is for " +
             std::to_string(requests[i].size) + " bytes, expected " +
             std::to_string(size);
    }
  }
  return Settles(&rig);
}

Failure CacheReplays(Runner& /*runner*/, const Case& c) {
  Setup setup = ListingOf(c);
  setup.rig.cached = true;
  setup.rig.client.plus = c.format == RecordFormat::kDirentplus
                              ? PlusMode::kAdaptive
                              : PlusMode::kPlain;
  ListingRig rig(setup.rig);
  FillServer(c, setup, &rig.server);
  const Listing first = List(setup, &rig);
  if (const Failure failure = IsNoListing(setup, rig, first)) {
    return "while the cache is filled: " + *failure;
  }
  if (!rig.cache.complete()) return "the cache is not complete";
  const size_t requests = rig.server.requests().size();
  rig.client.Seek(0);
  const Listing second = List(setup, &rig);
  if (const Failure failure = IsNoListing(setup, rig, second)) {
    return "from the cache: " + *failure;
  }
  if (second.entries != first.entries) return "the cache gives other entries";
  if (rig.server.requests().size() != requests) {
    return "a complete cache asks the server";
  }
  return Settles(&rig);
}

Failure AdaptsUnseen(Runner& /*runner*/, const Case& c) {
  if (!AsksForBoth(*c.choices.profile)) return std::nullopt;
  Setup setup = ListingOf(c);
  // Small steps, so that there are calls to be advised before.
  setup.by_getdents = false;
  const auto list = [&](ListingRig* rig) {
    Listing listing;
    while (listing.calls < 3000 && !listing.ended) {
      if (IsAdvised(c, listing.calls)) rig->client.AdviseReaddirplus();
      ++listing.calls;
      KeepingCaller caller(setup.count, 1 + c.draws[4]);
      const int error = rig->client.Readdir(&caller);
      listing.entries.insert(listing.entries.end(), caller.entries().begin(),
                             caller.entries().end());
      if (error != 0) {
        listing.errors.push_back(error);
        break;
      }
      listing.ended = caller.entries().empty();
    }
    return listing;
  };
  Listing plain;
  {
    setup.rig.client.plus = PlusMode::kPlain;
    ListingRig rig(setup.rig);
    FillServer(c, setup, &rig.server);
    plain = list(&rig);
    if (const Failure failure = IsNoListing(setup, rig, plain)) {
      return "by READDIR alone: " + *failure;
    }
  }
  setup.rig.client.plus = PlusMode::kAdaptive;
  ListingRig rig(setup.rig);
  FillServer(c, setup, &rig.server);
  const Listing adaptive = list(&rig);
  if (const Failure failure = IsNoListing(setup, rig, adaptive)) {
    return "by READDIR and READDIRPLUS: " + *failure;
  }
  if (adaptive.entries != plain.entries) {
    return "READDIR and READDIRPLUS give other entries than READDIR alone";
  }
  return Settles(&rig);
}

// Adds records that meet each other: few names, nodeids, generations and types.
void AddTwins(const Case& c, ModelServer* server) {
  uint32_t bits = DrawnBits(c);
  for (int i = 0; i < 6; ++i, bits = bits >> 6 | bits << 26) {
    constexpr uint64_t kNodeids[] = {7, 8, kListedNodeid, 7};
    server->Add({.name = "Twin" + std::to_string(i),
                 .nodeid = kNodeids[bits % 4],
                 .type = (bits >> 2) % 2 == 0 ? 4u : 8u,  // DT_DIR, DT_REG
                 .sent_name = (bits >> 3) % 2 == 0 ? "A" : "B",
                 .generation = (bits >> 4) % 4 == 0 ? 1u : 0u,
                 .mtime = 3});
  }
}

// The same directory and client, with entries that hinder and faults; again and
// again where there is a cache.
Failure FollowsTheModel(Runner& /*runner*/, const Case& c) {
  const auto n = [&](unsigned i) { return uint32_t{c.draws[i]}; };
  Setup setup = ListingOf(c);
  RigOptions& options = setup.rig;
  options.client.plus = c.format == RecordFormat::kDirent ? PlusMode::kPlain
                        : n(4) % 2 == 0                   ? PlusMode::kPlus
                                                          : PlusMode::kAdaptive;
  options.cached = n(2) % 2 == 1;
  if (n(7) % 2 == 1) options.client.limits.max_read = 6000;
  if (n(0) % 3 == 1) options.failing_point = n(3) + n(7);
  if (n(1) % 3 == 1) options.alloc_faults = {setup.fault};
  if (n(6) % 8 == 7) options.server.forgets_read = n(3) % 4;
  const CallerPlan caller = {.by_getdents = setup.by_getdents,
                             .count = setup.count,
                             .max_entries = n(6) % 4 == 1 ? 3 : ~uint64_t{0}};
  ListingRig rig(options);
  FillServer(c, setup, &rig.server);
  constexpr Defect kDefects[] = {Defect::kBadMode, Defect::kNone,
                                 Defect::kEmptyName, Defect::kSlash};
  AddTwins(c, &rig.server);
  rig.server.Add({.name = "Odd", .nodeid = 7, .defect = kDefects[n(5) % 4]});
  rig.server.Add({.name = "Last", .nodeid = 7});
  if (n(5) == 15) {
    for (const std::string& name : rig.server.names()) rig.server.Remove(name);
  }
  WatchedListing watched(options, caller, &rig);
  for (int pass = 0; pass < (options.cached ? 5 : 1); ++pass) {
    std::string problem = watched.List({.retries = 2, .max_calls = 3000});
    if (problem.empty()) problem = watched.Settle();
    if (!problem.empty())
      return "pass " + std::to_string(pass) + ", " + problem;
    if (watched.listing().hangs) break;
    // From the cache; then without one of its pages; then after a change.
    if (pass == 1) watched.DropCachePage(n(3) % 2);
    if (pass == 2) watched.SetDirVersion({.mtime = 1});
    watched.Seek(0);
    if (pass == 3) {
      rig.server.Add({.name = "Grown", .nodeid = 7});
      watched.Reopen(/*keep_cache=*/n(3) % 2 == 1);
    }
  }
  return std::nullopt;
}

constexpr CaseKind kShortKinds[2] = {
    {"take several requests", 40, &HasSeveralRequests},
    {"fall short in the first or second request", 40,
     [](const Case& c) { return ShortListingOf(c).fault.call < 2; }},
};

constexpr CaseKind kListingKinds[2] = {
    {"take several requests", 40, &HasSeveralRequests},
    {"have more than 20 entries", 40,
     [](const Case& c) { return c.records.size() * ListingOf(c).repeat > 20; }},
};

constexpr CaseKind kAdaptiveKinds[2] = {
    {"have a client of both formats", 50,
     [](const Case& c) { return AsksForBoth(*c.choices.profile); }},
    {"are advised before some calls", 80,
     [](const Case& c) {
       return DrawnBits(c) >> 20 != 0 && DrawnBits(c) >> 20 != 0xfff;
     }},
};

constexpr CaseRules kListingCases = {
    .well_formed = true, .has_draws = true, .max_namelen = 1024};

}  // namespace

const Property kShortAllocation = {"short_allocation", kListingCases,
                                   &OnlyShortens, 0, kShortKinds};
const Property kCacheReplay = {"cache_replay", kListingCases, &CacheReplays, 0,
                               kListingKinds};
const Property kAdaptiveListing = {"adaptive", kListingCases, &AdaptsUnseen, 0,
                                   kAdaptiveKinds};
const Property kListingModel = {"listing_model", kListingCases,
                                &FollowsTheModel, 0, kListingKinds};

std::span<const Property* const> ListingProperties() {
  static constexpr const Property* kAll[] = {&kSizingGuarantees,
                                             &kShortAllocation, &kCacheReplay,
                                             &kAdaptiveListing, &kListingModel};
  return kAll;
}

}  // namespace fuse_dirents
