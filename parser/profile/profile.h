// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// One client's rules for directory replies, as data.  The reader and the
// reference obey the same Profile.  RULES.md gives the rules in words.
//
// A profile is our model of a client.  oracle/ compares some of them with the
// client itself.

#ifndef FUSE_DIRENTS_PARSER_PROFILE_PROFILE_H_
#define FUSE_DIRENTS_PARSER_PROFILE_PROFILE_H_

#include <cerrno>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

#include "parser/wire.h"

namespace fuse_dirents {

// What a client does with a record that meets one condition.
enum class Action : uint8_t {
  kAccept,  // Nothing: the record passes this rule.
  kHide,    // The caller never sees the entry; its lookup is still handled.
  kStop,    // Ends the parse here and returns 0.
  kError,   // Ends the parse here and returns -err.
};

struct Rule {
  Action action;
  int err = 0;  // Positive errno value, for kError only.

  friend constexpr bool operator==(const Rule&, const Rule&) = default;
};

inline constexpr Rule kAccept = {Action::kAccept};
inline constexpr Rule kHide = {Action::kHide};
inline constexpr Rule kStopQuietly = {Action::kStop};
constexpr Rule Error(int err) { return {Action::kError, err}; }

// Which is checked first: the value of namelen, or whether the record ends
// inside the reply.  A record can fail both.
enum class CheckOrder : uint8_t { kNamelenFirst, kRecordFirst };

// READDIRPLUS: what the client does with the lookup that the server counted.
enum class LookupUse : uint8_t {
  kLink,    // Links it into its tree; see failed_link_forgotten for failure.
  kForget,  // Forgets it at once.
  kNone,    // Neither.
};

// When an entry is offered to the caller.
enum class EmitTime : uint8_t {
  kBeforeLookup,  // Before the lookup of its record is handled.
  kAfterLookup,   // After it.
  kAfterReply,    // After the whole reply was walked.  An error drops them all.
};

// READDIRPLUS: what happens once the caller's buffer is full.  With kAfterReply
// every lookup was handled before.
enum class WhenFull : uint8_t {
  kStop,         // The parse ends with 0.
  kKeepLinking,  // Emits no more, but handles the lookups of the whole reply.
};

struct Profile {
  std::string_view name;    // As on the command line: lower case, '_'.
  std::string_view client;  // The client and its version; one line.

  // Formats that the client asks for.  A reply of the other format is refused
  // with -EOPNOTSUPP before a byte of it is read.  That rule is ours: the
  // client never gets such a reply.
  bool readdir = true;
  bool readdirplus = true;

  // --- The frame of a record. ---

  // Longest accepted name in bytes.
  uint32_t name_max = kFuseNameMax;
  CheckOrder order = CheckOrder::kNamelenFirst;
  Rule empty_name = Error(EIO);  // namelen is 0.
  Rule long_name = Error(EIO);   // namelen is above name_max.
  // The header is whole, but the record runs past the end of the reply.  kStop
  // or kError.
  Rule short_record = kStopQuietly;
  // Bytes remain, but fewer than a header.  kStop or kError.
  Rule trailing = kStopQuietly;
  // Whether a header after which nothing remains is looked at.  If not, it
  // counts as fewer bytes than a header.
  bool lone_header_judged = true;
  // Whether the padding after the last name must lie in the reply.
  bool last_padding_required = true;
  // Whether `trailing` and `short_record` are checked for the whole reply
  // before the first entry is emitted, so that an error drops every entry.
  bool frames_first = false;

  // --- The content of a record, in this order. ---

  Rule slash = Error(EIO);       // The name holds a '/'.
  Rule nul = kAccept;            // The name holds a NUL.
  Rule unprintable = kAccept;    // It holds a '\\', or a byte outside 20..7e.
  Rule not_utf8 = kAccept;       // It is not well-formed UTF-8 (RFC 3629).
  Rule efi_attr = kAccept;       // READDIRPLUS: HasNoEfiFileInfo().
  Rule off_negative = kAccept;   // off is above INT64_MAX: a negative loff_t.
  Rule type_above_u8 = kAccept;  // type is above 255.

  // --- The entry. ---

  // The rules for off and type are applied as the entry is offered.
  EmitTime emit_time = EmitTime::kBeforeLookup;
  // Whether only the low 8 bits of type are passed on.
  bool type_of_8_bits = false;

  // --- Lookups (READDIRPLUS).  nodeid 0 counts no lookup. ---

  // Whether nodeid 0 is linked like any other.  It is never forgotten.
  bool nodeid0_linked = false;
  // Whether a name is compared with "." and ".." up to its first NUL only.
  bool dots_end_at_nul = false;
  LookupUse lookups = LookupUse::kLink;
  // The same for "." and "..".
  LookupUse dot_lookups = LookupUse::kNone;
  // Whether a bad entry_out (nodeid 1, a mode that is no S_IFMT type, a size
  // above INT64_MAX) is forgotten instead of linked.
  bool bad_entry_forgotten = true;
  // Whether a name that is not UTF-8 is forgotten instead of linked.
  bool not_utf8_forgotten = false;
  // Whether the lookup of a record is forgotten if link fails.
  bool failed_link_forgotten = true;
  WhenFull when_full = WhenFull::kKeepLinking;
  // Whether an error forgets the lookups of the bad record and of every later
  // one that can be framed.
  bool forgets_after_error = false;
  // Whether short_record forgets the lookup of a record that lacks padding
  // alone.
  bool unpadded_forgotten = false;

  bool Supports(RecordFormat format) const {
    return format == RecordFormat::kDirent ? readdir : readdirplus;
  }
};

// The rules about what a record holds, each for records of one kind.
inline constexpr Rule Profile::* kRecordRules[] = {
    &Profile::empty_name, &Profile::long_name,    &Profile::slash,
    &Profile::nul,        &Profile::unprintable,  &Profile::not_utf8,
    &Profile::efi_attr,   &Profile::off_negative, &Profile::type_above_u8};

// Every profile, `linux` first.  The order is stable: inputs name a profile by
// its index.
std::span<const Profile> AllProfiles();

// The profile `linux`: Linux 6.15 and later.
const Profile& LinuxProfile();

// The profile called `name`, or null.
const Profile* FindProfile(std::string_view name);

// A name_max that no namelen exceeds.
inline constexpr uint32_t kNoNameMax = std::numeric_limits<uint32_t>::max();

// `profile` reduced to its rules about frames: whatever a whole record holds is
// accepted.
constexpr Profile FramesOnly(Profile profile) {
  profile.name_max = kNoNameMax;
  for (Rule* rule :
       {&profile.empty_name, &profile.long_name, &profile.slash, &profile.nul,
        &profile.unprintable, &profile.not_utf8, &profile.efi_attr,
        &profile.off_negative, &profile.type_above_u8}) {
    *rule = kAccept;
  }
  return profile;
}

// Accepts every record that can be framed.  No client has it.
inline constexpr Profile kFramesOnly =
    FramesOnly({.name = "frames_only", .client = "none"});

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PARSER_PROFILE_PROFILE_H_
