// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Sessions (fuzz/inputs/session_input.h) of a kernel tree's fuse_readdir().

#ifndef FUSE_DIRENTS_ORACLE_LINUX_SOURCE_PATH_SOURCE_SESSIONS_H_
#define FUSE_DIRENTS_ORACLE_LINUX_SOURCE_PATH_SOURCE_SESSIONS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "oracle/linux_source/entry_points.h"
#include "parser/profile/profile.h"
#include "readdir/request/readdir_request.h"

namespace fuse_dirents {

// A source, and what it is held to.
struct SourceKind {
  const source_entry_points* source;
  const Profile* profile;
  SizingRule sizing;
};

// Finds the rules by the source's FUSE_NAME_MAX, and by the size and the buffer
// of its first request.  Ends the program where no rule has them.
SourceKind KindOf(const source_entry_points& source);

// What was seen in sessions.
struct PathTally {
  size_t sessions = 0, calls = 0, requests = 0, entries = 0, links = 0,
         forgets = 0;
  std::array<size_t, 16> faults = {};      // By FaultPoint.
  std::map<std::string, size_t> observed;  // Warnings under hostile pages.

  // One line, without `faults` and `observed`.
  std::string ToText() const;
};

// Each takes an input of session_fuzzer, and returns what is wrong, with the
// session; empty where nothing is.

// The session oracle (fuzz/session_oracle.h) judges the source.  Then, unless a
// fault came, the events are compared with those of ReaddirClient.
std::string JudgeSource(const SourceKind& kind, std::string_view input,
                        PathTally* tally);

// The oracle judges the session again for each fault point that the source
// passes in it; that point fails.
std::string JudgeUnderFaults(const SourceKind& kind, std::string_view input,
                             PathTally* tally);

// The server writes to replies while they are parsed: where, when and what the
// last bytes of the input say.  The source may list anything, but must keep no
// memory, no dentry and no lock.
std::string JudgeUnderRewrites(const SourceKind& kind, std::string_view input,
                               PathTally* tally);

// The `n`-th of our inputs: random bytes.
std::string SessionBytes(uint64_t seed);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_ORACLE_LINUX_SOURCE_PATH_SOURCE_SESSIONS_H_
