// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Names the property that an input broke, from the output of a fuzz target: the
// report of the target itself, of FUSE_DIRENTS_CHECK, of a sanitizer or of
// libFuzzer, or else how the process ended.

#ifndef FUSE_DIRENTS_TOOLS_TRIAGE_BROKEN_PROPERTY_H_
#define FUSE_DIRENTS_TOOLS_TRIAGE_BROKEN_PROPERTY_H_

#include <optional>
#include <string>
#include <string_view>

namespace fuse_dirents {

// How a run of a target ended.
struct ReplayRun {
  std::string output = {};  // Stdout and stderr in one stream.
  int status = 0;           // Exit status, or 128 plus the signal's number.
  bool timed_out = false;   // Ended at its deadline.
  bool cut_short = false;   // Ended because SaysEnough().
};

struct BrokenProperty {
  // One line for people, such as
  //   AddressSanitizer: heap-buffer-overflow, a read, in Peek (peek.cc:10)
  std::string sentence;
  // The sentence without numbers and names, so it is the same for two inputs
  // that break the same property in the same place.
  std::string key;
};

// Returns nothing if the target accepted its input.
std::optional<BrokenProperty> BrokenPropertyOf(const ReplayRun& run);

// Whether no output that follows can change BrokenPropertyOf().  Then the run
// can be ended: symbolizing a whole stack takes longer than all the rest.
bool SaysEnough(std::string_view output);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_TRIAGE_BROKEN_PROPERTY_H_
