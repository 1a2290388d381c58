// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Which rule a parser broke, told from what it did instead.

#ifndef FUSE_DIRENTS_PROPERTIES_SUITE_NAME_RULE_H_
#define FUSE_DIRENTS_PROPERTIES_SUITE_NAME_RULE_H_

#include <string>

#include "parser/parser_under_test.h"
#include "parser/profile/profile.h"
#include "parser/trace/recording_sink.h"
#include "parser/trace/trace.h"

namespace fuse_dirents {

struct NamedRule {
  std::string rule;
  std::string why;  // One line.
};

// The rule of `profile` that a parser broke, which did `got` on a reply where
// `expected` was due.
//
// If a client whose rules differ from the profile's in one row of RULES.md's
// table would do `got`, that row is the rule.  Else it is named by the first
// event that differs: an entry, a lookup, the end of the parse, or where to
// resume.
NamedRule NameRule(const Profile& profile, const dirents_reply& reply,
                   const SinkPlan& plan, const Trace& expected,
                   const Trace& got);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_SUITE_NAME_RULE_H_
