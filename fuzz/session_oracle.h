// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What session_fuzzer requires of one input: of each call of a listing what the
// model of readdir/model/watched_listing.h computes, of each listing that it
// loses, doubles and reorders nothing, and that every lookup settles.

#ifndef FUSE_DIRENTS_FUZZ_SESSION_ORACLE_H_
#define FUSE_DIRENTS_FUZZ_SESSION_ORACLE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "fuzz/inputs/session_input.h"
#include "readdir/listing_rig.h"
#include "readdir/readdir_path.h"

namespace fuse_dirents {

struct SessionVerdict {
  std::string finding = {};  // A report; empty where nothing is wrong.

  // Entries that were in the directory throughout, in all listings of the
  // session.  Each was listed; or the client's profile hides it; or the listing
  // had to stop before it, with the error or the end that the model computed;
  // or the listing ran out of calls, and nothing was required of the entry.
  size_t listed = 0;
  size_t hidden = 0;
  size_t not_reached = 0;
  size_t excused = 0;
};

// What is judged in the place of the rig's ReaddirClient.
class SessionSubject {
 public:
  virtual ~SessionSubject() = default;
  // Sets what the path decides and no input does, such as its profile.
  virtual void Narrow(SessionInput* input) = 0;
  // A new path between the parts of `rig`, which was reset with `options`; null
  // for the rig's client.  Both outlive it.
  virtual std::unique_ptr<ReaddirPath> Open(const RigOptions& options,
                                            ListingRig* rig) = 0;
  // The session is over, and this is what it left.
  virtual void Close(const ListingRig& rig) = 0;
};

// Runs the session that the input describes (session_input.h), by ReaddirClient
// or by `subject`.
SessionVerdict JudgeSession(const uint8_t* data, size_t size,
                            SessionSubject* subject = nullptr);

// Over many inputs, how many of them are such.
struct SessionTally {
  size_t inputs = 0;
  size_t findings = 0;
  size_t excused = 0;         // With an entry of which nothing was required.
  size_t stopped_short = 0;   // With an entry that no listing reached.
  size_t listed_nothing = 0;  // Of directories that hold entries.

  void Add(const SessionVerdict& verdict);
  std::string ToText() const;  // One line.
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_SESSION_ORACLE_H_
