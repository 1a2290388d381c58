// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/parser_properties.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "differential/report.h"
#include "differential/runner.h"
#include "parser/wire.h"

namespace fuse_dirents {
namespace {

// The trace of `parse` on the reply, shown so.
Trace Run(ParseFunction parse, Presentation presentation, const Case& c,
          const Choices& choices, LaidOutReply* laid_out) {
  Trace trace;
  RunParser(parse, presentation, c.format, choices, laid_out, &trace);
  return trace;
}

Trace Run(const ListedParser& parser, const Case& c, LaidOutReply* laid_out) {
  return Run(parser.parse, parser.presentation, c, c.choices, laid_out);
}

// The layout of one linear buffer that holds what `layout` gives out.
Layout LinearLayout(const Layout& layout) {
  Layout linear;
  linear.cut = layout.cut;
  return linear;
}

Failure IsLayoutIndependent(Runner& runner, const Case& c) {
  const std::string reply = c.Reply();
  for (const ListedParser& parser : runner.parsers()) {
    const Trace expected =
        Run(parser.parse, Presentation::kLinear, c, c.choices,
            &runner.Lay(reply, LinearLayout(c.choices.layout)));
    LaidOutReply& laid_out = runner.Lay(reply, c.choices.layout);
    if (!CanShow(parser.presentation, laid_out)) continue;
    const Trace got = Run(parser, c, &laid_out);
    if (!(got == expected)) {
      return DifferenceReport(
          std::string(parser.name) + " depends on the layout",
          {"a linear buffer", expected}, {"these pages", got}, c.format,
          Input{reply, c.choices}, laid_out);
    }
  }
  return std::nullopt;
}

Failure Agree(Runner& runner, const Case& c) {
  const std::string reply = c.Reply();
  LaidOutReply& laid_out = runner.Lay(reply, c.choices.layout);
  const ListedParser& first = runner.parsers().front();
  // The first may not be one that every layout can be shown to.
  const Presentation shown = CanShow(first.presentation, laid_out)
                                 ? first.presentation
                                 : Presentation::kLinear;
  const Trace expected = Run(first.parse, shown, c, c.choices, &laid_out);
  for (const ListedParser& parser : runner.parsers().subspan(1)) {
    if (!CanShow(parser.presentation, laid_out)) continue;
    const Trace got = Run(parser, c, &laid_out);
    if (!(got == expected)) {
      return DifferenceReport(
          std::string(parser.name) + " differs from " + std::string(first.name),
          {first.name, expected}, {parser.name, got}, c.format,
          Input{reply, c.choices}, laid_out);
    }
  }
  return std::nullopt;
}

Failure IsPrefix(Runner& runner, const Case& c) {
  const std::string reply = c.Reply();
  Layout whole_layout = c.choices.layout;
  whole_layout.cut.reset();
  for (const ListedParser& parser : runner.parsers()) {
    LaidOutReply& whole_reply = runner.Lay(reply, whole_layout);
    if (!CanShow(parser.presentation, whole_reply)) continue;
    const Trace whole = Run(parser, c, &whole_reply);
    // A client that judges all frames first drops every entry of the whole
    // reply for an error after the cut.
    if (c.choices.profile->frames_first &&
        whole.at(whole.size() - 1).error != 0) {
      continue;
    }
    LaidOutReply& cut_reply = runner.Lay(reply, c.choices.layout);
    const Trace cut = Run(parser, c, &cut_reply);
    const auto event = Trace::FirstDifference(whole, cut);
    if (event && *event < EventsOfPrefix(*c.choices.profile, cut)) {
      return DifferenceReport("the trace of " + std::string(parser.name) +
                                  " on the cut reply is no prefix",
                              {"the whole reply", whole},
                              {"the cut reply", cut}, c.format,
                              Input{reply, c.choices}, cut_reply);
    }
  }
  return std::nullopt;
}

Failure KeepsNoState(Runner& runner, const Case& c) {
  const std::string reply = c.Reply();
  // Something else between: the second half of the reply, which starts anywhere
  // in a record.
  const std::string other = reply.substr(reply.size() / 2);
  for (const ListedParser& parser : runner.parsers()) {
    if (!CanShow(parser.presentation, runner.Lay(reply, c.choices.layout)))
      continue;
    const auto run = [&](std::string_view bytes) {
      return Run(parser, c, &runner.Lay(bytes, c.choices.layout));
    };
    const Trace expected = run(reply);
    run(other);
    const Trace got = run(reply);
    if (!(got == expected)) {
      return DifferenceReport(
          std::string(parser.name) + " keeps state",
          {"the first run", expected}, {"the second run", got}, c.format,
          Input{reply, c.choices}, runner.Lay(reply, c.choices.layout));
    }
  }
  return std::nullopt;
}

// Whether `event` is that of `fields` for a client with `profile`.
bool Tells(const Profile& profile, const Event& event,
           const RecordFields& fields) {
  if (event.kind == Event::kForget) {
    return event.nodeid == fields.entry_out.nodeid;
  }
  const uint32_t type =
      profile.type_of_8_bits ? fields.type & 0xff : fields.type;
  return event.ino == fields.ino && event.off == fields.off &&
         event.type == type && event.name == fields.name &&
         (event.kind != Event::kLink ||
          std::memcmp(event.entry_out, &fields.entry_out,
                      sizeof fields.entry_out) == 0);
}

// How `trace` is wrong as the trace of the first `count` of the records,
// all of them taken, before it returns `error`.
Failure TellsRecords(const Profile& profile, const Trace& trace,
                     std::span<const RecordFields> records, size_t count,
                     int error) {
  size_t emits = 0;
  size_t lookups_of = 0;  // The record of the last lookup.
  for (size_t i = 0; i + 1 < trace.size(); ++i) {
    const Event event = trace.at(i);
    const auto refuse = [&](const std::string& why) {
      return "event " + std::to_string(i) + ", " + Trace::EventText(event) +
             ", " + why;
    };
    if (event.kind == Event::kReturn) return refuse("is not the last one");
    size_t record = emits;
    if (event.kind == Event::kEmit) {
      if (++emits > count) {
        return refuse("is not expected: only " + std::to_string(count) +
                      " records are there");
      }
    } else if (profile.emit_time == EmitTime::kBeforeLookup) {
      if (emits == 0) return refuse("stands before the first emit");
      record = emits - 1;
    } else {
      // Not every record has a lookup.
      while (lookups_of < records.size() &&
             !Tells(profile, event, records[lookups_of])) {
        ++lookups_of;
      }
      record = lookups_of;
    }
    if (record >= records.size() || !Tells(profile, event, records[record])) {
      return refuse("is not what was written as record " +
                    std::to_string(record));
    }
  }
  if (emits != count) {
    return std::to_string(emits) + " entries emitted, expected " +
           std::to_string(count);
  }
  if (trace.at(trace.size() - 1).error != error) {
    return "returned " + std::to_string(trace.at(trace.size() - 1).error) +
           ", expected " + std::to_string(error);
  }
  return std::nullopt;
}

// Calls `judge` with the trace of each parser; completes the report.
template <typename Judge>
Failure ForEachTrace(Runner& runner, const Case& c, const Choices& choices,
                     const Judge& judge) {
  const std::string reply = c.Reply();
  for (const ListedParser& parser : runner.parsers()) {
    LaidOutReply& laid_out = runner.Lay(reply, choices.layout);
    if (!CanShow(parser.presentation, laid_out)) continue;
    const Trace trace =
        Run(parser.parse, parser.presentation, c, choices, &laid_out);
    if (const Failure failure = judge(trace)) {
      return std::string(parser.name) + ": " + *failure + "\n" +
             ReplyReport(c.format, Input{reply, choices}, laid_out) +
             TraceReport({parser.name, trace});
    }
  }
  return std::nullopt;
}

Failure RoundTrips(Runner& runner, const Case& c) {
  return ForEachTrace(runner, c, c.choices, [&](const Trace& trace) {
    return TellsRecords(*c.choices.profile, trace, c.records, c.records.size(),
                        0);
  });
}

Failure ResumesAtTheLastOff(Runner& runner, const Case& c) {
  return ForEachTrace(runner, c, c.choices, [&](const Trace& trace) -> Failure {
    const uint64_t pos = trace.at(trace.size() - 1).pos;
    if (pos == c.records.back().off) return std::nullopt;
    return "resumes at " + std::to_string(pos) + ", expected " +
           std::to_string(c.records.back().off);
  });
}

Failure StopsOneByteShort(Runner& runner, const Case& c) {
  const Profile& profile = *c.choices.profile;
  Choices choices = c.choices;
  choices.layout.cut = static_cast<uint32_t>(c.Reply().size() - 1);
  const bool has_padding = c.records.back().name.size() % kRecordAlign != 0;
  if (has_padding && !profile.last_padding_required) {
    return RoundTrips(runner, c);
  }
  const int error = profile.short_record.action == Action::kError
                        ? -profile.short_record.err
                        : 0;
  const bool drops_all =
      profile.frames_first || profile.emit_time == EmitTime::kAfterReply;
  const size_t count = error != 0 && drops_all ? 0 : c.records.size() - 1;
  return ForEachTrace(runner, c, choices, [&](const Trace& trace) {
    return TellsRecords(profile, trace, c.records, count, error);
  });
}

constexpr CaseRules kAny = {};
constexpr CaseRules kCut = {.always_cut = true};
constexpr CaseRules kWellFormed = {.well_formed = true};

}  // namespace

const Property kLayoutIndependence = {"layout_independence", kAny,
                                      &IsLayoutIndependent};
const Property kAgreement = {"agreement", kAny, &Agree};
const Property kPrefix = {"prefix", kCut, &IsPrefix, 25};
const Property kNoState = {"no_state", kAny, &KeepsNoState};
const Property kParserRoundTrip = {"parser_round_trip", kWellFormed,
                                   &RoundTrips, 0};
const Property kParserEndPosition = {"parser_end_position", kWellFormed,
                                     &ResumesAtTheLastOff, 0};
const Property kParserOneByteShort = {"parser_one_byte_short", kWellFormed,
                                      &StopsOneByteShort, 0};

std::span<const Property* const> ParserProperties() {
  static constexpr const Property* kAll[] = {
      &kLayoutIndependence,
      &kAgreement,
      &kPrefix,
      &kNoState,
      &kParserRoundTrip,
      &kParserEndPosition,
      &kParserOneByteShort,
  };
  return kAll;
}

}  // namespace fuse_dirents
