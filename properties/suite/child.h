// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs a parser in a process of its own, so that a crash, an exit or a hang can
// be reported with its input.

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
  std::string how;        // "died of SIGSEGV: access to 1 byte past the reply"
  // In which presentation the parser got the reply.
  std::string_view presentation;
  bool in_parser = true;  // The parser had been called and had not returned.
};

struct ChildResult {
  uint64_t cases = 0;  // Begun.
  // At most one of the two; they are about the last case begun.
  std::optional<Violation> violation;
  std::optional<Death> death;
  // The last lines that the child printed, each after "| ", under a heading;
  // empty if it printed nothing.
  std::string printed;

  bool passed() const { return !violation && !death; }
};

// The seconds after which a case counts as hung: of CPU time, or asleep.  20
// unless set.
void SetHangSeconds(int seconds);
int HangSeconds();

// Calls `watch` once a second, while a child runs, with the number of cases
// that it has begun.  An empty function ends that.
void WatchCases(std::function<void(uint64_t cases)> watch);

// Called by a child as each case begins.
void BeginCase();

// `parse` as a child must call it: notes what the parser is given, so that a
// fault can be reported by its place in the reply.
ParseFunction Watched(ParseFunction parse, Presentation presentation);

// The violation that a child reports if it dies now: what it knows before it
// looks further.
void KeepViolation(const Violation& violation);

// Takes it back.
void ForgetViolation();

// How a process that exits now dies, if it is inside a parser; for a handler of
// atexit().
std::optional<Death> ExitInParser();

// Runs `load`, unless it is empty, and then `body` in a child.  The child never
// returns from here, and no fault, exit or sanitizer report of it ends the
// caller.
ChildResult RunInChild(const std::function<void()>& load,
                       const std::function<std::optional<Violation>()>& body);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_SUITE_CHILD_H_
