// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Goes through sets of cases with one parser, in a child process, and tells
// which rule it breaks first, on the simplest case that shows it.

#ifndef FUSE_DIRENTS_PROPERTIES_SUITE_SUITE_H_
#define FUSE_DIRENTS_PROPERTIES_SUITE_SUITE_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "properties/suite/case_sets.h"
#include "properties/suite/parser_under_suite.h"
#include "properties/suite/violation.h"

namespace fuse_dirents {

struct FoundViolation {
  Violation violation;
  Case c;
};

// How many simpler cases are tried, each in a process of its own.
inline constexpr size_t kShrinkTries = 500;

// Asks the parser of all cases of `set`.  Returns the first rule it breaks.  A
// set that has no case, or another number than it says, is a bug of the suite:
// aborts.
std::optional<FoundViolation> RunSet(const Subject& subject, const CaseSet& set,
                                     size_t shrink_tries = kShrinkTries);

// Asks it of one case, whatever can be asked, in a process of its own.
std::optional<FoundViolation> RunCase(const Subject& subject, const Case& c);

// What a reader is told: the rule, the evidence, and the case as a recipe.
std::string ToText(const Subject& subject, const FoundViolation& found);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_SUITE_SUITE_H_
