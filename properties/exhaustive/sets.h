// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The sets one by one; ExhaustiveSets() lists them.

#ifndef FUSE_DIRENTS_PROPERTIES_EXHAUSTIVE_SETS_H_
#define FUSE_DIRENTS_PROPERTIES_EXHAUSTIVE_SETS_H_

#include <cstddef>

#include "properties/exhaustive/exhaustive_set.h"

namespace fuse_dirents {

// Runs each `thinned`-th case, or each.
constexpr size_t Stride(Extent extent, size_t thinned) {
  return extent == Extent::kThinned ? thinned : 1;
}

ExhaustiveSet NamelenSeams();
ExhaustiveSet NamelenPages();
ExhaustiveSet NamelenPlaces();
ExhaustiveSet Cuts();
ExhaustiveSet FieldValues();
ExhaustiveSet SmallReplies();
ExhaustiveSet SlashSeams();

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_EXHAUSTIVE_SETS_H_
