// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// For the poison after a reply on its last page (pagemap/poison.h): reads
// everything that is mapped for the reply.

#include <cstddef>
#include <cstdint>

#include "fuzz/canary/canary.h"
#include "parser/parse.h"

namespace fuse_dirents {
namespace {

int Parse(const Profile& profile, const dirents_reply& reply,
          const dirents_sink& sink, uint64_t* pos) {
  dirents_reply whole = reply;
  if (BugIsPlanted()) whole.nbytes = reply.segments[0].len;
  return ParseWithReader(profile, whole, sink, pos);
}

}  // namespace
}  // namespace fuse_dirents

FUSE_DIRENTS_PARSER_CANARY("poisoned_tail", kMapped, &Parse)
