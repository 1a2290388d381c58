// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// For the runner: stops at the first seam.

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "fuzz/canary/canary.h"
#include "parser/parse.h"

namespace fuse_dirents {
namespace {

int Parse(const Profile& profile, const dirents_reply& reply,
          const dirents_sink& sink, uint64_t* pos) {
  dirents_reply seen = reply;
  if (BugIsPlanted()) {
    seen.num_segments = 1;
    seen.nbytes = std::min(reply.nbytes, reply.segments[0].len);
  }
  return ParseWithReader(profile, seen, sink, pos);
}

}  // namespace
}  // namespace fuse_dirents

FUSE_DIRENTS_PARSER_CANARY("layout", kSegmented, &Parse)
