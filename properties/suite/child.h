// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs a parser in a process of its own, so that whatever it does to that
// process, what it did it on can still be told.

#ifndef FUSE_DIRENTS_PROPERTIES_SUITE_CHILD_H_
#define FUSE_DIRENTS_PROPERTIES_SUITE_CHILD_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "differential/parser_list.h"
#include "properties/suite/violation.h"

namespace fuse_dirents {

// How a child died.
struct Death {
  std::string_view rule;  // kNoCrashRule, kNoHangRule, kStaysInsideRule, ...
  std::string how;        // "SIGSEGV: read or wrote 1 byte past the reply"
  // In what presentation the parser was given the reply.
  std::string_view presentation;
};

struct ChildResult {
  uint64_t cases = 0;  // Begun.
  // At most one of the two; they are about the last case begun.
  std::optional<Violation> violation;
  std::optional<Death> death;

  bool passed() const { return !violation && !death; }
};

// The CPU seconds after which a case counts as hung; 20 unless set.
void SetHangSeconds(int seconds);

// To be called by a child as each case begins.
void BeginCase();

// The parser `parse` as it is to be called in a child: notes what it is shown,
// so that a fault
// can be reported by its place in the reply.
ParseFunction Watched(ParseFunction parse, Presentation presentation);

// Forks, and runs `body` in the child.  The child never returns from here, and
// no fault, exit or sanitizer's report of it is one of the caller.  `quiet`:
// what the child prints is dropped.  A child that dies outside of Watched()
// tells of a bug of the suite: aborts.
ChildResult RunInChild(const std::function<std::optional<Violation>()>& body,
                       bool quiet);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_SUITE_CHILD_H_
