// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Forward reader over the records of a FUSE_READDIR or FUSE_READDIRPLUS reply.
//
// With the profile `linux`, the rules, their order and their outcomes are those
// of parse_dirfile() and parse_dirplusfile() in fs/fuse/readdir.c.  RULES.md
// has a table of the rules of every profile.
//
//     page 7            page 2            page 9
//     [....|hdr  ]      [ name ...|]      [hdr|name  stale]
//           ^ gathered: straddles                   ^ nbytes
//
// One reader serves linear and scattered replies.  A record inside one segment
// is read in place; only a header or name that straddles a seam is gathered.

#ifndef FUSE_DIRENTS_PARSER_READER_DIRENT_READER_H_
#define FUSE_DIRENTS_PARSER_READER_DIRENT_READER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "parser/profile/profile.h"
#include "parser/reader/dirent.h"
#include "parser/reader/plain_run.h"
#include "parser/reply_bytes.h"
#include "parser/wire.h"

namespace fuse_dirents {

// Why a reader stopped.  The first stop is final.
enum class Stop : uint8_t {
  kNone,         // Not stopped: the last Next() returned true.
  kEndOfReply,   // Nothing remains.
  kTrailing,     // Bytes remain, but fewer than a record header.
  kLoneHeader,   // A header remains and nothing after it.
  kShortRecord,  // The header is whole, but the record runs past the reply.
  kEmptyName,    // namelen is 0.
  kLongName,     // namelen is above name_max.
  kSlash,        // The name holds a '/'.
  kNul,          // The name holds a NUL.
  kUnprintable,  // The name holds a '\\' or a byte outside 20..7e.
  kNotUtf8,      // The name is not well-formed UTF-8.
  kEfiAttr,      // EFI_FILE_INFO cannot express the attributes.
  kOffNegative,  // off is above INT64_MAX.
  kTypeAboveU8,  // type is above 255.
};

// The condition in words, such as "namelen is 0".
std::string_view StopText(Stop stop);

class DirentReader {
 public:
  // `reply`'s memory and `profile` must outlive the reader.
  DirentReader(RecordFormat format, const ReplyBytes& reply,
               const Profile& profile = LinuxProfile());

  DirentReader(const DirentReader&) = delete;
  DirentReader& operator=(const DirentReader&) = delete;

  // Reads the next record into *out and returns true, or leaves *out alone,
  // sets stop() and returns false.  out->name is valid until the next call and
  // lies in the reply unless out->bounced.  Each byte of a header is read once.
  bool Next(Dirent* out);

  // A copy of the entry_out of the record that Next() last read.
  // REQUIRES: the format is kDirentplus and the last Next() returned true.
  const FuseEntryOut& entry_out() const { return entry_out_; }

  Stop stop() const { return stop_; }

  // What the client's parser returns after stop(): 0 or a negative errno value.
  int error() const { return error_; }

  // First byte of the reply not yet consumed.  After a stop: where the record
  // that stopped the reader starts.
  size_t pos() const {
    return pos_ + static_cast<size_t>(plain_.at() - cursor_.run().data());
  }

  // After a stop by the content of a record: reads that record into *out, moves
  // past it, and lets Next() go on with only the rules for frames.  For clients
  // that forget the lookups after a bad record.  Returns false, and does
  // nothing, if the record has no frame.
  bool SkipBad(Dirent* out);

  // After a stop: whether the record that stopped the reader runs past the end
  // of the reply by padding alone.  If so, reads it into *out.
  bool ReadUnpadded(Dirent* out);

 private:
  // The slow path of Next(): a record that straddles a seam, a stop, a profile
  // with more rules for content.  `namelen` is that of the record if plain_
  // read it, else PlainRun::kUnread.  Leaves the record in record_ or sets
  // stop_, and returns the new value of plain_.
  PlainRun NextSlow(uint64_t namelen);
  bool ReadSlow(uint64_t namelen);
  // Continues with the cursor after the header.
  bool AfterHeader(const FuseDirent& header);
  // Reads the name, at the cursor, into record_.
  void GatherName(uint32_t namelen);
  // Applies the rules for content to record_.  Returns false if one stops.
  bool CheckContent();
  bool Refuse(Stop stop, Rule rule);
  // Applies `rule` to record_, which broke it.  Returns false if it stops.
  bool Apply(Stop stop, Rule rule);
  // Whether `profile` accepts every record whose namelen is good and whose name
  // has no '/'.
  static bool IsPlain(const Profile& profile);

  // Moves the cursor to plain_, or plain_ to the cursor.
  void SyncCursor() {
    const auto passed = static_cast<size_t>(plain_.at() - cursor_.run().data());
    pos_ += passed;
    cursor_.AdvanceInRun(passed);
  }
  void SyncPlain() {
    const ByteRun run = cursor_.run();
    plain_ = PlainRun(fast_ ? run : run.first(0));
  }

  PlainRun plain_;  // What Next() may read without NextSlow().
  uint32_t name_max_;
  RecordFormat format_;
  size_t header_size_;  // Of format_.
  bool fast_;           // Not stopped, and the profile is plain.
  Stop stop_ = Stop::kNone;
  int error_ = 0;
  size_t pos_ = 0;  // Of the cursor; after a stop, of the record.
  const Profile* profile_;
  std::optional<Profile> frames_only_;  // After SkipBad().
  ReplyBytes reply_;
  ReplyCursor cursor_;  // At or before plain_, in the same run.
  FuseEntryOut entry_out_;

  // The record that NextSlow() read or that stopped it.  For SkipBad(): the
  // length of its name if that is not yet read, its bytes that the cursor has
  // not passed, and whether it ends inside the reply.
  Dirent record_;
  uint32_t bad_namelen_ = 0;
  size_t bad_left_ = 0;
  bool bad_framed_ = false;

  // Names up to kFuseNameMax bytes are gathered in `bounce_`.  Longer names,
  // which some profiles take, are gathered in `long_bounce_`.
  std::array<std::byte, kFuseNameMax> bounce_;
  std::vector<std::byte> long_bounce_;
};

inline DirentReader::DirentReader(RecordFormat format, const ReplyBytes& reply,
                                  const Profile& profile)
    : name_max_(profile.name_max),
      format_(format),
      header_size_(HeaderSize(format)),
      fast_(IsPlain(profile)),
      profile_(&profile),
      reply_(reply),
      cursor_(reply_) {
  SyncPlain();
}

[[gnu::always_inline]] inline bool DirentReader::Next(Dirent* out) {
  uint64_t namelen;
  const size_t pos = this->pos();
  if (plain_.Next(header_size_, name_max_, out, &entry_out_, &namelen))
      [[likely]] {
    out->pos = pos;
    return true;
  }
  // An assignment of what a call returns lets a compiler keep plain_ in
  // registers.  A call that changes plain_ in memory does not.  Only Next()
  // writes *out, so *out need not live in memory either.
  plain_ = NextSlow(namelen);
  if (stop_ != Stop::kNone) return false;
  *out = record_;
  return true;
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PARSER_READER_DIRENT_READER_H_
