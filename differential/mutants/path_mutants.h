// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Ways of a listing that are each wrong in one realistic way: a small client
// that sizes a request, takes pages for it, has the reply scattered over them,
// maps and parses it, and resumes.  The parser in it is the right one.

#ifndef FUSE_DIRENTS_DIFFERENTIAL_MUTANTS_PATH_MUTANTS_H_
#define FUSE_DIRENTS_DIFFERENTIAL_MUTANTS_PATH_MUTANTS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace fuse_dirents {

enum class PathMutant : int {
  kNone,
  kSizeUncapped,
  kSizeBelowAPage,
  kShortAllocationKeepsSize,
  kLastDescWhole,
  kPagesSorted,
  kOnePageMapped,
  kStaleTailParsed,
  kPagesOfLastRequestParsed,
  kPagesLeak,
  kPagesLeakOnError,
  kResumesAtStart,
  kResumesByCount,
  kResumesAt32Bits,
  kResumesBehindUntaken,
  kEndsAtShortReply,
  kErrorIsEnd,
  kFormatNotKept,
  kForgetsNothing,
  kLinksTwice,
};

struct PathMutantFacts {
  PathMutant mutant;
  std::string_view name;
  std::string_view what;
  std::string_view kin;
};

std::span<const PathMutantFacts> AllPathMutants();

// Which promise of a listing the mutant breaks, in one line; empty where it
// keeps all.  *listings counts those that were made.
std::string BrokenPromise(PathMutant mutant, uint64_t* listings);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_DIFFERENTIAL_MUTANTS_PATH_MUTANTS_H_
