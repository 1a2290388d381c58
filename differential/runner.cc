// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/runner.h"

#include "base/check.h"
#include "differential/report.h"
#include "parser/trace/recording_sink.h"

namespace fuse_dirents {

bool CanShow(Presentation presentation, const LaidOutReply& laid_out) {
  return presentation != Presentation::kMapped || laid_out.mappable();
}

std::span<const Segment> Show(Presentation presentation,
                              LaidOutReply* laid_out) {
  switch (presentation) {
    case Presentation::kLinear:
      return laid_out->Linear();
    case Presentation::kMapped:
      return laid_out->Mapped();
    case Presentation::kSegmented:
      return laid_out->Segmented();
  }
  FUSE_DIRENTS_CHECK(false);
}

void RecordTrace(const ParseFunction& parse, const Profile& profile,
                 const dirents_reply& reply, const SinkPlan& plan,
                 Trace* trace) {
  trace->Clear();
  RecordingSink sink(plan, trace);
  uint64_t pos = reply.start_off;
  const int error = parse(profile, reply, sink.sink(), &pos);
  trace->AddReturn(error, pos);
}

void RunParser(const ParseFunction& parse, Presentation presentation,
               RecordFormat format, const Choices& choices,
               LaidOutReply* laid_out, Trace* trace) {
  const std::span<const Segment> segments = Show(presentation, laid_out);
  FUSE_DIRENTS_CHECK(!segments.empty());
  RecordTrace(parse, *choices.profile,
              {format == RecordFormat::kDirentplus ? 1 : 0, choices.start_off,
               segments.data(), segments.size(), laid_out->nbytes()},
              choices.plan, trace);
}

Runner::Runner(std::span<const ListedParser> parsers) : parsers_(parsers) {
  FUSE_DIRENTS_CHECK(!parsers.empty());
}

LaidOutReply& Runner::Lay(std::string_view reply, const Layout& layout) {
  return arena_.Lay(std::as_bytes(std::span(reply.data(), reply.size())),
                    layout);
}

std::optional<Trace> Runner::TraceOf(const ListedParser& parser,
                                     RecordFormat format,
                                     std::string_view reply,
                                     const Choices& choices) {
  LaidOutReply& laid_out = Lay(reply, choices.layout);
  if (!CanShow(parser.presentation, laid_out)) return std::nullopt;
  Trace trace;
  RunParser(parser.parse, parser.presentation, format, choices, &laid_out,
            &trace);
  return trace;
}

std::optional<Difference> Runner::Compare(RecordFormat format,
                                          const Input& input) {
  const ListedParser& first = parsers_.front();
  LaidOutReply& laid_out = Lay(input.reply, input.choices.layout);
  FUSE_DIRENTS_CHECK(CanShow(first.presentation, laid_out));
  RunParser(first.parse, first.presentation, format, input.choices, &laid_out,
            &expected_);
  parsers_run_ = 1;
  for (const ListedParser& parser : parsers_.subspan(1)) {
    if (!CanShow(parser.presentation, laid_out)) continue;
    RunParser(parser.parse, parser.presentation, format, input.choices,
              &laid_out, &got_);
    ++parsers_run_;
    if (got_ == expected_) continue;
    const size_t event = Trace::FirstDifference(expected_, got_).value();
    return Difference{
        first.name,
        parser.name,
        event,
        expected_.EventTextAt(event),
        got_.EventTextAt(event),
        DifferenceReport(std::string(parser.name) + " differs from " +
                             std::string(first.name),
                         {first.name, expected_}, {parser.name, got_}, format,
                         input, laid_out)};
  }
  return std::nullopt;
}

size_t LookupsFirst(const Profile& profile, const Trace& trace) {
  const size_t all = trace.size() - 1;
  if (profile.emit_time != EmitTime::kAfterReply) return all;
  size_t first = 0;
  while (first < all && trace.at(first).kind != Event::kEmit) ++first;
  return first;
}

size_t EventsOfPrefix(const Profile& profile, const Trace& cut) {
  const size_t events = LookupsFirst(profile, cut);
  // The last may forget a record that the whole reply has with its padding.
  return profile.unpadded_forgotten && events > 0 ? events - 1 : events;
}

}  // namespace fuse_dirents
