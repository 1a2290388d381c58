// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The small scopes that are gone through from end to end: no seed, no choice,
// the same cases for every parser and every profile.
//
//     CaseRunner runner(parsers, profile);
//     for (const ExhaustiveSet& set : ExhaustiveSets()) {
//       for (unsigned part = 0; part < set.parts; ++part) {
//         set.run(RecordFormat::kDirent, part, &runner);
//       }
//     }

#ifndef FUSE_DIRENTS_PROPERTIES_EXHAUSTIVE_EXHAUSTIVE_SET_H_
#define FUSE_DIRENTS_PROPERTIES_EXHAUSTIVE_EXHAUSTIVE_SET_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "parser/wire.h"
#include "properties/exhaustive/case_runner.h"

namespace fuse_dirents {

// Under a sanitizer a parse costs 5 to 50 times as much, and who tries a
// hundred parsers (:exhaustive_set_thinned) has as little time.  There the sets
// leave out, by fixed strides that each set names, most of what is between
// their edges.
#if defined(__SANITIZE_ADDRESS__) || defined(FUSE_DIRENTS_THINNED)
inline constexpr bool kThinned = true;
#elif defined(__has_feature)
inline constexpr bool kThinned =
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) || \
    __has_feature(undefined_behavior_sanitizer)
    true;
#else
    false;
#endif
#else
inline constexpr bool kThinned = false;
#endif

struct ExhaustiveSet {
  std::string_view name;   // snake_case.
  std::string_view claim;  // What its cases are, as half a sentence.
  // The parts hold the same number of cases and can be run apart.
  unsigned parts;
  // Cases in one part, by RecordFormat; they do not depend on the profile.
  uint64_t cases[2];
  // Runs every case of one part.  REQUIRES: part < parts, and the runner's
  // profile supports `format`.
  void (*run)(RecordFormat format, unsigned part, CaseRunner* runner);
};

std::span<const ExhaustiveSet> ExhaustiveSets();

// The set called `name`, which must be one of them.
const ExhaustiveSet& FindExhaustiveSet(std::string_view name);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_EXHAUSTIVE_EXHAUSTIVE_SET_H_
