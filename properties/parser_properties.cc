// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/parser_properties.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "parser/wire.h"

namespace fuse_dirents {
namespace {

std::string Indented(std::string_view lines) {
  std::string text;
  while (!lines.empty()) {
    const size_t end = lines.find('\n');
    text += "  " + std::string(lines.substr(0, end)) + "\n";
    lines.remove_prefix(end == lines.npos ? lines.size() : end + 1);
  }
  return text;
}

std::string EventAt(const Trace& trace, size_t event) {
  if (event >= trace.size()) return "(no more events)";
  return Trace::EventText(trace.at(event));
}

std::string Differ(std::string_view what, size_t event,
                   std::string_view expected_is, const Trace& expected,
                   std::string_view got_is, const Trace& got,
                   const LaidOutReply& laid_out) {
  return std::string(what) + ", at event " + std::to_string(event) +
         ":\n  expected  " + EventAt(expected, event) + "\n  got       " +
         EventAt(got, event) + "\npages:\n" + Indented(laid_out.DrawPages()) +
         "trace " + std::string(expected_is) + ":\n" +
         Indented(expected.ToText()) + "trace " + std::string(got_is) + ":\n" +
         Indented(got.ToText());
}

// The layout of one linear buffer that holds what `layout` gives out.
Layout LinearLayout(const Layout& layout) {
  Layout linear;
  linear.cut = layout.cut;
  return linear;
}

Verdict IsLayoutIndependent(Bench& bench, const Case& c) {
  const std::string reply = c.Reply();
  for (const ListedParser& parser : bench.parsers()) {
    const Trace expected =
        bench.Run(parser.parse, Presentation::kLinear, c.format, c.choices,
                  &bench.Lay(reply, LinearLayout(c.choices.layout)));
    LaidOutReply& laid_out = bench.Lay(reply, c.choices.layout);
    if (!Bench::CanShow(parser, laid_out)) continue;
    const Trace got = bench.Run(parser.parse, parser.presentation, c.format,
                                c.choices, &laid_out);
    if (const auto event = Trace::FirstDifference(expected, got)) {
      return Differ(std::string(parser.name) + " depends on the layout", *event,
                    "from a linear buffer", expected, "from these pages", got,
                    laid_out);
    }
  }
  return std::nullopt;
}

Verdict Agree(Bench& bench, const Case& c) {
  const std::string reply = c.Reply();
  LaidOutReply& laid_out = bench.Lay(reply, c.choices.layout);
  const ListedParser& first = bench.parsers().front();
  // The first may not be one that every layout can be shown to.
  const Presentation shown = Bench::CanShow(first, laid_out)
                                 ? first.presentation
                                 : Presentation::kLinear;
  const Trace expected =
      bench.Run(first.parse, shown, c.format, c.choices, &laid_out);
  for (const ListedParser& parser : bench.parsers().subspan(1)) {
    if (!Bench::CanShow(parser, laid_out)) continue;
    const Trace got = bench.Run(parser.parse, parser.presentation, c.format,
                                c.choices, &laid_out);
    if (const auto event = Trace::FirstDifference(expected, got)) {
      return Differ(
          std::string(parser.name) + " differs from " + std::string(first.name),
          *event, "of " + std::string(first.name), expected,
          "of " + std::string(parser.name), got, laid_out);
    }
  }
  return std::nullopt;
}

Verdict IsPrefix(Bench& bench, const Case& c) {
  const std::string reply = c.Reply();
  Layout whole_layout = c.choices.layout;
  whole_layout.cut.reset();
  for (const ListedParser& parser : bench.parsers()) {
    LaidOutReply& whole_reply = bench.Lay(reply, whole_layout);
    if (!Bench::CanShow(parser, whole_reply)) continue;
    const Trace whole = bench.Run(parser.parse, parser.presentation, c.format,
                                  c.choices, &whole_reply);
    // A client that judges all frames first drops every entry of the whole
    // reply for an error behind the cut.
    if (c.choices.profile->frames_first &&
        whole.at(whole.size() - 1).error != 0) {
      continue;
    }
    LaidOutReply& cut_reply = bench.Lay(reply, c.choices.layout);
    const Trace cut = bench.Run(parser.parse, parser.presentation, c.format,
                                c.choices, &cut_reply);
    const auto event = Trace::FirstDifference(whole, cut);
    if (event && *event < cut.size() - 1) {
      return Differ("the trace of " + std::string(parser.name) +
                        " on the cut reply is no prefix",
                    *event, "of the whole reply", whole, "of the cut reply",
                    cut, cut_reply);
    }
  }
  return std::nullopt;
}

Verdict KeepsNoState(Bench& bench, const Case& c) {
  const std::string reply = c.Reply();
  // Something else between: the second half of the reply, which starts anywhere
  // in a record.
  const std::string other = reply.substr(reply.size() / 2);
  for (const ListedParser& parser : bench.parsers()) {
    if (!Bench::CanShow(parser, bench.Lay(reply, c.choices.layout))) continue;
    const auto run = [&](std::string_view bytes) {
      return bench.Run(parser.parse, parser.presentation, c.format, c.choices,
                       &bench.Lay(bytes, c.choices.layout));
    };
    const Trace expected = run(reply);
    run(other);
    const Trace got = run(reply);
    if (const auto event = Trace::FirstDifference(expected, got)) {
      return Differ(std::string(parser.name) + " keeps state", *event,
                    "the first time", expected, "the second time", got,
                    bench.Lay(reply, c.choices.layout));
    }
  }
  return std::nullopt;
}

// Whether `event`, an emit or a link, tells of `fields`.
bool Tells(const Event& event, const RecordFields& fields) {
  return event.ino == fields.ino && event.off == fields.off &&
         event.type == fields.type && event.name == fields.name &&
         (event.kind != Event::kLink ||
          std::memcmp(event.entry_out, &fields.entry_out,
                      sizeof fields.entry_out) == 0);
}

// What is wrong with `trace` as the trace of the first `count` of the records,
// all of them taken, before it returns `error`.
Verdict TellsRecords(const Trace& trace, std::span<const RecordFields> records,
                     size_t count, int error) {
  size_t emits = 0;
  for (size_t i = 0; i + 1 < trace.size(); ++i) {
    const Event event = trace.at(i);
    const auto refuse = [&](const std::string& why) {
      return "event " + std::to_string(i) + ", " + Trace::EventText(event) +
             ", " + why;
    };
    if (event.kind == Event::kReturn) return refuse("is not the last one");
    if (event.kind == Event::kEmit && ++emits > count) {
      return refuse("is not expected: only " + std::to_string(count) +
                    " records are there");
    }
    if (emits == 0) return refuse("stands before the first emit");
    const RecordFields& fields = records[emits - 1];
    if (event.kind == Event::kForget ? event.nodeid != fields.entry_out.nodeid
                                     : !Tells(event, fields)) {
      return refuse("is not what was written as record " +
                    std::to_string(emits - 1));
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

// Asks `judge` of the trace of each parser; adds what a reader needs.
template <typename Judge>
Verdict ForEachTrace(Bench& bench, const Case& c, const Choices& choices,
                     const Judge& judge) {
  const std::string reply = c.Reply();
  for (const ListedParser& parser : bench.parsers()) {
    LaidOutReply& laid_out = bench.Lay(reply, choices.layout);
    if (!Bench::CanShow(parser, laid_out)) continue;
    const Trace trace = bench.Run(parser.parse, parser.presentation, c.format,
                                  choices, &laid_out);
    if (const Verdict verdict = judge(trace)) {
      return std::string(parser.name) + ": " + *verdict + "\npages:\n" +
             Indented(laid_out.DrawPages()) + "trace:\n" +
             Indented(trace.ToText());
    }
  }
  return std::nullopt;
}

Verdict RoundTrips(Bench& bench, const Case& c) {
  return ForEachTrace(bench, c, c.choices, [&](const Trace& trace) {
    return TellsRecords(trace, c.records, c.records.size(), 0);
  });
}

Verdict ResumesAtTheLastOff(Bench& bench, const Case& c) {
  return ForEachTrace(bench, c, c.choices, [&](const Trace& trace) -> Verdict {
    const uint64_t pos = trace.at(trace.size() - 1).pos;
    if (pos == c.records.back().off) return std::nullopt;
    return "resumes at " + std::to_string(pos) + ", expected " +
           std::to_string(c.records.back().off);
  });
}

Verdict StopsOneByteShort(Bench& bench, const Case& c) {
  const Profile& profile = *c.choices.profile;
  Choices choices = c.choices;
  choices.layout.cut = static_cast<uint32_t>(c.Reply().size() - 1);
  const bool has_padding = c.records.back().name.size() % kRecordAlign != 0;
  if (has_padding && !profile.last_padding_required) {
    return RoundTrips(bench, c);
  }
  const int error = profile.short_record.action == Action::kError
                        ? -profile.short_record.err
                        : 0;
  const size_t count =
      error != 0 && profile.frames_first ? 0 : c.records.size() - 1;
  return ForEachTrace(bench, c, choices, [&](const Trace& trace) {
    return TellsRecords(trace, c.records, count, error);
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
