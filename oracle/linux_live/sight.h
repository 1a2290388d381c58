// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What one getdents64(2) on a FUSE directory shows, seen on the kernel or
// expected of a parser.  OBSERVABLE.md has the rules.

#ifndef FUSE_DIRENTS_ORACLE_LINUX_LIVE_SIGHT_H_
#define FUSE_DIRENTS_ORACLE_LINUX_LIVE_SIGHT_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "oracle/linux_live/live_mount.h"
#include "parser/wire.h"

namespace fuse_dirents {

// One listing: a reply, the call that gets it, and the mount it goes through.
struct Question {
  Asks asks = Asks::kPlain;
  RecordFormat format = RecordFormat::kDirent;
  std::string bytes;       // What the server has to send.
  uint64_t start_off = 0;  // Of the open directory before the call.
  uint32_t count = 4096;   // The third argument of getdents64().
  // Bytes of the buffer that can be written.  Less than `count`: an unreadable
  // page follows them.
  uint32_t room = 4096;

  // "asks=plus start_off=0 count=4096 room=4096".
  std::string ToText() const;
};

struct SeenEntry {
  uint64_t ino, off;  // d_ino, d_off.
  uint8_t type;       // d_type.
  std::string name;

  friend bool operator==(const SeenEntry&, const SeenEntry&) = default;
};

struct Sight {
  std::vector<Request> requests;
  std::vector<SeenEntry> entries;
  int error = 0;     // A negative errno value, if there are no entries.
  uint64_t pos = 0;  // Of the open directory after the call.
  // READDIRPLUS.  Lookups given back before the call returned, by nodeid.
  std::map<uint64_t, uint64_t> forgotten;
  // Names in the reply that have a dentry after the call.
  std::set<std::string> dentries;
  // Lookups given back in all once those dentries are dropped, by nodeid.
  std::map<uint64_t, uint64_t> lookups;
  // What the kernel must never do; empty otherwise.
  std::string breach;

  friend bool operator==(const Sight&, const Sight&) = default;
  std::string ToText() const;
};

// The names of the records framed in `bytes`, each once, that a dentry can
// have: 1 to 4095 bytes.  They borrow from `bytes`.
std::vector<std::string_view> NamesIn(RecordFormat format,
                                      std::string_view bytes);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_ORACLE_LINUX_LIVE_SIGHT_H_
