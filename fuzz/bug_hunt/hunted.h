// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The planted bugs that bug_hunt hunts, and how the input of a fuzz target
// shows each.

#ifndef FUSE_DIRENTS_FUZZ_BUG_HUNT_HUNTED_H_
#define FUSE_DIRENTS_FUZZ_BUG_HUNT_HUNTED_H_

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "differential/mutants/mutants.h"
#include "differential/mutants/path_mutants.h"

namespace fuse_dirents {

// Either a parser or a way of a listing; the other is null.
struct HuntedBug {
  const Mutant* parser = nullptr;
  const PathMutantFacts* path = nullptr;

  std::string_view name() const { return parser ? parser->name : path->name; }
  std::string_view what() const { return parser ? parser->what : path->what; }
};

// Why no fuzz target can show the bug; empty if one does.
inline std::string_view NotHunted(const HuntedBug& bug) {
  if (bug.path != nullptr) {
    return bug.path->FoundBy(PathJudge::kSessionFuzzer)
               ? ""
               : "its own write faults before an oracle can look";
  }
  if (bug.name() == "blocks_at_255") return "libFuzzer's alarm wakes it";
  if (bug.name() == "segments_consumed") {
    return "only the suite compares the segments after a parse";
  }
  if (bug.name() == "long_refused_after_slash") {
    return "two replies show it, and an input holds one";
  }
  return "";
}

// Every wrong parser and path, hunted or not.
inline std::vector<HuntedBug> AllBugs() {
  std::vector<HuntedBug> bugs;
  for (const Mutant& mutant : AllMutants()) {
    if (!mutant.is_right()) bugs.push_back({.parser = &mutant});
  }
  for (const PathMutantFacts& facts : AllPathMutants()) {
    bugs.push_back({.path = &facts});
  }
  return bugs;
}

// Whether the replies that show it have the format that the trailer says: a
// server rewrites them, or the bug lies between two calls.
inline bool IsHuntedByTrailer(const Mutant& mutant) {
  return mutant.needs == Needs::kRewrites || mutant.needs == Needs::kCalls;
}

// The format of the replies that show any other.
inline RecordFormat HuntedFormat(const Mutant& mutant) {
  return mutant.needs_plus() || !mutant.profile_of().readdir
             ? RecordFormat::kDirentplus
             : RecordFormat::kDirent;
}

// What a hunter finds after its --bug=; null if the command line has none.
inline std::string_view BugOfCommandLine(int argc, char** argv) {
  constexpr std::string_view kFlag = "--bug=";
  for (int i = 1; i < argc; ++i) {
    const std::string_view arg = argv[i];
    if (arg.starts_with(kFlag)) return arg.substr(kFlag.size());
  }
  return {};
}

// Ends a hunter: no bug of this `kind` has the name.
[[noreturn]] inline void EndOnUnknownBug(std::string_view name,
                                         const char* kind) {
  std::fprintf(stderr, "--bug=%s: expected the name of a %s\n",
               std::string(name).c_str(), kind);
  std::exit(2);
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_BUG_HUNT_HUNTED_H_
