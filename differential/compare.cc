// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/compare.h"

#include "base/check.h"
#include "differential/report.h"
#include "differential/run_parser.h"

namespace fuse_dirents {
namespace {

ByteRun BytesOf(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

}  // namespace

Comparer::Comparer(std::span<const ListedParser> parsers) : parsers_(parsers) {
  FUSE_DIRENTS_CHECK(!parsers.empty());
}

void Comparer::Run(const ListedParser& parser, RecordFormat format,
                   const Input& input, Trace* trace) {
  LaidOutReply& laid_out =
      arena_.Lay(BytesOf(input.reply), input.choices.layout);
  FUSE_DIRENTS_CHECK(CanShow(parser.presentation, laid_out));
  RunParser(parser.parse, parser.presentation, format, input.choices, &laid_out,
            trace);
}

std::optional<Difference> Comparer::Compare(RecordFormat format,
                                            const Input& input) {
  const ListedParser& first = parsers_.front();
  LaidOutReply& laid_out =
      arena_.Lay(BytesOf(input.reply), input.choices.layout);
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

}  // namespace fuse_dirents
