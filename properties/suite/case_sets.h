// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Sets of cases, each of a known size, and the question about each case.

#ifndef FUSE_DIRENTS_PROPERTIES_SUITE_CASE_SETS_H_
#define FUSE_DIRENTS_PROPERTIES_SUITE_CASE_SETS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "differential/case.h"
#include "differential/input_file.h"
#include "differential/parser_list.h"
#include "properties/engine/property.h"
#include "properties/exhaustive/exhaustive_set.h"
#include "properties/suite/parser_under_suite.h"

namespace fuse_dirents {

// Random cases of each property, unless it is slow.
inline constexpr size_t kCasesOfEach = 1000;

// Returns false where no more cases are wanted.
using CaseVisitor = std::function<bool(const Case&)>;

struct CaseSet {
  enum Question {
    kTrace,
    kTraceAfter,  // Right after the case before.
    kFetches
  };

  std::string name;
  Question question = kTrace;
  // Checked after the trace.
  const Property* property = nullptr;
  // How many cases there are; RunSet() checks it.
  size_t size = 0;
  // The same cases in the same order each time.
  std::function<void(const CaseVisitor&)> for_each = {};
  // Instead of for_each: the cases of this set, thinned, in the formats that
  // the subject takes.  They are too many to make one by one.
  const ExhaustiveSet* scope = nullptr;
  // Every n-th case of the scope alone.
  size_t scope_stride = 1;
};

// A record that every client takes: a regular file, whose numbers tell it from
// records with another `number`.
RecordFields GoodRecord(uint64_t number, std::string name);

// A reply in every default layout; the sets of properties/exhaustive, thinned;
// large replies, which go on after 1, 2, 4 and 8 MiB or end at 16 MiB; and
// PairSet().  `subject` must outlive the sets.
std::vector<CaseSet> ExhaustiveSets(const Subject& subject);

// Small cases with all outcomes, in an order in which each comes right after
// each other one and after itself: for a state that one reply leaves and one
// other reply uses.  `subject` must outlive the set.
CaseSet PairSet(const Subject& subject);

// For each property of a single parser, random cases that it is about: `cases`,
// or fewer for slow properties; a tenth as many for leaks; and replies whose
// fields are rewritten while they are parsed.
std::vector<CaseSet> PropertySets(const Subject& subject, uint64_t seed,
                                  size_t cases);

// Those of the files whose format the subject takes, each in its own layout and
// in every default one; and once more for leaks.  `files` must outlive the
// sets.
std::vector<CaseSet> CorpusSets(const Subject& subject,
                                std::span<const InputFile> files);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_SUITE_CASE_SETS_H_
