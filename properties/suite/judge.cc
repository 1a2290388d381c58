// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/suite/judge.h"

#include <algorithm>
#include <span>
#include <vector>

#include "base/check.h"
#include "differential/hex_dump.h"
#include "differential/report.h"
#include "differential/run_parser.h"
#include "parser/parse.h"
#include "parser/trace/recording_sink.h"
#include "properties/suite/heap_use.h"
#include "properties/suite/name_rule.h"
#include "readdir/hostile/hostile_pages.h"

namespace fuse_dirents {
namespace {

// Runs of one reply that must all be alike.
constexpr int kRepeats = 8;

std::string Name(const Subject& subject, Presentation presentation) {
  return std::string(subject.name) + "/" +
         std::string(PresentationName(presentation));
}

}  // namespace

LaidOutReply& Judge::Lay(std::string_view reply, const Layout& layout) {
  return arena_.Lay(std::as_bytes(std::span(reply.data(), reply.size())),
                    layout);
}

void Judge::Expect(const Case& c, LaidOutReply* laid_out) {
  // By the rules that the subject is held to, whatever the case names.
  RunParser(BindProfile(&ParseWithReference, subject_.held_to),
            Presentation::kLinear, c.format, c.choices, laid_out, &expected_);
}

void Judge::Run(Presentation presentation, const Case& c,
                LaidOutReply* laid_out, Trace* trace) {
  RunParser(Watched(subject_.parse, presentation), presentation, c.format,
            c.choices, laid_out, trace);
}

bool Judge::IsRepeatable(Presentation presentation, const Case& c,
                         LaidOutReply* laid_out, const Trace& first) {
  for (int i = 0; i < kRepeats; ++i) {
    Run(presentation, c, laid_out, &again_);
    if (!(again_ == first)) return false;
  }
  return true;
}

bool Judge::SeesStaleBytes(Presentation presentation, const Case& c,
                           std::string_view reply, const Trace& first) {
  for (const Stale stale :
       {Stale::kZero, Stale::kOnes, Stale::kPlausibleRecords}) {
    Layout layout = c.choices.layout;
    layout.stale = stale;
    Run(presentation, c, &Lay(reply, layout), &again_);
    if (!(again_ == first)) return true;
  }
  return false;
}

Violation Judge::Broken(std::string_view rule, std::string_view why,
                        std::string_view expected_from, const Trace& expected,
                        Presentation presentation, const Trace& got,
                        const Case& c, std::string_view reply) {
  const std::string name = Name(subject_, presentation);
  return {
      std::string(rule),
      DifferenceReport(std::string(why) + "\n" + name + " differs from " +
                           std::string(expected_from),
                       {expected_from, expected}, {name, got}, c.format,
                       Input{reply, c.choices}, Lay(reply, c.choices.layout))};
}

std::optional<Violation> Judge::AskForTrace(const Case& c) {
  FUSE_DIRENTS_CHECK(subject_.Takes(c.format));
  const std::string reply = c.Reply();
  LaidOutReply& laid_out = Lay(reply, c.choices.layout);
  Expect(c, &laid_out);
  for (const Presentation presentation : subject_.Presentations()) {
    const bool is_linear = presentation == Presentation::kLinear;
    if (!CanShow(presentation, laid_out)) continue;
    Trace& got = is_linear ? linear_ : got_;
    Run(presentation, c, &laid_out, &got);
    if (got == expected_) continue;
    if (!IsRepeatable(presentation, c, &laid_out, got)) {
      return Broken(kNoStateRule, "the same reply gives another trace again",
                    "the run after it", again_, presentation, got, c, reply);
    }
    if (is_linear) {
      const std::span<const Segment> segments = laid_out.Linear();
      const NamedRule named = NameRule(
          subject_.held_to,
          {c.format == RecordFormat::kDirentplus ? 1 : 0, c.choices.start_off,
           segments.data(), segments.size(), laid_out.nbytes()},
          c.choices.plan, expected_, got);
      return Broken(named.rule, named.why, "reference", expected_, presentation,
                    got, c, reply);
    }
    if (SeesStaleBytes(presentation, c, reply, got)) {
      return Broken(kStaleTailRule,
                    "what lies behind the reply changes the trace", "reference",
                    expected_, presentation, got, c, reply);
    }
    return Broken(kLayoutRule,
                  "on these pages the trace is not that of a linear buffer",
                  "reference", expected_, presentation, got, c, reply);
  }
  Run(Presentation::kLinear, c, &laid_out, &got_);
  if (got_ == linear_) return std::nullopt;
  return Broken(kNoStateRule, "the same reply gives another trace again",
                "the first run", linear_, Presentation::kLinear, got_, c,
                reply);
}

std::optional<Violation> Judge::AskForSingleFetch(const Case& c) {
  const std::string reply = c.Reply();
  // Where a second segment begins; 0: there is none.
  std::vector<size_t> seams = {0};
  if (subject_.segments) {
    const size_t header = HeaderSize(c.format);
    for (const Frame& frame : FramesOf(c.format, reply)) {
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
      return Watched(subject_.parse, presentation)(*subject_.profile, shown,
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

std::optional<Violation> Judge::AskForLeaks(const Case& c) {
  const std::string reply = c.Reply();
  LaidOutReply& laid_out = Lay(reply, c.choices.layout);
  struct Context {
    Judge* judge;
    const Case* c;
    LaidOutReply* laid_out;
    Presentation presentation;
  };
  for (const Presentation presentation : subject_.Presentations()) {
    if (!CanShow(presentation, laid_out)) continue;
    Context context = {this, &c, &laid_out, presentation};
    const bool leaks = Leaks(
        [](void* from) {
          const auto* to = static_cast<Context*>(from);
          to->judge->Run(to->presentation, *to->c, to->laid_out,
                         &to->judge->got_);
        },
        &context);
    if (!leaks) continue;
    return Violation{
        std::string(kNoLeakRule),
        Name(subject_, presentation) +
            " takes memory in each call that it does not give back\n" +
            ReplyReport(c.format, Input{reply, c.choices}, laid_out) +
            TraceReport({subject_.name, got_})};
  }
  return std::nullopt;
}

Violation Judge::Tell(const Case& c, const Death& death) {
  const std::string reply = c.Reply();
  LaidOutReply& laid_out = Lay(reply, c.choices.layout);
  Expect(c, &laid_out);
  return {std::string(death.rule),
          std::string(subject_.name) + "/" + std::string(death.presentation) +
              " " + death.how + "\n" +
              ReplyReport(c.format, Input{reply, c.choices}, laid_out) +
              TraceReport({"reference", expected_}) + "trace of " +
              std::string(subject_.name) + ":\n  (it died)\n"};
}

}  // namespace fuse_dirents
