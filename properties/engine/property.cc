// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/engine/property.h"

#include "base/check.h"
#include "differential/run_parser.h"

namespace fuse_dirents {

Bench::Bench(std::span<const ListedParser> parsers) : parsers_(parsers) {
  FUSE_DIRENTS_CHECK(!parsers.empty());
}

LaidOutReply& Bench::Lay(std::string_view reply, const Layout& layout) {
  return arena_.Lay(std::as_bytes(std::span(reply.data(), reply.size())),
                    layout);
}

std::optional<Trace> Bench::TraceOf(const ListedParser& parser,
                                    RecordFormat format, std::string_view reply,
                                    const Choices& choices) {
  LaidOutReply& laid_out = Lay(reply, choices.layout);
  if (!CanShow(parser.presentation, laid_out)) return std::nullopt;
  Trace trace;
  RunParser(parser.parse, parser.presentation, format, choices, &laid_out,
            &trace);
  return trace;
}

}  // namespace fuse_dirents
