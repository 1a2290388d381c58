// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// One parser on one laid out reply.

#ifndef FUSE_DIRENTS_DIFFERENTIAL_RUN_PARSER_H_
#define FUSE_DIRENTS_DIFFERENTIAL_RUN_PARSER_H_

#include "differential/input.h"
#include "differential/parser_list.h"
#include "pagemap/laid_out_reply.h"
#include "parser/trace/trace.h"
#include "parser/wire.h"

namespace fuse_dirents {

// Whether `laid_out` can be shown so: not as a mapped view where the descs
// leave holes.
bool CanShow(Presentation presentation, const LaidOutReply& laid_out);

// Makes *trace the trace of `parse` on the reply, shown so, by the profile, the
// plan and the start_off of `choices`.
// REQUIRES: CanShow(), and mapping does not fail.
void RunParser(const ParseFunction& parse, Presentation presentation,
               RecordFormat format, const Choices& choices,
               LaidOutReply* laid_out, Trace* trace);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_DIFFERENTIAL_RUN_PARSER_H_
