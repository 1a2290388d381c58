// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Names the rule that a parser broke, from its trace.

#ifndef FUSE_DIRENTS_PROPERTIES_SUITE_NAME_RULE_H_
#define FUSE_DIRENTS_PROPERTIES_SUITE_NAME_RULE_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "differential/input.h"
#include "parser/profile/profile.h"
#include "parser/trace/trace.h"
#include "parser/wire.h"

namespace fuse_dirents {

struct NamedRule {
  std::string rule;
  std::string why;       // One line.
  std::string row = {};  // As in Violation.
};

// What the parser does on another reply in one linear buffer, with the same
// answers.
using TraceOfReply = std::function<Trace(std::string_view reply)>;

// The longest name, in bytes, of those that a parser emits, found by halves
// below `limit`.  Nothing if it does not emit a name of 1 byte, or emits one of
// `limit` bytes.
std::optional<uint32_t> LongestEmitted(
    uint32_t limit, const std::function<bool(uint32_t length)>& emits);

// The rule of `profile` that a parser broke whose trace of `reply` is `got`,
// where `expected` was due.
//
// If a client that differs from the profile in one row of RULES.md's table
// would give `got`, that row is the rule.  A row is ruled out by a probe,
// another reply on which the parser follows the profile and that client does
// not.  If no row is left, the rule is named by the first event that differs:
// an entry, a lookup, the end of the parse, or where to resume.  Without
// `retry` there are no probes.
NamedRule NameRule(const Profile& profile, RecordFormat format,
                   std::string_view reply, const Choices& choices,
                   const Trace& expected, const Trace& got,
                   const TraceOfReply& retry);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_SUITE_NAME_RULE_H_
