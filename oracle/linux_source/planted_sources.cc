// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The planted copy of readdir.c that the environment names:
// PLANTED=slash_taken and so on (planted_sources.bzl).

#include <cstdlib>
#include <string_view>

#include "base/check.h"
#include "oracle/linux_source/entry_points.h"

#define FUSE_DIRENTS_PLANTED(edit) \
  extern "C" const source_entry_points planted_##edit##_entry_points;
FUSE_DIRENTS_PLANTED(forget_gone)
FUSE_DIRENTS_PLANTED(link_only_while_not_full)
FUSE_DIRENTS_PLANTED(namelen_off_by_one)
FUSE_DIRENTS_PLANTED(pos_before_emit)
FUSE_DIRENTS_PLANTED(reclen_or_equal)
FUSE_DIRENTS_PLANTED(slash_taken)
#undef FUSE_DIRENTS_PLANTED

namespace {

const source_entry_points& Planted() {
  const char* const planted = std::getenv("PLANTED");
  FUSE_DIRENTS_CHECK(planted != nullptr);
#define FUSE_DIRENTS_PLANTED(edit) \
  if (std::string_view(planted) == #edit) return planted_##edit##_entry_points;
  FUSE_DIRENTS_PLANTED(forget_gone)
  FUSE_DIRENTS_PLANTED(link_only_while_not_full)
  FUSE_DIRENTS_PLANTED(namelen_off_by_one)
  FUSE_DIRENTS_PLANTED(pos_before_emit)
  FUSE_DIRENTS_PLANTED(reclen_or_equal)
  FUSE_DIRENTS_PLANTED(slash_taken)
#undef FUSE_DIRENTS_PLANTED
  FUSE_DIRENTS_CHECK(false);
}

}  // namespace

extern "C" int planted_source_parse(const struct dirents_reply* reply,
                                    const struct dirents_sink* sink,
                                    uint64_t* pos) {
  static const source_entry_points& source = Planted();
  return parse_with_source(&source, reply, sink, pos);
}
