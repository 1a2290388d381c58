// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The oracle of hostile_pages_fuzzer.

#ifndef FUSE_DIRENTS_FUZZ_CHECKS_HOSTILE_PAGES_CHECK_H_
#define FUSE_DIRENTS_FUZZ_CHECKS_HOSTILE_PAGES_CHECK_H_

#include <optional>
#include <string>

#include "differential/input.h"
#include "differential/parser_list.h"
#include "parser/parse.h"
#include "parser/profile/profile.h"
#include "readdir/hostile/hostile_pages.h"
#include "readdir/hostile/spoiled_records.h"

namespace fuse_dirents {

// Keeps its memory from one input to the next.
class HostilePagesCheck {
 public:
  // Choices::by_reference picks the parser.
  explicit HostilePagesCheck(ParseFunction reader = &ParseWithReader);
  HostilePagesCheck(const HostilePagesCheck&) = delete;
  HostilePagesCheck& operator=(const HostilePagesCheck&) = delete;

  // Spoils and rewrites records while the parser runs, as Choices::spoil_how
  // and renews_at say, with Choices::layout.head bytes in the first of two
  // segments.  Returns a report if a field was fetched twice.
  std::optional<std::string> Check(const Input& input);

  // Whether the last Check() could have failed: the reply gives an emit, so
  // something was written while the parser ran.
  bool judged() const { return runs_.spoiled_any(); }

 private:
  BoundParser Bind(ParseFunction parse);

  const BoundParser reader_, reference_;
  const Profile* profile_ = nullptr;  // What both use.
  SpoiledRuns runs_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_CHECKS_HOSTILE_PAGES_CHECK_H_
