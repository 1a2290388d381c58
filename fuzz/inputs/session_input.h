// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_FUZZ_INPUTS_SESSION_INPUT_H_
#define FUSE_DIRENTS_FUZZ_INPUTS_SESSION_INPUT_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "fuzz/inputs/input_format.h"
#include "readdir/listing_rig.h"
#include "readdir/model/watched_listing.h"

namespace fuse_dirents {

// An entry, or what happens while the directory is listed: a change, or a
// lookup that makes READDIRPLUS advisable.
struct SessionItem {
  enum Kind : uint8_t { kEntry, kRemove, kInsert, kAdvise };

  Kind kind = kEntry;
  size_t request = 0;  // Not kEntry: before which request it happens.
  size_t which = 0;    // kRemove: which entry; kInsert: before which place.
  // kEntry and kInsert.
  size_t name_length = 0;  // At least: a name begins with its own number.
  uint64_t nodeid = 0;
  Defect defect = Defect::kNone;
  bool refused = false;  // The server answers EACCES where it should send it.
};

// An input of session_fuzzer: a server, a client, a caller, what fails, and
// what the directory holds and how it changes.
struct SessionInput {
  RigOptions rig;
  CallerPlan caller;
  // Between the two listings: the cache loses this page, from 1; 0: none.
  size_t drop_page = 0;
  std::vector<SessionItem> items;
};

// The entry of `item`, as the `serial`-th of all.  Its name begins with
// E<serial>; no name of another kind holds a capital E.
ServerEntry EntryOf(const SessionItem& item, size_t serial);

const InputFormat& SessionInputFormat();
// Into *input, which keeps its memory.
void ReadSessionInput(const uint8_t* data, size_t size, SessionInput* input);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_INPUTS_SESSION_INPUT_H_
