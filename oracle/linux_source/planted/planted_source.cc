// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The planted copy of readdir.c as a parser.  The environment names the edit:
// PLANTED=slash_taken and so on (planted_edits.h).

#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "oracle/linux_source/planted/planted_edits.h"

namespace {

enum planted_edit EditOfEnvironment() {
  const char* const planted = std::getenv("PLANTED");
  if (planted == nullptr) return PLANTED_none;
#define FUSE_DIRENTS_PLANTED_EDIT(name) \
  if (std::string_view(planted) == #name) return PLANTED_##name;
  FUSE_DIRENTS_PLANTED_EDITS(FUSE_DIRENTS_PLANTED_EDIT)
#undef FUSE_DIRENTS_PLANTED_EDIT
  std::fprintf(stderr, "PLANTED=%s: an edit of planted_edits.h was expected\n",
               planted);
  std::exit(2);
}

}  // namespace

enum planted_edit planted_edit = EditOfEnvironment();
enum planted_step planted_step = PLANTED_STEP_OWN;

extern "C" int planted_source_parse(const dirents_reply* reply,
                                    const dirents_sink* sink, uint64_t* pos) {
  const auto parse = planted_edit == PLANTED_oversized_cached
                         ? &parse_with_cached_source
                         : &parse_with_source;
  return parse(&planted_entry_points, reply, sink, pos);
}
