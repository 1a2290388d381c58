// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Parsers that are each wrong in one realistic way: the one table of planted
// parser bugs.  All come from one parser, mutant_parser.h, a plain one that
// obeys any profile and in which each mutant changes one thing.
//
// A suite that lets one of them pass has a hole.  Mutants that no reply can
// distinguish from the right parser are in the table too, with the reason; if
// one of them were found, the suite would be wrong.

#ifndef FUSE_DIRENTS_DIFFERENTIAL_MUTANTS_MUTANTS_H_
#define FUSE_DIRENTS_DIFFERENTIAL_MUTANTS_MUTANTS_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "differential/parser_list.h"
#include "parser/parser_under_test.h"

namespace fuse_dirents {

// When a mutant fetches a field of the record in hand a second time.
enum class Again : uint8_t {
  kNever,
  kAfterEmit,        // What follows uses the new value.
  kAfterFailedLink,  // Then it links once more, with the new value.
  // Compares the new value with the old one, and returns -EIO if they differ.
  kComparedAfterEmit,
  kComparedAfterLink,
};

// What a mutant needs of a reply to show.
enum class Needs : uint8_t {
  kNothing,
  kPlus,   // READDIRPLUS.
  kSeams,  // More than one segment.
  kPlusAndSeams,
  kRewrites,  // A server that writes to the reply while it is parsed.
  kCalls,     // More than one call, or a process that is watched.
  kLength,    // More than 1 MiB.
};

struct Mutant {
  std::string_view name;  // Lower case and '_'.
  std::string_view what;  // What it does, in one line.
  // A client that did so, or whose own rules do so; empty if none is known.
  std::string_view kin = {};
  Needs needs = Needs::kNothing;
  // Changes the rules that the parser obeys.  Null: the bug is a step of
  // mutant_parser.h that names the mutant.
  void (*rules)(Profile&) = nullptr;
  // Whose rules it follows otherwise.
  std::string_view profile = "linux";
  // Why no reply distinguishes it from the right parser; empty if one does.
  std::string_view equivalent = {};
  Again again = Again::kNever;
  std::string_view field = {};  // Fetched twice: as FieldPlace has it.

  bool is_equivalent() const { return !equivalent.empty(); }
  // Whether it must pass everything.
  bool is_right() const { return name == "none" || is_equivalent(); }
  const Profile& profile_of() const { return *FindProfile(profile); }
  bool needs_plus() const {
    return needs == Needs::kPlus || needs == Needs::kPlusAndSeams;
  }
  bool needs_seams() const {
    return needs == Needs::kSeams || needs == Needs::kPlusAndSeams;
  }
};

// All of them.  The first is "none", the right parser.
std::span<const Mutant> AllMutants();
// Null if there is none of that name.
const Mutant* FindMutant(std::string_view name);

// Parses as `mutant` does, by the rules of `profile` otherwise.  Some mutants
// overread, fault, hang or keep state: run each in a process of its own.
int ParseMutant(const Mutant& mutant, const Profile& profile,
                const dirents_reply& reply, const dirents_sink& sink,
                uint64_t* pos);

// The same, bound.  Borrows `mutant`.
ParseFunction ParseFunctionOf(const Mutant& mutant);
// The same for a mutant of the table, which must have one of that name.
ParseFunction ParseFunctionOf(std::string_view name);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_DIFFERENTIAL_MUTANTS_MUTANTS_H_
