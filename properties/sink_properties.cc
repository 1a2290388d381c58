// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/sink_properties.h"

#include <algorithm>
#include <string>
#include <vector>

#include "differential/report.h"
#include "differential/runner.h"
#include "parser/frames.h"
#include "parser/trace/recording_sink.h"
#include "readdir/hostile/hostile_pages.h"
#include "readdir/lookup_ledger.h"
#include "readdir/model/reply_outcome.h"

namespace fuse_dirents {
namespace {

// --- Single fetch. ---

Failure FetchesOnce(Runner& runner, const Case& c) {
  const std::string reply = c.Reply();
  const LaidOutReply& laid_out = runner.Lay(reply, c.choices.layout);
  const size_t nbytes = laid_out.nbytes();
  // The first seam, for parsers that are shown one.
  size_t seam = 0;
  for (const FolioDesc& desc : laid_out.pages().descs()) {
    if (seam == 0) seam = desc.length;
  }
  for (const ListedParser& parser : runner.parsers()) {
    const HostileOptions options = {
        .plan = c.choices.plan,
        .start_off = c.choices.start_off,
        .split =
            parser.presentation == Presentation::kSegmented && seam < nbytes
                ? seam
                : 0};
    const auto parse = [&](const dirents_reply& shown, const dirents_sink& sink,
                           uint64_t* pos) {
      return parser.parse(*c.choices.profile, shown, sink, pos);
    };
    const auto found = FindDoubleFetch(
        parse, c.format, std::string_view(reply).substr(0, nbytes), options);
    if (found) {
      return std::string(parser.name) + ": " + found->field + " of record " +
             std::to_string(found->record) + " is fetched twice\n" +
             found->report +
             ReplyReport(c.format, Input{reply, c.choices},
                         runner.Lay(reply, c.choices.layout));
    }
  }
  return std::nullopt;
}

// --- Ledger. ---

Failure Balances(Runner& runner, const Case& c) {
  const std::string reply = c.Reply();
  const Profile& profile = *c.choices.profile;
  // A server counts no lookup of a record that it does not begin to send.
  const std::vector<SentRecord> records = SentRecordsOf(
      c.format, c.Written(), runner.Lay(reply, c.choices.layout).nbytes());
  for (const ListedParser& parser : runner.parsers()) {
    LaidOutReply& laid_out = runner.Lay(reply, c.choices.layout);
    if (!CanShow(parser.presentation, laid_out)) continue;
    LookupLedger ledger(profile);
    // A server that counts lookups of dots is one for clients that settle them.
    ledger.CountReply(0, records, profile.dot_lookups != LookupUse::kNone);
    const std::span<const Segment> segments =
        Show(parser.presentation, &laid_out);
    const dirents_reply shown = {1, c.choices.start_off, segments.data(),
                                 segments.size(), laid_out.nbytes()};
    Trace trace;
    RecordingSink recording(c.choices.plan, &trace);
    LedgerSink books(recording.sink(), &ledger);
    uint64_t pos = c.choices.start_off;
    const int error = parser.parse(profile, shown, books.sink(), &pos);
    trace.AddReturn(error, pos);
    ledger.ExcuseReply(0, records, c.choices.plan.capacity);
    if (!ledger.Violations().empty()) {
      return std::string(parser.name) + ": " +
             ImbalanceText(ledger.Violations().front()) + "\n" +
             ledger.ToText() +
             ReplyReport(c.format, Input{reply, c.choices}, laid_out) +
             TraceReport({parser.name, trace});
    }
  }
  return std::nullopt;
}

constexpr CaseKind kLedgerKinds[] = {
    {"count a lookup", 60,
     [](const Case& c) {
       return std::ranges::any_of(c.records, [](const RecordFields& fields) {
         return fields.entry_out.nodeid != 0;
       });
     }},
    {"fail a link", 15,
     [](const Case& c) { return c.choices.plan.failing_links != 0; }},
    {"fill the buffer", 10,
     [](const Case& c) { return c.choices.plan.capacity < c.records.size(); }},
};

constexpr CaseKind kFetchKinds[] = {
    {"have a record", 60, [](const Case& c) { return !c.records.empty(); }}};

}  // namespace

// Each case is parsed some hundred times.
const Property kSingleFetch = {
    "single_fetch", {.max_namelen = 300}, &FetchesOnce, 5, kFetchKinds, 40};
const Property kLedgerBalance = {
    "ledger_balance", {.plus_only = true}, &Balances, 10, kLedgerKinds};

std::span<const Property* const> SinkProperties() {
  static constexpr const Property* kAll[] = {&kSingleFetch, &kLedgerBalance};
  return kAll;
}

}  // namespace fuse_dirents
