// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Forward reader over the records of a FUSE_READDIR or FUSE_READDIRPLUS reply.
//
// With the profile `linux` its rules, their order and their outcomes are those
// of parse_dirfile() and parse_dirplusfile() in fs/fuse/readdir.c; RULES.md
// tabulates them for every profile.
//
//     page 7            page 2            page 9
//     [....|hdr  ]      [ name ...|]      [hdr|name  stale]
//           ^ gathered: straddles                   ^ nbytes
//
// One reader serves linear and scattered replies.  A record that lies in one
// segment is read where it lies; only what straddles a seam is gathered.

#ifndef FUSE_DIRENTS_PARSER_DIRENT_READER_H_
#define FUSE_DIRENTS_PARSER_DIRENT_READER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "parser/profile.h"
#include "parser/reply_bytes.h"
#include "parser/wire.h"

namespace fuse_dirents {

// Why a reader stopped.  The first stop is final.
enum class Stop : uint8_t {
  kNone,         // Not stopped: the last Next() returned true.
  kEndOfReply,   // Nothing remains.
  kTrailing,     // Bytes remain, but fewer than a record header.
  kShortRecord,  // The header is whole, but the record runs past the reply.
  kEmptyName,    // namelen is 0.
  kLongName,     // namelen is above name_max.
  kSlash,        // The name holds a '/'.
  kNul,          // The name holds a NUL.
  kUnprintable,  // The name holds a '\\' or a byte outside 20..7e.
  kNotUtf8,      // The name is not well-formed UTF-8.
  kOffNegative,  // off is above INT64_MAX.
  kTypeAboveU8,  // type is above 255.
};

// The condition in words, such as "namelen is 0".
std::string_view StopText(Stop stop);

// One record.  The numbers are copies; `name` is borrowed and has no NUL.
struct Dirent {
  uint64_t ino;
  uint64_t off;  // Cookie: where the next readdir resumes.
  uint32_t type;
  std::string_view name;
  size_t pos;     // Where the record starts in the reply, in bytes.
  size_t reclen;  // Bytes to the next record or to the end of the reply.
  bool bounced;   // `name` straddled segments and lies in the bounce buffer.
  bool hidden;    // The profile keeps the entry from the caller.
};

class DirentReader {
 public:
  // `reply`'s memory and `profile` must outlive the reader.
  DirentReader(RecordFormat format, const ReplyBytes& reply,
               const Profile& profile = LinuxProfile());

  DirentReader(const DirentReader&) = delete;
  DirentReader& operator=(const DirentReader&) = delete;

  // Reads the next record into *out and returns true, or leaves *out alone,
  // sets stop() and returns false.  out->name is valid until the next call, and
  // lies in the reply unless out->bounced.  Each byte of a header is read once.
  bool Next(Dirent* out);

  // The entry_out of the record that Next() last read: a copy.
  // REQUIRES: the format is kDirentplus and the last Next() returned true.
  const FuseEntryOut& entry_out() const { return entry_out_; }

  Stop stop() const { return stop_; }

  // What the client's parser returns after stop(): 0 or a negative errno value.
  int error() const { return error_; }

  // First byte of the reply not yet consumed.  After a stop: where the record
  // that stopped the reader starts.
  size_t pos() const { return pos_; }

  // After a stop by what a record says (not by where it ends): moves past that
  // record, gives it out, and lets Next() read on without any rule but framing.
  // For clients that give back the lookups behind a bad record.  False, and
  // nothing is done, where the record has no frame to move past.
  bool SkipBad(Dirent* out);

 private:
  // Handles every record; Next() itself only those with nothing special.
  bool NextSlow(Dirent* out);
  // The rest of NextSlow(), from behind the header.
  bool AfterHeader(const FuseDirent& header, Dirent* out);
  // Reads the name, at the cursor, into `record`.
  void GatherName(uint32_t namelen, Dirent* record);
  // Applies the rules for what a record says.  False where one of them stopped.
  bool CheckContent(Dirent* record);
  bool Refuse(Stop stop, Rule rule);
  // True where `rule` lets the record pass; sets record->hidden where it hides.
  bool Apply(Stop stop, Rule rule, Dirent* record);

  ReplyBytes reply_;
  ReplyCursor cursor_;
  const Profile* profile_;
  RecordFormat format_;
  // Not stopped, and no rule of the profile can touch a record whose name is of
  // a good length and has no '/'.
  bool fast_;
  Stop stop_ = Stop::kNone;
  int error_ = 0;
  size_t pos_ = 0;
  FuseEntryOut entry_out_;

  // The record that stopped the reader, for SkipBad(): the length of its name
  // where that is still to be read, how many of its bytes the cursor has still
  // to pass, and whether it ends inside the reply.
  Dirent bad_;
  uint32_t bad_namelen_ = 0;
  size_t bad_left_ = 0;
  bool bad_framed_ = false;

  // Names up to kFuseNameMax bytes are gathered in `bounce_`, longer ones (some
  // profiles take them) in `long_bounce_`.
  std::array<std::byte, kFuseNameMax> bounce_;
  std::vector<std::byte> long_bounce_;
};

inline bool DirentReader::Next(Dirent* out) {
  const ByteRun run = cursor_.run();
  const size_t header_size = HeaderSize(format_);
  if (!fast_ || run.size() < header_size) return NextSlow(out);

  FuseDirent header;
  if (format_ == RecordFormat::kDirentplus) {
    std::memcpy(&entry_out_, run.data(), sizeof entry_out_);
  }
  std::memcpy(&header, run.data() + header_size - sizeof header, sizeof header);
  const char* name = reinterpret_cast<const char*>(run.data() + header_size);
  const uint64_t reclen = Reclen(format_, header.namelen);
  // namelen 0 wraps, and so exceeds every name_max.
  if (header.namelen - 1 >= profile_->name_max || reclen > run.size() ||
      std::memchr(name, '/', header.namelen) != nullptr) {
    cursor_.AdvanceInRun(header_size);
    return AfterHeader(header, out);
  }
  out->ino = header.ino;
  out->off = header.off;
  out->type = header.type;
  out->name = std::string_view(name, header.namelen);
  out->pos = pos_;
  out->reclen = reclen;
  out->bounced = false;
  out->hidden = false;
  cursor_.AdvanceInRun(reclen);
  pos_ += reclen;
  return true;
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PARSER_DIRENT_READER_H_
