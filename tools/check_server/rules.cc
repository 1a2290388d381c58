// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/check_server/rules.h"

#include <iterator>

#include "fmt/format.h"

namespace fuse_dirents {
namespace {

// Linux functions are those of 6.16, in fs/fuse/ unless they say otherwise.
constexpr RuleInfo kRules[] = {
    {RuleId::kAnswered, "answered",
     "A request to list an open directory is answered without an error.",
     "fuse_readdir_uncached(), readdir.c: the caller gets the error", true},
    {RuleId::kReplySize, "reply_size",
     "A reply has at most as many bytes as the request asked for.",
     "fuse_copy_out_args(), dev.c: a longer reply is refused, and the caller "
     "gets EIO",
     false},
    {RuleId::kWholeRecords, "whole_records",
     "A reply ends where a record and its padding end.",
     "parse_dirfile(), readdir.c: drops what follows the last whole record; "
     "EDK2, Starnix and illumos fail",
     false},
    {RuleId::kNamelen, "namelen", "A name has 1 to 4095 bytes.",
     "parse_dirfile(), readdir.c: EIO for 0 and above FUSE_NAME_MAX", false},
    {RuleId::kSlash, "slash", "A name has no '/'.",
     "parse_dirfile(), readdir.c: EIO", true},
    {RuleId::kNul, "nul", "A name has no NUL.",
     "POSIX.1-2024, 3.141 Filename; a program sees the name cut there", false},
    {RuleId::kPaddingZero, "padding_zero",
     "The bytes between a name and the next record are zero.",
     "fuse_add_direntry(), libfuse 3: other bytes are what the server's memory "
     "held",
     false},
    {RuleId::kTypeBits, "type_bits",
     "type is DT_UNKNOWN or (mode & S_IFMT) >> 12, and that of attr.mode in "
     "READDIRPLUS.",
     "dir_emit(), include/linux/fs.h: passes it on as d_type", true},
    {RuleId::kInoNonzero, "ino_nonzero", "ino is not 0.",
     "readdir(3) of FreeBSD and glob(3) of glibc skip d_ino 0", true},
    {RuleId::kOffPositive, "off_positive", "off is at most INT64_MAX.",
     "vfs_setpos(), fs/read_write.c: seekdir to a negative offset is EINVAL",
     true},
    {RuleId::kAttrPlausible, "attr_plausible",
     "Attributes have a file type, a size up to INT64_MAX, a link, "
     "nanoseconds below 10^9, and a block size that is 0 or a power of two.",
     "fuse_invalid_attr(), dir.c, for type and size; POSIX.1-2024 "
     "<sys/stat.h>, <time.h> for the rest",
     false},
    {RuleId::kDotsNotLookedUp, "dots_not_looked_up",
     "\".\" and \"..\" have nodeid 0 in READDIRPLUS.",
     "fuse_direntplus_link(), readdir.c: never gives their lookups back; EDK2 "
     "does",
     false},
    {RuleId::kOffUnique, "off_unique",
     "No two entries of a listing have the same off, and none has 0, where a "
     "listing starts.",
     "fuse_readdir_uncached(), readdir.c: asks for the off of the last entry "
     "next",
     true},
    {RuleId::kEnd, "end",
     "After the last entry the reply is empty, also when asked again.",
     "fuse_readdir_uncached(), readdir.c: only an empty reply is the end",
     true},
    {RuleId::kDotNames, "dot_names",
     "\".\" and \"..\" come both or not at all, and are directories.",
     "POSIX.1-2024, readdir()", true},
    {RuleId::kSameNames, "same_names",
     "Requests of every size list the same names, each once.",
     "POSIX.1-2024, readdir(); SIZING.md: clients ask for 280 bytes to 1 MiB",
     true},
    {RuleId::kCookiesResume, "cookies_resume",
     "A request at the off of any entry gives the entries after it.",
     "fuse_readdir_uncached(), readdir.c: resumes so when the caller's buffer "
     "is full",
     true},
    {RuleId::kSeekBack, "seek_back",
     "Requests at older offs, in any order and after the end, give the "
     "entries after them.",
     "POSIX.1-2024, seekdir()", true},
    {RuleId::kRewind, "rewind",
     "Offset 0 on a used handle lists the directory from its start.",
     "POSIX.1-2024, rewinddir()", true},
    {RuleId::kTwoHandles, "two_handles",
     "Listings by two handles do not disturb each other.",
     "POSIX.1-2024, opendir(): each opens a stream of its own", true},
    {RuleId::kSmallRequest, "small_request",
     "A request too small for the first record is answered by 0 bytes or by "
     "EINVAL.",
     "parse_dirfile(), readdir.c: takes a cut record for the end of the "
     "directory; getdents64(2): EINVAL",
     true},
    {RuleId::kMutable, "mutable",
     "An entry that is there throughout a listing is listed once, whatever is "
     "added and removed meanwhile.",
     "POSIX.1-2024, readdir()", true},
    {RuleId::kPlusAgrees, "plus_agrees",
     "READDIRPLUS lists the names, inode numbers and types that READDIR lists.",
     "fuse_use_readdirplus(), readdir.c: one program is given either", false},
    {RuleId::kSharedCookies, "shared_cookies",
     "READDIR resumes at the off of READDIRPLUS, and the reverse.",
     "fuse_use_readdirplus(), readdir.c: FUSE_READDIRPLUS_AUTO mixes both in "
     "one listing",
     false},
    {RuleId::kLookupAgrees, "lookup_agrees",
     "LOOKUP of a listed name gives the inode number and type of its entry, "
     "and the nodeid, generation and attributes of READDIRPLUS.",
     "fuse_direntplus_link(), readdir.c, and fuse_lookup_name(), dir.c: fill "
     "the same dentry",
     true},
    {RuleId::kLookupsCounted, "lookups_counted",
     "A node lives until FORGET has given back every lookup: one for each "
     "LOOKUP and for each entry of READDIRPLUS.",
     "fuse_force_forget(), readdir.c; fuse_lowlevel_ops::forget, libfuse 3",
     false},
    {RuleId::kForgottenReturns, "forgotten_returns",
     "A node that was forgotten is there again after LOOKUP or READDIRPLUS.",
     "fuse_lowlevel_ops::forget, libfuse 3", false},
};

constexpr bool InOrder() {
  for (size_t i = 0; i < kNumRules; ++i) {
    if (kRules[i].rule != static_cast<RuleId>(i)) return false;
  }
  return true;
}
static_assert(std::size(kRules) == kNumRules && InOrder());

}  // namespace

std::span<const RuleInfo> AllRules() { return kRules; }

const RuleInfo& InfoOf(RuleId rule) {
  return kRules[static_cast<size_t>(rule)];
}

std::string RulesTable() {
  std::string text =
      "| rule | what a server must do | source | `--mount` |\n"
      "|---|---|---|---|\n";
  for (const RuleInfo& info : kRules) {
    text += fmt::format("| `{}` | {} | {} | {} |\n", info.id, info.sentence,
                        info.source, info.in_getdents ? "yes" : "no");
  }
  return text;
}

}  // namespace fuse_dirents
