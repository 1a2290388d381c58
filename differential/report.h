// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Formats reports of trace mismatches.

#ifndef FUSE_DIRENTS_DIFFERENTIAL_REPORT_H_
#define FUSE_DIRENTS_DIFFERENTIAL_REPORT_H_

#include <string>
#include <string_view>

#include "differential/input.h"
#include "pagemap/laid_out_reply.h"
#include "parser/trace/trace.h"
#include "parser/wire.h"

namespace fuse_dirents {

// A trace, and what it is the trace of: "reader/mapped", "the cut reply".
struct NamedTrace {
  std::string_view of;
  const Trace& trace;
};

// The choices, the reply as an annotated hex dump, and its pages drawn.
std::string ReplyReport(RecordFormat format, const Input& input,
                        const LaidOutReply& laid_out);

// A trace, indented under what it is the trace of.  A long one is shown by its
// first events, those around event `around`, and its last.
std::string TraceReport(const NamedTrace& trace, size_t around = 0);

// "`what`, at event N", that event as expected and as it is, ReplyReport(), and
// both traces.  REQUIRES: the traces differ.
std::string DifferenceReport(std::string_view what, const NamedTrace& expected,
                             const NamedTrace& got, RecordFormat format,
                             const Input& input, const LaidOutReply& laid_out);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_DIFFERENTIAL_REPORT_H_
