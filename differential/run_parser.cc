// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/run_parser.h"

#include <span>

#include "base/check.h"
#include "parser/trace/recording_sink.h"

namespace fuse_dirents {

bool CanShow(Presentation presentation, const LaidOutReply& laid_out) {
  return presentation != Presentation::kMapped || laid_out.mappable();
}

void RunParser(const ParseFunction& parse, Presentation presentation,
               RecordFormat format, const Choices& choices,
               LaidOutReply* laid_out, Trace* trace) {
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
  trace->Clear();
  RecordingSink sink(choices.plan, trace);
  uint64_t pos = choices.start_off;
  const int error = parse(*choices.profile, reply, sink.sink(), &pos);
  trace->AddReturn(error, pos);
}

}  // namespace fuse_dirents
