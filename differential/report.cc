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

}  // namespace

std::string ReplyReport(RecordFormat format, const Input& input,
                        const LaidOutReply& laid_out) {
  const std::string choices = input.choices.ToText();
  return "choices: " + (choices.empty() ? "default" : choices) + "\nreply, " +
         std::to_string(laid_out.nbytes()) + " bytes:\n" +
         AnnotatedHexDump(format, input.reply.substr(0, laid_out.nbytes())) +
         "pages:\n" + Indented(laid_out.DrawPages());
}

std::string TraceReport(const NamedTrace& trace) {
  return "trace of " + std::string(trace.of) + ":\n" +
         Indented(trace.trace.ToText());
}

std::string DifferenceReport(std::string_view what, const NamedTrace& expected,
                             const NamedTrace& got, RecordFormat format,
                             const Input& input, const LaidOutReply& laid_out) {
  const size_t event =
      Trace::FirstDifference(expected.trace, got.trace).value();
  return std::string(what) + ", at event " + std::to_string(event) +
         ":\n  expected  " + expected.trace.EventTextAt(event) +
         "\n  got       " + got.trace.EventTextAt(event) + "\n" +
         ReplyReport(format, input, laid_out) + TraceReport(expected) +
         TraceReport(got);
}

}  // namespace fuse_dirents
