// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The record of what a parser did with one reply.  Traces can be compared,
// printed and hashed.

#ifndef FUSE_DIRENTS_PARSER_TRACE_TRACE_H_
#define FUSE_DIRENTS_PARSER_TRACE_TRACE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parser/parser_under_test.h"
#include "parser/wire.h"

namespace fuse_dirents {

// One call of a sink's callback, or the return of the parser.
struct Event {
  enum Kind : uint8_t { kEmit, kLink, kForget, kReturn };

  Kind kind;
  // kEmit and kLink: the entry.
  uint64_t ino = 0, off = 0;
  uint32_t type = 0;
  std::string_view name = {};
  // kEmit: whether the caller's buffer took it.
  bool taken = false;
  // kLink: what the callback returned.  kReturn: what the parser returned.
  int error = 0;
  // kLink: the record's entry_out.
  const FuseEntryOut* entry_out = nullptr;
  uint64_t nodeid = 0;  // kForget.
  uint64_t pos = 0;     // kReturn: where to resume.
};

class Trace {
 public:
  void AddEmit(const dirents_entry& entry, bool taken);
  // `entry_out`: 128 bytes at any alignment.
  void AddLink(const dirents_entry& entry, const void* entry_out, int error);
  void AddForget(uint64_t nodeid);
  void AddReturn(int error, uint64_t pos);

  // Removes all events; keeps the memory.
  void Clear();

  size_t size() const { return events_.size(); }
  bool empty() const { return events_.empty(); }
  // The event's pointers are valid until the trace changes.
  Event at(size_t i) const;

  // One line per event:
  //     emit ino=3 off=4 type=8 name="a\x00b"
  //     emit ino=5 off=6 type=4 name="sub" full
  //     link ino=3 off=4 type=8 name="a" nodeid=7 attr.mode=0100644 error=-EIO
  //     forget nodeid=7
  //     return -EIO pos=4
  // `full`: the emit was not taken.  Fields of entry_out and an error that are
  // 0 are omitted.
  std::string ToText() const;
  static std::string EventText(const Event& event);
  // The line of event `i`, or "(no more events)" after the last.
  std::string EventTextAt(size_t i) const;

  // Parses exactly what ToText() prints.  On failure returns nothing and sets
  // *problem to the line and what is wrong with it.
  static std::optional<Trace> FromText(std::string_view text,
                                       std::string* problem);

  friend bool operator==(const Trace& a, const Trace& b);

  // Index of the first event that differs or that only one of them has.
  static std::optional<size_t> FirstDifference(const Trace& a, const Trace& b);

 private:
  struct Stored {
    // No padding, so that events can be compared as bytes.
    uint16_t kind;
    uint16_t taken;
    int32_t error;
    uint32_t type;
    uint32_t namelen;
    uint64_t ino_or_nodeid;
    uint64_t off_or_pos;
    // Where its name and its entry_out start, or would start.
    uint64_t name_at;
    uint64_t entry_out_at;
  };
  Stored& Add(Event::Kind kind);
  void SetEntry(const dirents_entry& entry, Stored* stored);

  // Names and entry_outs are stored apart, in the order of their events, so
  // that recording does not allocate once the vectors have grown.
  std::vector<Stored> events_;
  std::string names_;
  std::vector<FuseEntryOut> entry_outs_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PARSER_TRACE_TRACE_H_
