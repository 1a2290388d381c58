// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "pagemap/differential/compare.h"

#include "pagemap/differential/hex_dump.h"
#include "parser/check.h"

namespace fuse_dirents {
namespace {

std::string EventAt(const Trace& trace, size_t event) {
  if (event >= trace.size()) return "(no more events)";
  return Trace::EventText(trace.at(event));
}

std::string Indented(std::string_view lines) {
  std::string text;
  while (!lines.empty()) {
    const size_t end = lines.find('\n');
    text += "  " + std::string(lines.substr(0, end)) + "\n";
    lines.remove_prefix(end == lines.npos ? lines.size() : end + 1);
  }
  return text;
}

ByteRun BytesOf(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

bool CanShow(const ListedParser& parser, const LaidOutReply& laid_out) {
  return parser.presentation != Presentation::kMapped || laid_out.mappable();
}

}  // namespace

Comparer::Comparer(std::span<const ListedParser> parsers) : parsers_(parsers) {
  FUSE_DIRENTS_CHECK(!parsers.empty());
}

void Comparer::RunLaidOut(const ListedParser& parser, RecordFormat format,
                          const Choices& choices, LaidOutReply* laid_out,
                          Trace* trace) {
  std::span<const dirents_segment> segments;
  switch (parser.presentation) {
    case Presentation::kLinear:
      segments = laid_out->Linear();
      break;
    case Presentation::kMapped:
      segments = laid_out->Mapped();
      break;
    case Presentation::kSegmented:
      segments = laid_out->Segmented();
      break;
  }
  const dirents_reply reply = {format == RecordFormat::kDirentplus ? 1 : 0,
                               choices.start_off, segments.data(),
                               segments.size(), laid_out->nbytes()};
  trace->Clear();
  RecordingSink sink(choices.plan, trace);
  uint64_t pos = choices.start_off;
  const int error = parser.parse(*choices.profile, reply, sink.sink(), &pos);
  trace->AddReturn(error, pos);
}

void Comparer::Run(const ListedParser& parser, RecordFormat format,
                   const Input& input, Trace* trace) {
  LaidOutReply& laid_out =
      arena_.Lay(BytesOf(input.reply), input.choices.layout);
  FUSE_DIRENTS_CHECK(CanShow(parser, laid_out));
  RunLaidOut(parser, format, input.choices, &laid_out, trace);
}

std::optional<Difference> Comparer::Compare(RecordFormat format,
                                            const Input& input) {
  LaidOutReply& laid_out =
      arena_.Lay(BytesOf(input.reply), input.choices.layout);
  FUSE_DIRENTS_CHECK(CanShow(parsers_.front(), laid_out));
  RunLaidOut(parsers_.front(), format, input.choices, &laid_out, &expected_);
  parsers_run_ = 1;
  for (const ListedParser& parser : parsers_.subspan(1)) {
    if (!CanShow(parser, laid_out)) continue;
    RunLaidOut(parser, format, input.choices, &laid_out, &got_);
    ++parsers_run_;
    if (!(got_ == expected_)) {
      return Describe(format, input, parser, laid_out);
    }
  }
  return std::nullopt;
}

Difference Comparer::Describe(RecordFormat format, const Input& input,
                              const ListedParser& parser,
                              const LaidOutReply& laid_out) const {
  Difference difference;
  difference.expected_from = parsers_.front().name;
  difference.got_from = parser.name;
  difference.event = Trace::FirstDifference(expected_, got_).value();
  difference.expected = EventAt(expected_, difference.event);
  difference.got = EventAt(got_, difference.event);

  const std::string choices = input.choices.ToText();
  std::string& report = difference.report;
  report = std::string(difference.got_from) + " differs from " +
           std::string(difference.expected_from) + " at event " +
           std::to_string(difference.event) + ":\n";
  report += "  expected  " + difference.expected + "\n";
  report += "  got       " + difference.got + "\n";
  report += "choices: " + (choices.empty() ? "default" : choices) + "\n";
  report += "reply, " + std::to_string(laid_out.nbytes()) + " bytes:\n" +
            AnnotatedHexDump(format, input.reply.substr(0, laid_out.nbytes()));
  report += "pages:\n" + Indented(laid_out.DrawPages());
  report += "trace of " + std::string(difference.expected_from) + ":\n" +
            Indented(expected_.ToText());
  report += "trace of " + std::string(difference.got_from) + ":\n" +
            Indented(got_.ToText());
  return difference;
}

}  // namespace fuse_dirents
