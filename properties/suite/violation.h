// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_PROPERTIES_SUITE_VIOLATION_H_
#define FUSE_DIRENTS_PROPERTIES_SUITE_VIOLATION_H_

#include <string>
#include <string_view>

namespace fuse_dirents {

// A rule that a parser broke on one case.
struct Violation {
  // What RULES.md's table of profiles calls it, or a name below.
  std::string rule;
  // The evidence, in lines for a reader: what was expected and what was got,
  // the reply, how it lies, and both traces.
  std::string report;
  // The row of the profile with which the parser would be right here, as
  // SetRow() takes it: "slash=accept".  Empty where no row explains it.
  std::string row = {};
};

// Rules that hold for every parser, whatever its client.
// How the reply lies in memory has no effect.
inline constexpr std::string_view kLayoutRule = "layout_independence";
// The bytes after the reply have no effect.
inline constexpr std::string_view kStaleTailRule = "stale_tail";
// Each field is fetched once, so a rewrite in between has no effect.
inline constexpr std::string_view kSingleFetchRule = "single_fetch";
// A reply gives the same trace each time, whatever was parsed before.
inline constexpr std::string_view kNoStateRule = "no_state";
// Memory that a call takes is given back before it returns.
inline constexpr std::string_view kNoLeakRule = "no_leak";
// Nothing outside the first nbytes bytes of the segments is read.
inline constexpr std::string_view kStaysInsideRule = "stays_inside";
// The reply is not written to.
inline constexpr std::string_view kReadOnlyRule = "read_only";
// The call returns.
inline constexpr std::string_view kNoCrashRule = "no_crash";
inline constexpr std::string_view kNoHangRule = "no_hang";

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_SUITE_VIOLATION_H_
