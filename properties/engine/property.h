// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A property: one sentence about parsers that holds for every case.

#ifndef FUSE_DIRENTS_PROPERTIES_ENGINE_PROPERTY_H_
#define FUSE_DIRENTS_PROPERTIES_ENGINE_PROPERTY_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "differential/case.h"
#include "differential/runner.h"
#include "properties/engine/generators.h"

namespace fuse_dirents {

// What failed: what was expected and what was got, in lines for a reader.
// Nothing where a check passes.
using Failure = std::optional<std::string>;

// A kind of case without enough of which a property has shown nothing.
struct CaseKind {
  std::string_view what;  // "have a fault that is met".
  unsigned min_percent;   // Of all cases.
  bool (*is)(const Case& c);
};

struct Property {
  std::string_view name;  // snake_case.
  CaseRules cases;        // What it is about.
  // How a parser of the runner breaks it on `c`.  REQUIRES: FitsRules(cases,
  // c).
  Failure (*find_failure)(Runner& runner, const Case& c);
  // How many cases in a hundred must be cut inside a record.
  unsigned min_cut_percent = 10;
  // What else cases must be.
  std::span<const CaseKind> kinds = {};
  // Divides the number of cases, for slow properties.
  size_t work = 1;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_ENGINE_PROPERTY_H_
