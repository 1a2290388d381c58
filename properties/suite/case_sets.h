// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Sets of cases, each of a fixed and known size, and what is asked of a parser
// on each case.

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
#include "properties/suite/parser_under_suite.h"

namespace fuse_dirents {

// Returns false where no more cases are wanted.
using CaseVisitor = std::function<bool(const Case&)>;

// What is done about a case of a set that asks by itself: parsers are run on
// it; it is left out; it and all that follow are.
enum class Turn { kRun, kPass, kStop };

// What came of asking.
struct Asked {
  // The case that was stopped at, or that a parser failed on, if there is one.
  std::optional<Case> last = {};
  std::string failure = {};  // How a parser failed; empty where none did.
};

struct CaseSet {
  enum Question { kTrace, kFetches, kLeaks };

  std::string name;
  Question question = kTrace;
  // Asked too, after the trace.
  const Property* property = nullptr;
  // How many cases there are; whoever goes through them checks it.
  size_t size = 0;
  // The same cases in the same order each time.
  std::function<void(const CaseVisitor&)> for_each = {};
  // Instead of for_each, for a set of too many cases to be made one by one: has
  // the trace of each of `parsers` held to the reference's on each case, and
  // asks `turn` as each begins.
  std::function<Asked(std::span<const ListedParser> parsers,
                      const std::function<Turn()>& turn)>
      ask_all = {};
};

// Small scopes, gone through whole.  `subject` must outlive the sets.
//
//   cuts      three records, cut at every byte, with and without the rest
//             behind the end, in three layouts
//   namelens  every namelen from 1 to 4096, with the seam of two pages on each
//             of six places of its record
//   fields    every class of values of every field that a rule looks at, in the
//             first, middle and last of three records, in three layouts, with
//             four answers of the caller
std::vector<CaseSet> ExhaustiveSets(const Subject& subject);

// For each property that can be asked of one parser alone, random cases that it
// is about: `cases`, or fewer where each is much work; and replies whose fields
// are rewritten while they are parsed.
std::vector<CaseSet> PropertySets(const Subject& subject, uint64_t seed,
                                  size_t cases);

// Those of the files whose format the subject takes, each in its own layout and
// in every default one; and once more for leaks.  `files` must outlive the
// sets.
std::vector<CaseSet> CorpusSets(const Subject& subject,
                                std::span<const InputFile> files);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_SUITE_CASE_SETS_H_
