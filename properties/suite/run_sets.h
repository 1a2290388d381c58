// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What a run of the suite prints and how it ends, the same for the tests of
// dirent_parser_suite() and for `dirents check-parser`.

#ifndef FUSE_DIRENTS_PROPERTIES_SUITE_RUN_SETS_H_
#define FUSE_DIRENTS_PROPERTIES_SUITE_RUN_SETS_H_

#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "properties/suite/case_sets.h"
#include "properties/suite/parser_under_suite.h"
#include "properties/suite/suite.h"

namespace fuse_dirents {

// Exit statuses.
inline constexpr int kPasses = 0, kBreaksRule = 1, kBadArguments = 2;

// Called as a set begins, once a second while it runs, and as it ends, with the
// number of cases begun so far.
using WatchSet = std::function<void(const CaseSet& set, uint64_t cases)>;

// Runs `sets` in order, and prints a line for each set to stdout.  Where a rule
// breaks, prints the rule and the case at once, and the report after the case
// was reduced.  Without `every_rule` the first rule ends the run.  Returns
// kBadArguments and sets *problem if the random cases of a property lack what
// the property is about.
int RunSets(const Subject& subject, std::span<const CaseSet> sets,
            const SuiteOptions& options, EveryRule* every_rule,
            std::string* problem, const WatchSet& watch = {});

// Prints what is not checked, and whether the parser passes: it fails if
// `every_rule`, which may be null, has found a rule.
int PrintEnd(const Subject& subject, const EveryRule* every_rule);

// Asks every question about the case of the recipe in the file `path`.  Returns
// kBadArguments and sets *problem if it holds none.
int ReplayCase(const Subject& subject, const std::string& path,
               std::string* problem);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_SUITE_RUN_SETS_H_
