// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What each client makes of a reply, record by record.
//
// The parser runs once per profile on a copy of the reply in which every record
// has its index as ino and nodeid, which no rule looks at.  So each call of the
// sink names the record that it is about, and no rule is written a second time.

#ifndef FUSE_DIRENTS_TOOLS_EXPLAIN_VERDICT_H_
#define FUSE_DIRENTS_TOOLS_EXPLAIN_VERDICT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parser/frames.h"
#include "parser/profile/profile.h"
#include "parser/reader/dirent_reader.h"
#include "parser/trace/recording_sink.h"
#include "parser/wire.h"

namespace fuse_dirents {

// What becomes of an entry.
enum class EntryFate : uint8_t {
  kEmitted,  // The caller got it.
  kTypeCut,  // The caller got it with only the low 8 bits of its type.
  kHidden,   // A rule keeps it from the caller.
  kDropped,  // It was read, but an error withdrew it.
  kRefused,  // It ends the parse, and the listing with it.
  kUnread,   // It comes after the end of the parse.
  kAgain,    // The next request brings it again: the caller's buffer was full,
             // or the reply ends within the record.
};

// Whether the caller got the entry.
constexpr bool IsEmitted(EntryFate fate) {
  return fate == EntryFate::kEmitted || fate == EntryFate::kTypeCut;
}
// Whether the caller never gets it.  Hidden entries are lost too.
constexpr bool IsLost(EntryFate fate) {
  return !IsEmitted(fate) && fate != EntryFate::kAgain;
}

// What becomes of the lookup that the server counted for a record.
enum class LookupFate : uint8_t {
  kNone,       // None was counted: READDIR, nodeid 0, "." and "..".
  kLinked,     // The client keeps it.
  kForgotten,  // The client gives it back, after a refused link or without one.
  kLeaked,     // Neither.
};

struct Verdict {
  const Profile* profile = nullptr;

  // Whether the client asks for the format at all.  If not, the rest is empty.
  bool asks = false;

  // For each record of which the reply holds the header, in order.  The last
  // one may be cut off.
  std::vector<EntryFate> entries;
  std::vector<LookupFate> lookups;
  size_t emitted = 0, lost = 0;  // In records.
  size_t linked = 0, forgotten = 0, leaked = 0;

  int error = 0;     // What the parser returns: 0 or a negative errno value.
  uint64_t pos = 0;  // Where the next request starts.

  // Whether the parse ended because the caller's buffer was full.  Then `stop`
  // is kNone.
  bool ended_full = false;
  // Why the parse ended, and where: the index of the record, which is
  // entries.size() after the last, and its first byte in the reply.
  Stop stop = Stop::kNone;
  size_t stop_record = 0, stop_at = 0;

  // Whether the caller takes the reply for the end of the directory: the parser
  // returns 0 and has read no record.
  bool ends_directory() const {
    return asks && error == 0 && stop_record == 0 && !ended_full;
  }
};

// The row of RULES.md whose rule stops a parse so.  Empty if no rule does:
// kNone and kEndOfReply.
std::string_view RowOf(Stop stop);

// A reply with its records numbered.
class NumberedReply {
 public:
  // Copies `reply`.  `plan` and `start_off` are those of the caller's buffer
  // and of the request.
  NumberedReply(RecordFormat format, std::string_view reply,
                const SinkPlan& plan = {}, uint64_t start_off = 0);

  // Parses once, in time linear in the reply.  The verdict points to `profile`.
  Verdict VerdictOf(const Profile& profile) const;

  // The verdict of every profile, in the order of AllProfiles().
  std::vector<Verdict> Verdicts() const;

  // The condition for which the profile hides a record from the caller, the
  // first if there are several; kNone if there is none.
  Stop HiddenBy(const Profile& profile, size_t record) const;

  RecordFormat format() const { return format_; }
  // The records of which the reply holds the header.
  std::span<const RecordFrame> records() const { return records_; }
  // The name of a record, as far as it lies in the reply.
  std::string_view NameOf(size_t record) const {
    return fuse_dirents::NameOf(bytes_, records_[record]);
  }
  size_t size() const { return bytes_.size(); }  // In bytes.

 private:
  // Sets the stop of *verdict.  `full_at`: the entry that the full buffer
  // refused.  REQUIRES: the emitted entries are marked.
  void FindStop(std::optional<size_t> full_at, Verdict* verdict) const;
  // Sets the fates of the entries that were not emitted.
  void SetOtherFates(std::optional<size_t> full_at, Verdict* verdict) const;
  // The stop of a reader over one record alone, by `rules`.
  Stop StopIn(size_t record, const Profile& rules) const;

  const RecordFormat format_;
  const SinkPlan plan_;
  const uint64_t start_off_;
  std::string bytes_;
  std::vector<RecordFrame> records_;
  std::vector<uint32_t> types_;  // Of each record.
  std::vector<bool> counted_;    // Whether a record counts a lookup.
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_EXPLAIN_VERDICT_H_
