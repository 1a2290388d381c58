// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What a client makes of a reply, computed from the list of records that the
// server sent and the client's profile.  No bytes are parsed: the readers under
// test have no part in it.  The rules are those of parser/RULES.md.

#ifndef FUSE_DIRENTS_READDIR_MODEL_REPLY_OUTCOME_H_
#define FUSE_DIRENTS_READDIR_MODEL_REPLY_OUTCOME_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parser/profile/profile.h"
#include "parser/wire.h"

namespace fuse_dirents {

// A record of which at least one byte was sent.
struct SentRecord {
  uint64_t ino = 0, off = 0;
  uint32_t type = 0;
  uint32_t namelen = 0;  // As its header says.
  std::string name = {};
  uint64_t nodeid = 0;
  bool bad_entry_out = false;  // See IsBadEntryOut().
  uint64_t generation = 0;
  uint32_t mode = 0;         // Of its attr.
  uint64_t mtime = 0;        // Of its attr, in seconds.
  bool no_efi_info = false;  // See HasNoEfiFileInfo().
  size_t sent = 0;           // Bytes of it that the reply holds.
};

struct ReplyOutcome {
  // Records that pass every rule, from the first; some may be hidden.
  size_t read = 0;
  // What ends the parse before the end of the reply: record `read` is bad, or
  // the reply ends within it.  Not both.
  bool bad = false, cut = false;
  // After a bad record that has a frame: the end of the run of records, from
  // it on, that have one.  Else `read`.
  size_t framed = 0;
  // The record at which the frames end lacks its padding alone, and its lookup
  // is forgotten: record `framed` where the rest is forgotten, else `read`.
  bool unpadded = false;
  // The profile checks frames first and drops the whole reply.
  bool dropped = false;
  int error = 0;  // 0 or a negative errno value.
};

// What the walk through the reply meets.  Rules that wait for the offer of an
// entry have no part in it; see OfferRule().  Only the last of `records` may be
// cut.
ReplyOutcome OutcomeOf(const Profile& profile, RecordFormat format,
                       std::span<const SentRecord> records);

// Whether the caller of a client with `profile` never sees the record.
bool IsHidden(const Profile& profile, const SentRecord& record);

// What happens to an entry as it is offered (Profile::emit_time), before the
// caller sees it.  kAccept for a profile that judges it in the walk.
Rule OfferRule(const Profile& profile, const SentRecord& record);

// Whether `rule` ends a parse.
bool Ends(const Rule& rule);

// The records of a reply that was written as `written` and of which the first
// `sent` bytes were sent.  Follows namelen from record to record.
std::vector<SentRecord> SentRecordsOf(RecordFormat format,
                                      std::string_view written, size_t sent);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_READDIR_MODEL_REPLY_OUTCOME_H_
