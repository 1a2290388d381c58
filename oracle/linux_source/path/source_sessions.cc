// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "oracle/linux_source/path/source_sessions.h"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <vector>

#include "base/check.h"
#include "base/random.h"
#include "fuzz/inputs/input_numbers.h"
#include "fuzz/inputs/session_input.h"
#include "fuzz/session_oracle.h"
#include "oracle/linux_source/path/source_path.h"
#include "oracle/linux_source/sources.h"
#include "parser/trace/trace.h"
#include "readdir/listing_rig.h"
#include "readdir/readdir_caller.h"

namespace fuse_dirents {
namespace {

// Sets what the kind decides and no input does.
void Narrow(const SourceKind& kind, SessionInput* input) {
  ClientOptions& client = input->rig.client;
  client.profile = kind.profile;
  client.limits.page_size = PAGE_SIZE;
  client.sizing = kind.sizing;
  if (kind.sizing == SizingRule::kKvmalloc) {
    client.transport.kind = TransportKind::kBounced;
  } else if (client.transport.kind == TransportKind::kBounced) {
    client.transport.kind = TransportKind::kScatter;
  }
}

class SourceSubject : public SessionSubject {
 public:
  // `lists`: by the source, or by ReaddirClient.
  enum Lists { kSource, kClient };
  SourceSubject(const SourceKind& kind, Lists lists, PathTally* tally)
      : kind_(kind), lists_(lists), tally_(tally) {}

  void Narrow(SessionInput* input) override {
    fuse_dirents::Narrow(kind_, input);
    if (failing_point) input->rig.failing_point = *failing_point;
    failing_ = input->rig.failing_point;
    input->rig.counts_faults = lists_ == kSource;
  }
  std::unique_ptr<ReaddirPath> Open(const RigOptions& options,
                                    ListingRig* rig) override {
    if (lists_ == kClient) return nullptr;
    return std::make_unique<SourcePath>(*kind_.source, options, rig);
  }
  void Close(const ListingRig& rig) override {
    events = rig.trace;
    passed = rig.faults.passed();
    failed.reset();
    if (rig.faults.fired()) failed = passed[failing_];
    if (tally_ == nullptr) return;
    ++tally_->sessions;
    tally_->requests += rig.server.requests().size();
    for (size_t i = 0; i < events.size(); ++i) {
      const Event::Kind kind = events.at(i).kind;
      tally_->calls += kind == Event::kReturn;
      tally_->entries += kind == Event::kEmit;
      tally_->links += kind == Event::kLink;
      tally_->forgets += kind == Event::kForget;
    }
    if (failed) ++tally_->faults[static_cast<size_t>(*failed)];
  }

  // In the place of the input's, if set.
  std::optional<size_t> failing_point;

  // Of the last session.
  Trace events;
  std::vector<FaultPoint> passed;
  std::optional<FaultPoint> failed;

 private:
  const SourceKind& kind_;
  const Lists lists_;
  PathTally* const tally_;
  size_t failing_ = FaultPoints::kNone;
};

std::string Judge(std::string_view input, SourceSubject* subject) {
  return JudgeSession(reinterpret_cast<const uint8_t*>(input.data()),
                      input.size(), subject)
      .finding;
}

}  // namespace

SourceKind KindOf(const source_entry_points& source) {
  // Limits that give each rule a size of its own.
  RigOptions options = {.entries = 0};
  options.client.profile = &ProfileOf(source);
  RequestLimits& limits = options.client.limits;
  limits = {.max_pages = 16, .max_read = 16384, .max_write = 32768};
  ListingRig rig(options);
  SourcePath path(source, options, &rig);
  KeepingCaller caller(kCountUnlimited);
  FUSE_DIRENTS_CHECK(path.Readdir(&caller) == 0);
  const uint32_t size = rig.server.requests()[0].size;
  std::optional<SizingRule> sizing;
  for (const SizingRuleFacts& facts : AllSizingRules()) {
    const bool by_pages = facts.rule != SizingRule::kKvmalloc;
    if (by_pages == path.by_pages() &&
        WantedBytes(facts.rule, limits, kCountUnlimited) == size) {
      FUSE_DIRENTS_CHECK(!sizing);
      sizing = facts.rule;
    }
  }
  if (!sizing) {
    std::fprintf(stderr,
                 "no rule of readdir/request/SIZING.md asks for %u bytes%s\n",
                 size, path.by_pages() ? " by pages" : "");
  }
  FUSE_DIRENTS_CHECK(sizing);
  return {&source, options.client.profile, *sizing};
}

std::string PathTally::ToText() const {
  return std::to_string(sessions) + " sessions, " + std::to_string(calls) +
         " calls, " + std::to_string(requests) + " requests, " +
         std::to_string(entries) + " entries, " + std::to_string(links) +
         " links, " + std::to_string(forgets) + " forgets";
}

std::string JudgeSource(const SourceKind& kind, std::string_view input,
                        PathTally* tally) {
  SourceSubject source(kind, SourceSubject::kSource, tally);
  std::string finding = Judge(input, &source);
  if (!finding.empty() || source.failed) return finding;
  SourceSubject client(kind, SourceSubject::kClient, nullptr);
  client.failing_point = FaultPoints::kNone;
  finding = Judge(input, &client);
  if (!finding.empty()) return finding;
  const auto at = Trace::FirstDifference(source.events, client.events);
  if (!at) return "";
  return "event " + std::to_string(*at) + " of the source is " +
         source.events.EventTextAt(*at) + ", of ReaddirClient " +
         client.events.EventTextAt(*at) + "\n" + source.events.ToText();
}

std::string JudgeUnderFaults(const SourceKind& kind, std::string_view input,
                             PathTally* tally) {
  SourceSubject source(kind, SourceSubject::kSource, tally);
  source.failing_point = FaultPoints::kNone;
  std::string finding = Judge(input, &source);
  const size_t points = source.passed.size();
  for (size_t i = 0; i < points && finding.empty(); ++i) {
    source.failing_point = i;
    finding = Judge(input, &source);
    if (!finding.empty()) {
      finding = "fault point " + std::to_string(i) + " fails\n" + finding;
    }
  }
  return finding;
}

namespace {

std::vector<Rewrite> RewritesOf(std::string_view input) {
  constexpr uint32_t kValues[] = {
      0, 1, 2, 3, 255, 1024, 4095, 4096, 8192, 1 << 20, 0xffffffff, 0x2f2f2f2f};
  const std::vector<uint8_t> tail(input.rbegin(), input.rend());
  InputNumbers numbers(tail.data(), tail.size());
  std::vector<Rewrite> rewrites(1 + numbers.Below(8));
  for (Rewrite& rewrite : rewrites) {
    rewrite.event = numbers.Below(64);
    // All fields start at a multiple of 4.
    rewrite.at = 4 * numbers.Take(1);
    const uint32_t value = numbers.OneOf(kValues);
    rewrite.bytes.assign(reinterpret_cast<const char*>(&value), sizeof value);
  }
  return rewrites;
}

}  // namespace

std::string JudgeUnderRewrites(const SourceKind& kind, std::string_view bytes,
                               PathTally* tally) {
  constexpr size_t kMaxCalls = 40;
  SessionInput input;
  ReadSessionInput(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size(),
                   &input);
  Narrow(kind, &input);
  input.rig.server.forgets_read = UINT32_MAX;
  const std::vector<Rewrite> rewrites = RewritesOf(bytes);
  static ListingRig& rig = *new ListingRig(input.rig);
  rig.Reset(input.rig);
  for (const SessionItem& item : input.items) {
    if (item.kind == SessionItem::kEntry) {
      rig.server.Add(EntryOf(item, rig.server.names().size()));
    }
  }
  SourcePath path(*kind.source, input.rig, &rig, rewrites);
  std::string problem;
  // The second listing reads the cache that the first one filled.
  for (int listing = 0; listing < 2 && problem.empty(); ++listing) {
    path.Seek(0);
    for (size_t call = 0; call < kMaxCalls && problem.empty(); ++call) {
      KeepingCaller caller(input.caller.count, input.caller.max_entries);
      const int error = path.Readdir(&caller);
      problem = path.Left();
      if (error != 0 || caller.entries().empty()) break;
    }
  }
  path.DropInodes();
  ++tally->sessions;
  for (const std::string& warning : path.warnings()) ++tally->observed[warning];
  if (!problem.empty()) {
    rig.memory.pool.Reset();
    problem = "while the server rewrites the reply:\n" + problem;
  }
  return problem;
}

std::string SessionBytes(uint64_t seed) {
  Random random(seed);
  std::string bytes(160, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random.Next());
  return bytes;
}

}  // namespace fuse_dirents
