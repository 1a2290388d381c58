// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The planted copy of readdir.c as a parser.  The environment names the edit:
// PLANTED=slash_taken and so on (planted_edits.h).

#include <cstdlib>
#include <string_view>

#include "base/check.h"
#include "oracle/linux_source/planted/planted_edits.h"

enum planted_edit planted_edit = PLANTED_none;
enum planted_step planted_step = PLANTED_STEP_OWN;

namespace {

enum planted_edit EditOfEnvironment() {
  const char* const planted = std::getenv("PLANTED");
  FUSE_DIRENTS_CHECK(planted != nullptr);
#define FUSE_DIRENTS_PLANTED_EDIT(name) \
  if (std::string_view(planted) == #name) return PLANTED_##name;
  FUSE_DIRENTS_PLANTED_EDITS(FUSE_DIRENTS_PLANTED_EDIT)
#undef FUSE_DIRENTS_PLANTED_EDIT
  FUSE_DIRENTS_CHECK(false);
}

}  // namespace

extern "C" int planted_source_parse(const dirents_reply* reply,
                                    const dirents_sink* sink, uint64_t* pos) {
  static const auto edit = planted_edit = EditOfEnvironment();
  const auto parse = edit == PLANTED_oversized_cached
                         ? &parse_with_cached_source
                         : &parse_with_source;
  return parse(&planted_entry_points, reply, sink, pos);
}
