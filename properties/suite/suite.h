// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs one parser on sets of cases, in a child process, and reports the first
// rule that it breaks, on the simplest case that shows it.

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

// Runs the parser on all cases of `set`.  Returns the first rule that it
// breaks. Aborts if the set has no case, or another number than its size.
std::optional<FoundViolation> RunSet(const Subject& subject, const CaseSet& set,
                                     size_t shrink_tries = kShrinkTries);

// Asks every question about one case, each in a process of its own.
std::optional<FoundViolation> RunCase(const Subject& subject, const Case& c);

// The report: the rule, the evidence, and the case as a recipe.
std::string ToText(const Subject& subject, const FoundViolation& found);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_SUITE_SUITE_H_
