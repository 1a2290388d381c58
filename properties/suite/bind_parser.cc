// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Compiled once for each dirent_parser_suite(), which defines what stands in
// capitals here.

#include "properties/suite/parser_under_suite.h"

#define FUSE_DIRENTS_STRING_OF(x) #x
#define FUSE_DIRENTS_STRING(x) FUSE_DIRENTS_STRING_OF(x)

extern "C" int FUSE_DIRENTS_SUITE_SYMBOL(const struct dirents_reply* reply,
                                         const struct dirents_sink* sink,
                                         uint64_t* pos);

namespace fuse_dirents {

const ParserUnderSuite& LinkedParser() {
  static const ParserUnderSuite kParser = {
      .name = FUSE_DIRENTS_STRING(FUSE_DIRENTS_SUITE_NAME),
      .profile_name = FUSE_DIRENTS_STRING(FUSE_DIRENTS_SUITE_PROFILE),
      .dirent = FUSE_DIRENTS_SUITE_DIRENT != 0,
      .direntplus = FUSE_DIRENTS_SUITE_DIRENTPLUS != 0,
      .segments = FUSE_DIRENTS_SUITE_SEGMENTS != 0,
      .links = FUSE_DIRENTS_SUITE_LINKS != 0,
      .fetches_once = FUSE_DIRENTS_SUITE_FETCHES_ONCE != 0,
      .parse = &IgnoringProfile<&FUSE_DIRENTS_SUITE_SYMBOL>,
  };
  return kParser;
}

}  // namespace fuse_dirents
