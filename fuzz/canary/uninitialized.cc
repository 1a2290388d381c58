// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// For MemorySanitizer: reads only the part of a header before a seam, and uses
// the whole variable.

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "fuzz/canary/canary.h"
#include "parser/parse.h"

namespace fuse_dirents {
namespace {

bool BeginsWithEmptyName(const dirents_reply& reply) {
  FuseDirent header;
  const size_t there = std::min(sizeof(header), reply.segments[0].len);
  if (there > 0) std::memcpy(&header, reply.segments[0].base, there);
  if (there < sizeof(header) && !BugIsPlanted()) return false;
  return header.namelen == 0;
}

int Parse(const Profile& profile, const dirents_reply& reply,
          const dirents_sink& sink, uint64_t* pos) {
  if (reply.nbytes >= sizeof(FuseDirent) && BeginsWithEmptyName(reply)) {
    return -EIO;
  }
  return ParseWithReader(profile, reply, sink, pos);
}

}  // namespace
}  // namespace fuse_dirents

FUSE_DIRENTS_PARSER_CANARY("uninitialized", kSegmented, &Parse)
