// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// For libFuzzer's time limit: skips records without a name but does not move
// past them.

#include <cstddef>
#include <cstdint>

#include "fuzz/canary/canary.h"
#include "parser/parse.h"

namespace fuse_dirents {
namespace {

// A compiler may remove a loop without a visible effect.
volatile uint64_t skipped = 0;

int Parse(const Profile& profile, const dirents_reply& reply,
          const dirents_sink& sink, uint64_t* pos) {
  while (reply.nbytes >= sizeof(FuseDirent) &&
         FirstHeader(reply).namelen == 0 && BugIsPlanted()) {
    skipped = skipped + 1;
  }
  return ParseWithReader(profile, reply, sink, pos);
}

}  // namespace
}  // namespace fuse_dirents

FUSE_DIRENTS_PARSER_CANARY("timeout", kLinear, &Parse)
