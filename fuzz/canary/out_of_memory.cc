// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// For libFuzzer's memory limit: allocates the first name before it checks
// namelen against anything but the longest reply.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "fuzz/canary/canary.h"
#include "parser/parse.h"

namespace fuse_dirents {
namespace {

int Parse(const Profile& profile, const dirents_reply& reply,
          const dirents_sink& sink, uint64_t* pos) {
  const size_t most = BugIsPlanted() ? kMaxReplyBytes : kFuseNameMax;
  std::vector<char> name(std::min<size_t>(FirstHeader(reply).namelen, most));
  return ParseWithReader(profile, reply, sink, pos);
}

}  // namespace
}  // namespace fuse_dirents

FUSE_DIRENTS_PARSER_CANARY("out_of_memory", kLinear, &Parse)
