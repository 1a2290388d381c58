// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "properties/exhaustive/exhaustive_set.h"

#include <algorithm>

#include "base/check.h"
#include "properties/exhaustive/sets.h"

namespace fuse_dirents {

std::span<const ExhaustiveSet> ExhaustiveSets() {
  static const ExhaustiveSet kSets[] = {
      NamelenSeams(), NamelenPages(), NamelenPlaces(), Cuts(),
      FieldValues(),  SmallReplies(), SlashSeams()};
  return kSets;
}

const ExhaustiveSet& FindExhaustiveSet(std::string_view name) {
  const auto found =
      std::ranges::find(ExhaustiveSets(), name, &ExhaustiveSet::name);
  FUSE_DIRENTS_CHECK(found != ExhaustiveSets().end());
  return *found;
}

}  // namespace fuse_dirents
