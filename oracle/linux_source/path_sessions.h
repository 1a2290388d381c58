// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// One session, by fuse_readdir() of a kernel tree and by ReaddirClient.

#ifndef FUSE_DIRENTS_ORACLE_LINUX_SOURCE_PATH_SESSIONS_H_
#define FUSE_DIRENTS_ORACLE_LINUX_SOURCE_PATH_SESSIONS_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "fuzz/inputs/session_input.h"
#include "oracle/linux_source/entry_points.h"
#include "oracle/linux_source/source_path.h"
#include "parser/profile/profile.h"
#include "readdir/request/readdir_request.h"

namespace fuse_dirents {

// What a tree was seen to do.
struct SourceKind {
  const source_entry_points* source = nullptr;
  const Profile* profile = nullptr;  // By its FUSE_NAME_MAX.
  SizingRule sizing = SizingRule::kOnePage;
};

// Lists a directory once to find out how large the requests of `source` are
// and what lies under them.
SourceKind KindOf(const source_entry_points& source);

// A session for a tree of that kind, from random bytes.
SessionInput DrawSession(const SourceKind& kind, uint64_t seed);

// What was compared.
struct PathTally {
  size_t sessions = 0;
  size_t calls = 0;     // Of readdir, by each.
  size_t requests = 0;  // That reached the server.
  size_t entries = 0;   // Taken.
  size_t links = 0, forgets = 0;
  size_t faults = 0;   // Runs in which one failed.
  size_t skipped = 0;  // A link that failed where the name was known already.

  std::string ToText() const;
};

// Runs the session by both, without faults.  Returns the first difference in
// results, entries, lookups, sizes asked for and what is left behind; empty
// where there is none.
std::string CompareSession(const SourceKind& kind, const SessionInput& input,
                           PathTally* tally);

// The same with each fault point of the session failing in turn.
std::string CompareUnderFaults(const SourceKind& kind, SessionInput input,
                               PathTally* tally);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_ORACLE_LINUX_SOURCE_PATH_SESSIONS_H_
