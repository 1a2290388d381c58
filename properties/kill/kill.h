// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs each part of the suite against each mutant in a separate process: a
// mutant may fault, write to the reply, hang, or keep state.

#ifndef FUSE_DIRENTS_PROPERTIES_KILL_KILL_H_
#define FUSE_DIRENTS_PROPERTIES_KILL_KILL_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "differential/mutants/mutants.h"
#include "differential/parser_list.h"
#include "properties/suite/case_sets.h"
#include "properties/suite/parser_under_suite.h"

namespace fuse_dirents {

// Called with what a killer is about to try: an input, a property, a set.
using Announce = std::function<void(std::string_view)>;

// A part of the suite that can find a mutant.
struct Killer {
  std::string_view name;
  // Whether it rewrites replies while they are parsed.  A killer that does not
  // is not tried on mutants that need it.
  bool rewrites;
  // Whether `parse`, held to `profile`, is found.  Stops at the first finding.
  bool (*finds)(const Profile& profile, const ParseFunction& parse,
                const Announce& announce);
};

// Corpus, properties, exhaustive sets, and dirent_parser_suite().
std::span<const Killer> Killers();

// The sets of dirent_parser_suite(), thinned; those first that find most
// mutants.  `subject` must outlive them.
std::vector<CaseSet> SuiteSets(const Subject& subject);

// Reads what they need, so that no child has to.
void PrepareKillers();

// The result of one killer on one mutant.
struct Try {
  const Mutant* mutant;
  const Killer* killer;
  bool tried = false;  // Not where the mutant needs what the killer lacks.
  bool killed = false;
  std::string by = {};     // What found it, or was tried last.
  std::string death = {};  // How its process died; empty if it did not.
  uint64_t parses = 0;     // Calls of the mutant until then.
};

// Tries every killer of `killers` on every mutant, one at a time.  Returns the
// tries in the order of `mutants`, for each in that of `killers`.
std::vector<Try> TryToKill(std::span<const Mutant* const> mutants,
                           std::span<const Killer> killers);

// A line for each mutant of the tries, and the score of each killer, for a
// reader.
std::string KillTable(std::span<const Try> tries,
                      std::span<const Killer> killers);

// The same for other programs.
std::string KillJson(std::span<const Try> tries,
                     std::span<const Killer> killers);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_KILL_KILL_H_
