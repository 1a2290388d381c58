// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// HAVE_<TREE> is defined as the version of a tree that is linked in.

#include "oracle/linux_source/sources.h"

#include <vector>

#define FUSE_DIRENTS_SOURCE(name) \
  extern "C" const source_entry_points name##_entry_points;
FUSE_DIRENTS_SOURCE(linux_6_1)
FUSE_DIRENTS_SOURCE(linux_6_12)
FUSE_DIRENTS_SOURCE(linux_tree)
FUSE_DIRENTS_SOURCE(planted)
#undef FUSE_DIRENTS_SOURCE

namespace fuse_dirents {

std::span<const LinkedSource> LinkedSources() {
  static const std::vector<LinkedSource> sources = {
#ifdef HAVE_LINUX_6_1
      {"linux_6_1", HAVE_LINUX_6_1, &linux_6_1_entry_points},
#endif
#ifdef HAVE_LINUX_6_12
      {"linux_6_12", HAVE_LINUX_6_12, &linux_6_12_entry_points},
#endif
#ifdef HAVE_LINUX_TREE
      {"linux_tree", HAVE_LINUX_TREE, &linux_tree_entry_points},
#endif
#ifdef HAVE_PLANTED
      {"planted", HAVE_PLANTED, &planted_entry_points},
#endif
  };
  return sources;
}

}  // namespace fuse_dirents
