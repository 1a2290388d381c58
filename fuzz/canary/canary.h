// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the canaries share: a bug that a flag removes.

#ifndef FUSE_DIRENTS_FUZZ_CANARY_CANARY_H_
#define FUSE_DIRENTS_FUZZ_CANARY_CANARY_H_

#include <cstddef>
#include <cstdint>

#include "differential/parser_list.h"
#include "parser/parse.h"
#include "parser/sink_adapter.h"
#include "parser/wire.h"

namespace fuse_dirents {

// Whether the bug is present: unless --repaired is on the command line.
bool BugIsPlanted();

// Compares `canary` with the reference on a fuzz target's input, as a reply to
// FUSE_READDIR under the rules of Linux.
// REQUIRES: `canary` is the same in every call.
void CheckCanary(const ListedParser& canary, const uint8_t* data, size_t size);

// Parses rightly into a Sink, a PassingSink.
template <typename Sink>
int ParseInto(const Profile& profile, const dirents_reply& reply,
              const dirents_sink& inner, uint64_t* pos) {
  Sink sink = {inner};
  return ParseWithReader(profile, reply, SinkOf(&sink), pos);
}

// The reply's first header, as far as it lies in the first segment; the rest is
// 0.
FuseDirent FirstHeader(const dirents_reply& reply);

}  // namespace fuse_dirents

// The target: CheckCanary() of a parser.
#define FUSE_DIRENTS_PARSER_CANARY(name, presentation, parse)               \
  extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) { \
    using namespace fuse_dirents;                                           \
    CheckCanary({name, Presentation::presentation, parse}, data, size);     \
    return 0;                                                               \
  }

#endif  // FUSE_DIRENTS_FUZZ_CANARY_CANARY_H_
