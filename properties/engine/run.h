// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Checks a property on generated cases.  There are two drivers of one
// interface: run_rapidcheck.cc, which shrinks what it finds, and run_plain.cc
// for where there is no RapidCheck (under MSan).  Both ask the same properties
// of cases from the same generator.

#ifndef FUSE_DIRENTS_PROPERTIES_ENGINE_RUN_H_
#define FUSE_DIRENTS_PROPERTIES_ENGINE_RUN_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "differential/case.h"
#include "differential/parser_list.h"
#include "parser/profile/profile.h"
#include "properties/engine/distribution.h"
#include "properties/engine/property.h"

namespace fuse_dirents {

// 31694 for CVE-2026-31694.  Nothing but --seed changes it.
inline constexpr uint64_t kDefaultSeed = 31694;
inline constexpr size_t kDefaultCases = 2000;

struct RunOptions {
  uint64_t seed = kDefaultSeed;
  size_t cases = kDefaultCases;
  // The client whose rules the parsers obey; null: each case draws one.
  const Profile* profile = nullptr;
};

struct Counterexample {
  Case c;
  std::string failure;  // Of the property, on `c`.
};

struct RunResult {
  size_t passed = 0;          // Cases for which the property holds.
  Distribution distribution;  // Of all cases but those tried while shrinking.
  std::optional<Counterexample> counterexample;
};

// Stops at the first case for which the property does not hold.  Depends on
// nothing but its arguments.
RunResult RunProperty(const Property& property,
                      std::span<const ListedParser> parsers,
                      const RunOptions& options);

// How many cases a run with `options` asks `property` of: at least one.
size_t CasesOf(const Property& property, const RunOptions& options);

// "RapidCheck" or "plain".
std::string_view DriverName();

// What is wrong with a run, as text for a reader with the recipe of the
// counterexample; nothing where the property held for as many cases as were
// asked for, and these were of the right kind.
std::optional<std::string> Problem(const Property& property,
                                   const RunOptions& options,
                                   const RunResult& result);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_ENGINE_RUN_H_
