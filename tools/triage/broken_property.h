// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What a fuzz target says about the property that an input broke, read from
// the report of whoever noticed: the target itself, a check of ours, a
// sanitizer, libFuzzer, or nobody but the kernel.

#ifndef FUSE_DIRENTS_TOOLS_TRIAGE_BROKEN_PROPERTY_H_
#define FUSE_DIRENTS_TOOLS_TRIAGE_BROKEN_PROPERTY_H_

#include <optional>
#include <string>
#include <string_view>

namespace fuse_dirents {

// How a run of a target ended.
struct ReplayRun {
  std::string output = {};  // Stdout and stderr, as they came.
  // Exit status; 128 plus the signal's number where one ended it.
  int status = 0;
  // Ended by whoever waited: for its time, or as its report said enough.
  bool timed_out = false, cut_short = false;
};

struct BrokenProperty {
  // One line for people, such as
  //   AddressSanitizer: heap-buffer-overflow, a read, in Peek (peek.cc:10)
  std::string sentence;
  // The same for two inputs that break the same property in the same place,
  // whatever numbers and names the inputs brought: the sentence without them.
  std::string key;
};

// Nothing where the run accepts its input.
std::optional<BrokenProperty> BrokenPropertyOf(const ReplayRun& run);

// Whether BrokenPropertyOf() would say the same of `output` whatever follows,
// so that the run need not go on: symbolizing a whole stack takes longer than
// all the rest.
bool SaysEnough(std::string_view output);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_TRIAGE_BROKEN_PROPERTY_H_
