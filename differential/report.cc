// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/report.h"

#include "differential/hex_dump.h"

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

// Events of a long trace that are shown: its first ones, and those around one.
constexpr size_t kMaxEvents = 64;
constexpr size_t kAround = 8;

std::string EventsText(const Trace& trace, size_t around) {
  if (trace.size() <= kMaxEvents) return trace.ToText();
  std::string text;
  size_t left_out = 0;
  for (size_t i = 0; i < trace.size(); ++i) {
    const bool shown = i < kAround || i + 1 == trace.size() ||
                       (i + kAround >= around && i <= around + kAround);
    if (!shown) {
      ++left_out;
      continue;
    }
    if (left_out > 0) {
      text += "... " + std::to_string(left_out) + " more events\n";
    }
    left_out = 0;
    text += trace.EventTextAt(i) + "\n";
  }
  return text;
}

}  // namespace

std::string ReplyReport(RecordFormat format, const Input& input,
                        const LaidOutReply& laid_out) {
  const std::string choices = input.choices.ToText();
  return "choices: " + (choices.empty() ? "default" : choices) + "\nreply, " +
         std::to_string(laid_out.nbytes()) + " bytes:\n" +
         AnnotatedHexDump(format, input.reply.substr(0, laid_out.nbytes())) +
         "pages:\n" + Indented(laid_out.DrawPages());
}

std::string TraceReport(const NamedTrace& trace, size_t around) {
  return "trace of " + std::string(trace.of) + ":\n" +
         Indented(EventsText(trace.trace, around));
}

std::string DifferenceReport(std::string_view what, const NamedTrace& expected,
                             const NamedTrace& got, RecordFormat format,
                             const Input& input, const LaidOutReply& laid_out) {
  const size_t event =
      Trace::FirstDifference(expected.trace, got.trace).value();
  return std::string(what) + ", at event " + std::to_string(event) +
         ":\n  expected  " + expected.trace.EventTextAt(event) +
         "\n  got       " + got.trace.EventTextAt(event) + "\n" +
         ReplyReport(format, input, laid_out) + TraceReport(expected, event) +
         TraceReport(got, event);
}

}  // namespace fuse_dirents
