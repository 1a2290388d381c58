// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// For UndefinedBehaviorSanitizer: reads a header in place, at any
// alignment.

#include <cerrno>
#include <cstddef>
#include <cstdint>

#include "fuzz/canary/canary.h"
#include "parser/parse.h"

namespace fuse_dirents {
namespace {

uint32_t FirstNamelen(const dirents_reply& reply) {
  if (!BugIsPlanted()) return FirstHeader(reply).namelen;
  return static_cast<const FuseDirent*>(reply.segments[0].base)->namelen;
}

int Parse(const Profile& profile, const dirents_reply& reply,
          const dirents_sink& sink, uint64_t* pos) {
  if (reply.nbytes >= sizeof(FuseDirent) && FirstNamelen(reply) == 0) {
    return -EIO;
  }
  return ParseWithReader(profile, reply, sink, pos);
}

}  // namespace
}  // namespace fuse_dirents

FUSE_DIRENTS_PARSER_CANARY("undefined", kLinear, &Parse)
