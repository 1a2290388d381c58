// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Compiled once for each dirent_parser_suite(), which defines what stands in
// capitals here.

#include "properties/suite/parser_under_suite.h"

// A list of rules has commas.
#define FUSE_DIRENTS_STRING_OF(...) #__VA_ARGS__
#define FUSE_DIRENTS_STRING(...) FUSE_DIRENTS_STRING_OF(__VA_ARGS__)

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
      .overrides = FUSE_DIRENTS_STRING(FUSE_DIRENTS_SUITE_OVERRIDES),
      .parse = &IgnoringProfile<&FUSE_DIRENTS_SUITE_SYMBOL>,
  };
  return kParser;
}

}  // namespace fuse_dirents
