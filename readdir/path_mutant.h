// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The seam at which tests plant a bug in the readdir path.  The code around it
// asks IsPlanted() where it would go wrong; no other test scaffolding stands in
// the client, its cache and its transports.
//
// differential/mutants/path_mutants.h says what each bug is and who must find
// it.

#ifndef FUSE_DIRENTS_READDIR_PATH_MUTANT_H_
#define FUSE_DIRENTS_READDIR_PATH_MUTANT_H_

#include <cstdint>

#include "base/check.h"

namespace fuse_dirents {

enum class PathMutant : uint8_t {
  kNone,
  // The size of a request.
  kSizeUncapped,
  kSizeBelowAPage,
  kSizedAsPosted,
  kShortAllocationKeepsSize,
  kLastDescWhole,
  // Pages and what lies on them.
  kPagesSorted,
  kOnePageMapped,
  kStaleTailParsed,
  kLastReplyParsed,
  kPagesLeak,
  kPagesLeakOnFailedMap,
  // The transport.
  kOneDescFilled,
  kServerSeamOverwrites,
  // Where the listing resumes and ends.
  kResumesAtStart,
  kResumesByCount,
  kResumesAt32Bits,
  kResumesPastUntaken,
  kResumesBeforeLast,
  kEndsAtShortReply,
  kErrorIsEnd,
  kFormatNotKept,
  // Lookups.
  kForgetsNothing,
  kForgetsTwice,
  kLinksTwice,
  kEvictsOneLookup,
  kForgetNotAwaited,
  // Dentries and inodes.
  kReplacedInodeStays,
  kReplacedInodeEvictedTwice,
  kGenerationIgnored,
  kBadInodeLinked,
  kDirectoryOfTwoDentries,
  kLoopLinked,
  kLoopKeepsDentry,
  kLoopKeepsAttributes,
  // The dirent cache.
  kCacheTakesAnyEntry,
  kCacheCompleteTooSoon,
  kCacheIgnoresChanges,
  kCacheSkipsLostPage,
  kCacheCutsNames,
  kCacheNeverServes,
  kOpenKeepsCache,
  kOpenResetsEmptyCache,
  kCacheTakesEmptyName,
  kCacheCopiesOversized,
};
inline constexpr PathMutant kLastPathMutant = PathMutant::kCacheCopiesOversized;

// The bug that is planted, for the time that an object of this class lives.
// REQUIRES: no other is.
class PlantedPathMutant {
 public:
  explicit PlantedPathMutant(PathMutant mutant) {
    FUSE_DIRENTS_CHECK(planted_ == PathMutant::kNone);
    planted_ = mutant;
  }
  ~PlantedPathMutant() { planted_ = PathMutant::kNone; }
  PlantedPathMutant(const PlantedPathMutant&) = delete;
  PlantedPathMutant& operator=(const PlantedPathMutant&) = delete;

 private:
  friend bool IsPlanted(PathMutant mutant);
  static inline PathMutant planted_ = PathMutant::kNone;
};

inline bool IsPlanted(PathMutant mutant) {
  return PlantedPathMutant::planted_ == mutant;
}

// `bug` where `mutant` is planted, else `right`.
template <typename T>
T PlantedOr(PathMutant mutant, T bug, T right) {
  return IsPlanted(mutant) ? bug : right;
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_READDIR_PATH_MUTANT_H_
