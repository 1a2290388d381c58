// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/suite/judge.h"

#include <algorithm>
#include <cstring>
#include <span>
#include <vector>

#include "base/check.h"
#include "differential/hex_dump.h"
#include "differential/report.h"
#include "differential/runner.h"
#include "parser/frames.h"
#include "parser/parse.h"
#include "parser/trace/recording_sink.h"
#include "properties/suite/leak_watch.h"
#include "properties/suite/name_rule.h"
#include "readdir/hostile/hostile_pages.h"

namespace fuse_dirents {
namespace {

// Further runs of one reply, which must all give the same trace.
constexpr int kRepeats = 8;

ParseFunction FullyWatched(const Subject& subject, Presentation presentation) {
  return Watched(LeakWatched(subject.parse, presentation), presentation);
}

std::vector<ListedParser> ListParsers(const Subject& subject) {
  std::vector<ListedParser> parsers = {HeldTo(subject)};
  for (const Presentation presentation : subject.Presentations()) {
    parsers.push_back({std::string(subject.name) + "/" +
                           std::string(PresentationName(presentation)),
                       presentation, FullyWatched(subject, presentation)});
  }
  return parsers;
}

// The first byte of the linear buffer that is no longer that of the reply.  The
// pages of the other presentations are read-only.
std::optional<size_t> WrittenAt(LaidOutReply& laid_out,
                                std::string_view reply) {
  const auto* const now =
      static_cast<const char*>(laid_out.Linear().front().base);
  const size_t size = laid_out.nbytes();
  if (size == 0 || std::memcmp(now, reply.data(), size) == 0) {
    return std::nullopt;
  }
  return std::mismatch(now, now + size, reply.data()).first - now;
}

}  // namespace

ListedParser HeldTo(const Subject& subject) {
  return {"reference", Presentation::kLinear,
          BindProfile(&ParseWithReference, subject.held_to)};
}

Judge::Judge(const Subject& subject)
    : subject_(subject), parsers_(ListParsers(subject)), runner_(parsers_) {}

void Judge::Run(const ListedParser& parser, const Case& c,
                LaidOutReply* laid_out, Trace* trace) {
  RunParser(parser.parse, parser.presentation, c.format, c.choices, laid_out,
            trace);
}

bool Judge::IsRepeatable(const ListedParser& parser, const Case& c,
                         LaidOutReply* laid_out, const Trace& first) {
  for (int i = 0; i < kRepeats; ++i) {
    Run(parser, c, laid_out, &again_);
    if (!(again_ == first)) return false;
  }
  return true;
}

bool Judge::SeesStaleBytes(const ListedParser& parser, const Case& c,
                           std::string_view reply, const Trace& first) {
  for (const Stale stale :
       {Stale::kZero, Stale::kOnes, Stale::kPlausibleRecords}) {
    Layout layout = c.choices.layout;
    layout.stale = stale;
    Run(parser, c, &runner_.Lay(reply, layout), &again_);
    if (!(again_ == first)) return true;
  }
  return false;
}

Violation Judge::Broken(std::string_view rule, std::string_view why,
                        std::string_view expected_from, const Trace& expected,
                        const ListedParser& parser, const Trace& got,
                        const Case& c, std::string_view reply) {
  return {std::string(rule),
          DifferenceReport(std::string(why) + "\n" + parser.name +
                               " differs from " + std::string(expected_from),
                           {expected_from, expected}, {parser.name, got},
                           c.format, Input{reply, c.choices},
                           runner_.Lay(reply, c.choices.layout))};
}

Violation Judge::Named(const ListedParser& parser, const Case& c,
                       std::string_view reply, size_t nbytes,
                       const Trace& got) {
  Choices plain = c.choices;
  plain.layout = Layout();
  const auto name = [&](const TraceOfReply& retry) {
    const NamedRule named =
        NameRule(subject_.held_to, c.format, reply.substr(0, nbytes), c.choices,
                 expected_, got, retry);
    Violation broken = Broken(named.rule, named.why, "reference", expected_,
                              parser, got, c, reply);
    broken.row = named.row;
    return broken;
  };
  // The parser may die on another reply.
  KeepViolation(name({}));
  return name([&](std::string_view other) {
    return *runner_.TraceOf(parser, c.format, other, plain);
  });
}

std::optional<Violation> Judge::AskForTrace(const Case& c) {
  FUSE_DIRENTS_CHECK(subject_.Takes(c.format));
  const std::string reply = c.Reply();
  LaidOutReply& laid_out = runner_.Lay(reply, c.choices.layout);
  Run(parsers_[0], c, &laid_out, &expected_);
  for (const ListedParser& parser : subjects()) {
    if (!CanShow(parser.presentation, laid_out)) continue;
    const bool is_linear = parser.presentation == Presentation::kLinear;
    Trace& got = is_linear ? linear_ : got_;
    Run(parser, c, &laid_out, &got);
    if (const auto at = WrittenAt(laid_out, reply)) {
      return Violation{
          std::string(kReadOnlyRule),
          parser.name + " writes into the reply, at byte " +
              std::to_string(*at) + "\n" +
              ReplyReport(c.format, Input{reply, c.choices}, laid_out) +
              TraceReport({"reference", expected_}) +
              TraceReport({parser.name, got})};
    }
    if (got == expected_) continue;
    if (!IsRepeatable(parser, c, &laid_out, got)) {
      return Broken(kNoStateRule, "the same reply gives another trace again",
                    "the run after it", again_, parser, got, c, reply);
    }
    if (is_linear) return Named(parser, c, reply, laid_out.nbytes(), got);
    if (SeesStaleBytes(parser, c, reply, got)) {
      return Broken(kStaleTailRule,
                    "what lies after the reply changes the trace", "reference",
                    expected_, parser, got, c, reply);
    }
    return Broken(kLayoutRule,
                  "on these pages the trace is not that of a linear buffer",
                  "reference", expected_, parser, got, c, reply);
  }
  const ListedParser& linear = subjects().front();
  Run(linear, c, &laid_out, &got_);
  if (got_ == linear_) return std::nullopt;
  return Broken(kNoStateRule, "the same reply gives another trace again",
                "the first run", linear_, linear, got_, c, reply);
}

std::optional<Violation> Judge::AskForTraceAfter(const Case& before,
                                                 const Case& c) {
  FUSE_DIRENTS_CHECK(subject_.Takes(before.format) && subject_.Takes(c.format));
  const std::string first = before.Reply(), reply = c.Reply();
  Run(parsers_[0], c, &runner_.Lay(reply, c.choices.layout), &expected_);
  for (const ListedParser& parser : subjects()) {
    LaidOutReply& laid_first = runner_.Lay(first, before.choices.layout);
    if (!CanShow(parser.presentation, laid_first)) continue;
    Run(parser, before, &laid_first, &again_);
    LaidOutReply& laid_out = runner_.Lay(reply, c.choices.layout);
    if (!CanShow(parser.presentation, laid_out)) continue;
    Run(parser, c, &laid_out, &got_);
    if (got_ == expected_) continue;
    const Trace got = got_;
    if (auto violation = AskForTrace(c)) return violation;
    return Broken(kNoStateRule, "right after another reply the trace differs",
                  "reference", expected_, parser, got, c, reply);
  }
  return std::nullopt;
}

std::optional<Violation> Judge::AskForSingleFetch(const Case& c) {
  const std::string reply = c.Reply();
  // Where a second segment begins; 0: there is none.
  std::vector<size_t> seams = {0};
  if (subject_.segments) {
    const size_t header = HeaderSize(c.format);
    for (const RecordFrame& frame : FramesOf(c.format, reply)) {
      // Inside namelen, inside type, and inside the name.
      for (const size_t at : {header - 6, header - 2, header + 1}) {
        if (frame.pos + at < reply.size()) seams.push_back(frame.pos + at);
      }
    }
  }
  for (const size_t seam : seams) {
    const auto parse = [&](const dirents_reply& whole, const dirents_sink& sink,
                           uint64_t* pos) {
      const auto* base = static_cast<const char*>(whole.segments[0].base);
      const dirents_segment two[] = {{base, seam},
                                     {base + seam, whole.nbytes - seam}};
      dirents_reply shown = whole;
      if (seam > 0) {
        shown.segments = two;
        shown.num_segments = 2;
      }
      const Presentation presentation =
          seam > 0 ? Presentation::kSegmented : Presentation::kLinear;
      return FullyWatched(subject_, presentation)(*subject_.profile, shown,
                                                  sink, pos);
    };
    const auto found =
        FindDoubleFetch(parse, c.format, reply, {.plan = c.choices.plan});
    if (!found) continue;
    return Violation{std::string(kSingleFetchRule),
                     found->report +
                         (seam == 0 ? "in one segment"
                                    : "in two segments, the second from byte " +
                                          std::to_string(seam) + " on") +
                         "\nreply, as it was at first:\n" +
                         AnnotatedHexDump(c.format, reply)};
  }
  return std::nullopt;
}

Violation Judge::LeakOf(const Case& c, Presentation presentation) {
  const std::string reply = c.Reply();
  LaidOutReply& laid_out = runner_.Lay(reply, c.choices.layout);
  Run(parsers_[0], c, &laid_out, &expected_);
  return {std::string(kNoLeakRule),
          std::string(subject_.name) + "/" +
              std::string(PresentationName(presentation)) +
              " takes memory in each call that it does not give back\n" +
              ReplyReport(c.format, Input{reply, c.choices}, laid_out) +
              TraceReport({"reference", expected_})};
}

Violation Judge::ViolationOf(const Case& c, const Death& death) {
  const std::string reply = c.Reply();
  LaidOutReply& laid_out = runner_.Lay(reply, c.choices.layout);
  Run(parsers_[0], c, &laid_out, &expected_);
  return {std::string(death.rule),
          std::string(subject_.name) + "/" + std::string(death.presentation) +
              " " + death.how + "\n" +
              ReplyReport(c.format, Input{reply, c.choices}, laid_out) +
              TraceReport({"reference", expected_}) + "trace of " +
              std::string(subject_.name) + ":\n  (it died)\n"};
}

}  // namespace fuse_dirents
