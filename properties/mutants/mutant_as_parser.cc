// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// One mutant alone, as a user's parser would be: dirents_parse() is mutant
// number FUSE_DIRENTS_MUTANT.

#include "properties/mutants/mutants.h"

static_assert(FUSE_DIRENTS_MUTANT < fuse_dirents::kMutantCount);

extern "C" int dirents_parse(const dirents_reply* reply,
                             const dirents_sink* sink, uint64_t* pos) {
  return fuse_dirents::ParseMutant(
      static_cast<fuse_dirents::Mutant>(FUSE_DIRENTS_MUTANT), *reply, *sink,
      pos);
}
