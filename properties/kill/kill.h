// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Sets what the suite has on mutants, each try in a process of its own: a
// mutant may fault, write to the reply, or keep state.

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

namespace fuse_dirents {

// To be told of what a killer is about to try: an input, a property, a set.
using Announce = std::function<void(std::string_view)>;

// A part of the suite that can find a mutant.
struct Killer {
  std::string_view name;
  // Whether one of `parsers` is found.  Stops at the first finding.  The first
  // parser is the reference.
  bool (*finds)(std::span<const ListedParser> parsers,
                const Announce& announce);
};

// Corpus, properties and exhaustive sets.
std::span<const Killer> Killers();

// Reads what they need, so that no child has to.
void PrepareKillers();

// What came of one killer and one mutant.
struct Try {
  Mutant mutant;
  const Killer* killer;
  bool killed = false;
  std::string by = {};     // What found it, or what was tried last.
  std::string death = {};  // Of what its process died; empty where it did not.
  uint64_t parses = 0;     // Calls of the mutant until then.
};

// Sets every killer on every mutant of `mutants`, so many at a time, and
// returns what came of it in the order of `mutants`, for each in that of
// Killers().
std::vector<Try> TryToKill(std::span<const Mutant> mutants, size_t processes);

// All of AllMutants(), in their order.
std::vector<Mutant> EveryMutant();

// A line for each mutant of the tries, and the score of each killer, for a
// reader.
std::string KillTable(std::span<const Try> tries);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_KILL_KILL_H_
