// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/mutants/mutants.h"

#include <algorithm>

#include "base/check.h"
#include "differential/mutants/table.h"

namespace fuse_dirents {

std::span<const Mutant> AllMutants() { return kMutants; }

const Mutant* FindMutant(std::string_view name) {
  const auto found = std::ranges::find(kMutants, name, &Mutant::name);
  return found == std::end(kMutants) ? nullptr : &*found;
}

ParseFunction ParseFunctionOf(const Mutant& mutant) {
  return [&mutant](const Profile& profile, const dirents_reply& reply,
                   const dirents_sink& sink, uint64_t* pos) {
    return ParseMutant(mutant, profile, reply, sink, pos);
  };
}

ParseFunction ParseFunctionOf(std::string_view name) {
  const Mutant* const mutant = FindMutant(name);
  FUSE_DIRENTS_CHECK(mutant != nullptr);
  return ParseFunctionOf(*mutant);
}

}  // namespace fuse_dirents
