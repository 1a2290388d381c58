// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "oracle/linux_source/path_sessions.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <optional>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/random.h"
#include "parser/trace/trace.h"
#include "readdir/listing_rig.h"
#include "readdir/readdir_caller.h"

namespace fuse_dirents {
namespace {

constexpr size_t kRetries = 2;
constexpr size_t kMaxCalls = 300;

// What one of the two did.
struct Log {
  std::string calls;  // A line each.
  std::string requests;
  std::string books;
  std::string trace;
  size_t num_calls = 0;
};

// Who lists, and with what.
struct Side {
  ModelServer* server;
  LookupLedger* ledger;
  Trace* trace;
};

// One readdir, until the end, an error that is not retried, or too many calls.
template <typename Client>
void ListOnce(Client* client, const CallerPlan& plan, Log* log) {
  Getdents64 getdents(
      static_cast<size_t>(plan.by_getdents ? std::max(plan.count, 0) : 0));
  KeepingCaller keeping(plan.count, plan.max_entries);
  size_t errors = 0;
  for (size_t call = 0; call < kMaxCalls; ++call) {
    getdents.Reset();
    keeping.Reset();
    ReaddirCaller* const caller =
        plan.by_getdents ? static_cast<ReaddirCaller*>(&getdents) : &keeping;
    const int error = client->Readdir(caller);
    const int64_t result =
        plan.by_getdents ? getdents.Finish(error, client->pos())
        : error != 0     ? error
                         : static_cast<int64_t>(keeping.entries().size());
    ++log->num_calls;
    log->calls += "readdir " + std::to_string(error) + ", result " +
                  std::to_string(result) + ", pos " +
                  std::to_string(client->pos()) + "\n";
    if (result == 0) return;
    if (result < 0 && ++errors > kRetries) return;
  }
}

// The items of the session that a server is filled and changed by.
class Directory {
 public:
  Directory(const SessionInput& input, ModelServer* server)
      : input_(input), server_(server) {
    for (const std::string& name : server->names()) names_.push_back(name);
  }

  template <typename Client>
  void Fill(Client* client) {
    for (const SessionItem& item : input_.items) {
      switch (item.kind) {
        case SessionItem::kEntry:
          server_->Add(EntryOf(item));
          break;
        case SessionItem::kAdvise:
          server_->ChangeBefore(item.request, [client](ModelServer*) {
            client->AdviseReaddirplus();
          });
          break;
        case SessionItem::kRemove:
          changes_ = true;
          server_->ChangeBefore(item.request, [this, &item](ModelServer*) {
            Remove(item.which);
          });
          break;
        case SessionItem::kInsert:
          changes_ = true;
          server_->ChangeBefore(item.request,
                                [this, &item](ModelServer*) { Insert(item); });
          break;
      }
    }
  }

  bool changes() const { return changes_; }

 private:
  ServerEntry EntryOf(const SessionItem& item) {
    ServerEntry entry;
    entry.name = "E" + std::to_string(names_.size());
    entry.name.resize(std::max(entry.name.size(), item.name_length), 'x');
    entry.nodeid = item.nodeid;
    entry.defect = item.defect;
    if (item.refused) entry.error = EACCES;
    names_.push_back(entry.name);
    return entry;
  }

  void Remove(size_t which) {
    if (names_.empty()) return;
    const size_t at = which % names_.size();
    server_->Remove(names_[at]);
    names_.erase(names_.begin() + static_cast<ptrdiff_t>(at));
  }

  void Insert(const SessionItem& item) {
    if (names_.empty()) {
      server_->Add(EntryOf(item));
      return;
    }
    const std::string before = names_[item.which % names_.size()];
    server_->AddBefore(before, EntryOf(item));
  }

  const SessionInput& input_;
  ModelServer* const server_;
  std::vector<std::string> names_;
  bool changes_ = false;
};

// Lists, and where there is a cache lists twice more.  `drop_page` drops a page
// of it.
template <typename Client, typename DropPage>
Log RunSession(const SessionInput& input, const Side& side, Client* client,
               const DropPage& drop_page) {
  Log log;
  Directory directory(input, side.server);
  directory.Fill(client);
  ListOnce(client, input.caller, &log);
  if (input.rig.cached) {
    if (input.drop_page != 0) drop_page(input.drop_page - 1);
    if (directory.changes()) client->SetDirVersion({.mtime = 1});
    for (int again = 0; again < 2; ++again) {
      client->Seek(0);
      ListOnce(client, input.caller, &log);
    }
  }
  client->DropInodes();
  for (const ReaddirRequest& request : side.server->requests()) {
    log.requests +=
        std::string(request.format == RecordFormat::kDirentplus ? "READDIRPLUS"
                                                                : "READDIR") +
        " off=" + std::to_string(request.off) +
        " size=" + std::to_string(request.size) + "\n";
  }
  const LookupLedger& ledger = *side.ledger;
  log.books = "counted " + std::to_string(ledger.counted()) + ", linked " +
              std::to_string(ledger.linked()) + ", forgotten " +
              std::to_string(ledger.forgotten()) + ", held " +
              std::to_string(ledger.held()) + "\n";
  for (const Imbalance& imbalance : ledger.Violations()) {
    log.books += ImbalanceText(imbalance) + "\n";
  }
  log.trace = side.trace->ToText();
  return log;
}

Log RunClient(const SessionInput& input, std::vector<FaultPoint>* passed) {
  ListingRig rig(input.rig);
  const Log log =
      RunSession(input, {&rig.server, &rig.ledger, &rig.trace}, &rig.client,
                 [&rig](size_t page) { rig.cache.DropPage(page); });
  if (passed != nullptr) *passed = rig.faults.passed();
  return log;
}

// What SourcePath did, and what else was found.
struct SourceRun {
  Log log;
  std::string problems;
  bool fired, uses_pages, known_link_failed;
};

SourceRun RunSource(const SourceKind& kind, const SessionInput& input,
                    std::optional<NthFault> fault) {
  LookupLedger ledger(*input.rig.client.profile);
  ModelServer server(input.rig.server, &ledger);
  Trace trace;
  ReaddirMemory& memory = SharedReaddirMemory(PAGE_SIZE);
  FUSE_DIRENTS_CHECK(memory.pool.pages_in_use() == 0);
  memory.pool.Reset(PageOrder::kDescending);
  memory.pool.SetFaults(input.rig.alloc_faults);
  server.AddDotsAndFiles(input.rig.entries);
  SourcePath path(input.rig.client, {.source = kind.source,
                                     .server = &server,
                                     .memory = &memory,
                                     .trace = &trace,
                                     .cached = input.rig.cached,
                                     .cache_pages = input.rig.cache_pages,
                                     .fault = fault});
  SourceRun run;
  run.log = RunSession(input, {&server, &ledger, &trace}, &path,
                       [&path](size_t page) { path.DropCachePage(page); });
  run.problems = path.Problems();
  run.fired = path.fired();
  run.uses_pages = path.uses_pages();
  run.known_link_failed = path.known_link_failed();
  memory.pool.Reset(PageOrder::kDescending);
  return run;
}

// The first line in which the two differ, with its number.
std::string FirstLine(std::string_view what, std::string_view source,
                      std::string_view client) {
  if (source == client) return "";
  size_t line = 1;
  for (;; ++line) {
    const std::string_view a = source.substr(0, source.find('\n'));
    const std::string_view b = client.substr(0, client.find('\n'));
    if (a != b || a.size() == source.size() || b.size() == client.size()) {
      return std::string(what) + " " + std::to_string(line) +
             "\n  source: " + std::string(a) + "\n  client: " + std::string(b) +
             "\n";
    }
    source.remove_prefix(a.size() + 1);
    client.remove_prefix(b.size() + 1);
  }
}

std::string Difference(const SourceRun& source, const Log& client) {
  std::string text =
      FirstLine("call", source.log.calls, client.calls) +
      FirstLine("event", source.log.trace, client.trace) +
      FirstLine("request", source.log.requests, client.requests) +
      FirstLine("books", source.log.books, client.books);
  if (!source.problems.empty()) text += "source: " + source.problems;
  return text;
}

size_t Count(std::string_view text, std::string_view what) {
  size_t count = 0;
  for (size_t at = text.find(what); at != text.npos;
       at = text.find(what, at + what.size())) {
    ++count;
  }
  return count;
}

void Add(const SourceRun& run, PathTally* tally) {
  ++tally->sessions;
  tally->calls += run.log.num_calls;
  tally->requests += Count(run.log.requests, "\n");
  tally->entries += Count(run.log.trace, "emit ");
  tally->links += Count(run.log.trace, "link ");
  tally->forgets += Count(run.log.trace, "forget ");
}

}  // namespace

SourceKind KindOf(const source_entry_points& source) {
  SourceKind kind;
  kind.source = &source;
  for (const Profile* const profile :
       {&LinuxProfile(), FindProfile("linux_before_6_15")}) {
    if (profile->name_max == source.name_max) kind.profile = profile;
  }
  FUSE_DIRENTS_CHECK(kind.profile != nullptr);
  // Limits that give each rule a size of its own.
  SessionInput input;
  input.rig.client.profile = kind.profile;
  input.rig.client.limits.max_pages = 16;
  input.rig.client.limits.max_write = 32768;
  input.rig.client.limits.max_read = 16384;
  input.caller = {.by_getdents = false, .count = kCountUnlimited};
  const SourceRun run = RunSource(kind, input, std::nullopt);
  size_t matching = 0;
  for (const SizingRuleFacts& facts : AllSizingRules()) {
    const std::string size =
        " size=" +
        std::to_string(
            WantedBytes(facts.rule, input.rig.client.limits, kCountUnlimited)) +
        "\n";
    const bool has_pages = facts.rule != SizingRule::kKvmalloc;
    if (!run.log.requests.starts_with("READDIR off=0" + size) ||
        has_pages != run.uses_pages) {
      continue;
    }
    kind.sizing = facts.rule;
    ++matching;
  }
  if (matching != 1) {
    std::fprintf(stderr, "no rule of readdir_request.h has this size: %s",
                 run.log.requests.c_str());
  }
  FUSE_DIRENTS_CHECK(matching == 1);
  return kind;
}

SessionInput DrawSession(const SourceKind& kind, uint64_t seed) {
  Random random(seed);
  std::array<uint8_t, 160> bytes;
  for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(random.Next());
  SessionInput input;
  ReadSessionInput(bytes.data(), bytes.size(), &input);
  ClientOptions& client = input.rig.client;
  client.profile = kind.profile;
  client.limits.page_size = PAGE_SIZE;
  client.sizing = kind.sizing;
  client.transport.kind = kind.sizing == SizingRule::kKvmalloc
                              ? TransportKind::kBounced
                          : random.Below(2) == 0 ? TransportKind::kScatter
                                                 : TransportKind::kDevFuse;
  input.rig.failing_point = FaultPoints::kNone;
  return input;
}

std::string PathTally::ToText() const {
  return std::to_string(sessions) + " sessions, " + std::to_string(calls) +
         " calls, " + std::to_string(requests) + " requests, " +
         std::to_string(entries) + " entries, " + std::to_string(links) +
         " links, " + std::to_string(forgets) + " forgets, " +
         std::to_string(faults) + " faults, " + std::to_string(skipped) +
         " skipped";
}

std::string CompareSession(const SourceKind& kind, const SessionInput& input,
                           PathTally* tally) {
  const SourceRun source = RunSource(kind, input, std::nullopt);
  Add(source, tally);
  return Difference(source, RunClient(input, nullptr));
}

std::string CompareUnderFaults(const SourceKind& kind, SessionInput input,
                               PathTally* tally) {
  input.rig.alloc_faults.clear();
  input.rig.counts_faults = true;
  std::vector<FaultPoint> points;
  RunClient(input, &points);
  // Points that the source does not have.
  const bool one_page = kind.sizing == SizingRule::kOnePage;
  std::array<size_t, 16> seen = {};
  for (size_t i = 0; i < points.size(); ++i) {
    const FaultPoint point = points[i];
    const size_t nth = seen[static_cast<size_t>(point)]++;
    if (one_page &&
        (point == FaultPoint::kAllocPageList || point == FaultPoint::kMap)) {
      continue;
    }
    input.rig.failing_point = i;
    const Log client = RunClient(input, nullptr);
    // The array of pages and that of folios are two allocations.
    const bool is_list = point == FaultPoint::kAllocPageList;
    for (size_t which = 0; which < (is_list ? 2 : 1); ++which) {
      const NthFault fault = {point, is_list ? 2 * nth + which : nth};
      const SourceRun source = RunSource(kind, input, fault);
      Add(source, tally);
      if (source.known_link_failed) {
        ++tally->skipped;
        continue;
      }
      tally->faults += source.fired ? 1 : 0;
      std::string difference = Difference(source, client);
      if (!difference.empty()) {
        return "fault " + std::string(FaultPointName(point)) + " " +
               std::to_string(fault.nth) + "\n" + difference;
      }
    }
  }
  return "";
}

}  // namespace fuse_dirents
