// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The small scopes that are run in full: no seed, no choice, the same cases for
// every parser and every profile.
//
//     CaseRunner runner(parsers, profile);
//     for (const ExhaustiveSet& set : ExhaustiveSets()) {
//       for (unsigned part = 0; part < set.parts; ++part) {
//         set.run(Extent::kFull, RecordFormat::kDirent, part, &runner);
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

// How much of a set is run.  kThinned keeps the edges and leaves out, by a
// fixed stride, most of what lies between them: for sanitizers, under which a
// parse costs 5 to 50 times as much, and for runs over many parsers.
enum class Extent : uint8_t { kFull, kThinned };

struct ExhaustiveSet {
  std::string_view name;   // snake_case.
  std::string_view claim;  // What its cases are, as half a sentence.
  // The parts hold the same number of cases and can be run apart.
  unsigned parts;
  // Cases in one part.  They do not depend on the profile.
  uint64_t (*cases)(Extent extent, RecordFormat format);
  // Runs every case of one part.  REQUIRES: part < parts, and the runner's
  // profile supports `format`.
  void (*run)(Extent extent, RecordFormat format, unsigned part,
              CaseRunner* runner);
};

std::span<const ExhaustiveSet> ExhaustiveSets();

// The set called `name`, which must be one of them.
const ExhaustiveSet& FindExhaustiveSet(std::string_view name);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_EXHAUSTIVE_EXHAUSTIVE_SET_H_
