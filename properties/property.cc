// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/property.h"

#include "parser/check.h"
#include "parser/recording_sink.h"

namespace fuse_dirents {

Bench::Bench(std::span<const ListedParser> parsers) : parsers_(parsers) {
  FUSE_DIRENTS_CHECK(!parsers.empty());
}

LaidOutReply& Bench::Lay(std::string_view reply, const Layout& layout) {
  return arena_.Lay(std::as_bytes(std::span(reply.data(), reply.size())),
                    layout);
}

bool Bench::CanShow(const ListedParser& parser, const LaidOutReply& laid_out) {
  return parser.presentation != Presentation::kMapped || laid_out.mappable();
}

Trace Bench::Run(ParseFunction parse, Presentation presentation,
                 RecordFormat format, const Choices& choices,
                 LaidOutReply* laid_out) {
  std::span<const Segment> segments;
  switch (presentation) {
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
  FUSE_DIRENTS_CHECK(!segments.empty());
  const dirents_reply reply = {format == RecordFormat::kDirentplus ? 1 : 0,
                               choices.start_off, segments.data(),
                               segments.size(), laid_out->nbytes()};
  Trace trace;
  RecordingSink sink(choices.plan, &trace);
  uint64_t pos = choices.start_off;
  const int error = parse(*choices.profile, reply, sink.sink(), &pos);
  trace.AddReturn(error, pos);
  return trace;
}

}  // namespace fuse_dirents
