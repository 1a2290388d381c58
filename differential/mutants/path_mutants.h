// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the planted bugs of readdir/path_mutant.h are: ways of a listing that
// are each wrong in one realistic way, and who must find each.

#ifndef FUSE_DIRENTS_DIFFERENTIAL_MUTANTS_PATH_MUTANTS_H_
#define FUSE_DIRENTS_DIFFERENTIAL_MUTANTS_PATH_MUTANTS_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "readdir/path_mutant.h"

namespace fuse_dirents {

enum class PathJudge : uint8_t {
  kReaddirTests = 1,     // readdir/model/watched_listing_test.
  kListingProperty = 2,  // properties/listing_canary_test.
  kSessionFuzzer = 4,    // fuzz/session_oracle_test.
};

struct PathMutantFacts {
  PathMutant mutant;
  std::string_view name;  // snake_case.
  std::string_view what;  // One sentence.
  std::string_view kin;   // A bug of the field of this class; often none.
  unsigned judges = 7;    // Of PathJudge, added up: those that must find it.

  bool FoundBy(PathJudge judge) const {
    return (judges & static_cast<unsigned>(judge)) != 0;
  }
};

// Every mutant but kNone, in the order of the enum.
std::span<const PathMutantFacts> AllPathMutants();

// REQUIRES: not kNone.
const PathMutantFacts& FactsOf(PathMutant mutant);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_DIFFERENTIAL_MUTANTS_PATH_MUTANTS_H_
