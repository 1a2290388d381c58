// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_FUZZ_INPUTS_SESSION_INPUT_H_
#define FUSE_DIRENTS_FUZZ_INPUTS_SESSION_INPUT_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "fuzz/inputs/input_format.h"
#include "parser/dirent_writer.h"
#include "readdir/listing_rig.h"
#include "readdir/model/watched_listing.h"
#include "readdir/model_server.h"

namespace fuse_dirents {

// An entry, or what happens while the directory is listed: a change, a lookup
// that makes READDIRPLUS advisable, a new open, or a server that stops reading.
struct SessionItem {
  enum Kind : uint8_t {
    kEntry,
    kRemove,
    kInsert,
    kAdvise,
    kTwin,    // An entry that takes after an earlier one.
    kReopen,  // In place of a rewind.  The client learns of no change then.
    kUnreadForget,
  };

  Kind kind = kEntry;
  // kRemove, kInsert and kAdvise: before which request it happens.
  size_t request = 0;
  // kRemove: which entry; kInsert: before which place; kTwin: of which entry.
  size_t which = 0;
  // kEntry and kInsert.
  size_t name_length = 0;  // At least: a name begins with its own number.
  // kEntry, kInsert and kTwin.  kTwin: kSame is the nodeid of the other entry.
  static constexpr uint64_t kSame = ModelServer::kChoose - 1;
  uint64_t nodeid = 0;
  // kEntry and kInsert.
  Defect defect = Defect::kNone;
  bool refused = false;  // The server answers EACCES where it should send it.
  // kTwin.
  bool new_name = false;  // Or that of the other entry.
  bool is_directory = false;
  uint64_t generation = 0;
  // kReopen: before which listing but the first, from 0.
  size_t listing = 0;
  bool keep_cache = false;
};

// The entry of `item`, as the `serial`-th of all.  Its name begins with
// E<serial>; no name of another kind holds a capital E.  `twin_of`: the record
// of the entry that a kTwin takes after.
// REQUIRES: kEntry, kInsert or kTwin.
ServerEntry EntryOf(const SessionItem& item, size_t serial,
                    const RecordFields* twin_of = nullptr);

// An input of session_fuzzer: a server, a client, a caller, what fails, and
// what the directory holds and how it changes.
struct SessionInput {
  RigOptions rig;
  CallerPlan caller;
  // Between the two listings: the cache loses this page, from 1 to 3; 0: none.
  size_t drop_page = 0;
  std::vector<SessionItem> items;

  // The item that opens the directory again before that listing but the first,
  // or null.
  const SessionItem* ReopenBefore(size_t listing) const;
};

const InputFormat& SessionInputFormat();
// Items after these are not read.
inline constexpr size_t kMaxSessionItems = 12;
// Into *input, which keeps its memory.
void ReadSessionInput(const uint8_t* data, size_t size, SessionInput* input);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_INPUTS_SESSION_INPUT_H_
