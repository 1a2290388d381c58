// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The wire format of a FUSE directory reply (protocol 7.21 and later).
// WIRE_FORMAT.md draws it.  wire_test.cc checks every size and offset here
// against <linux/fuse.h>.
//
// All numbers are in host byte order, as on /dev/fuse.

#ifndef FUSE_DIRENTS_PARSER_WIRE_H_
#define FUSE_DIRENTS_PARSER_WIRE_H_

#include <cstddef>
#include <cstdint>

namespace fuse_dirents {

// struct fuse_dirent without its name: the header of a record in a FUSE_READDIR
// reply.
struct FuseDirent {
  uint64_t ino;      // Inode number, for d_ino.  Not a nodeid.
  uint64_t off;      // Cookie: the offset at which to resume after this record.
  uint32_t namelen;  // Bytes of the name that follows; no NUL, no padding.
  uint32_t type;     // File type as in d_type: (mode >> 12) & 15.
};

// struct fuse_attr.
struct FuseAttr {
  uint64_t ino, size, blocks;
  uint64_t atime, mtime, ctime;              // Seconds.
  uint32_t atimensec, mtimensec, ctimensec;  // Nanoseconds.
  uint32_t mode, nlink, uid, gid, rdev, blksize;
  uint32_t flags;
};

// struct fuse_entry_out.
struct FuseEntryOut {
  uint64_t nodeid;  // 0: the server gives no attributes.  1 is the root.
  uint64_t generation;
  uint64_t entry_valid, attr_valid;            // Seconds.
  uint32_t entry_valid_nsec, attr_valid_nsec;  // Nanoseconds.
  FuseAttr attr;
};

// struct fuse_direntplus without the name: the header of a record in a
// FUSE_READDIRPLUS reply.
struct FuseDirentplus {
  FuseEntryOut entry_out;
  FuseDirent dirent;
};

static_assert(sizeof(FuseDirent) == 24);
static_assert(sizeof(FuseAttr) == 88);
static_assert(sizeof(FuseEntryOut) == 128);
static_assert(sizeof(FuseDirentplus) == 152);

// Which of the two kinds of record a reply holds.
enum class RecordFormat : uint8_t { kDirent, kDirentplus };

// Bytes before the name: 24 or 152.
constexpr size_t HeaderSize(RecordFormat format) {
  return format == RecordFormat::kDirent ? sizeof(FuseDirent)
                                         : sizeof(FuseDirentplus);
}

// Records start at multiples of this many bytes from the start of the reply.
inline constexpr size_t kRecordAlign = 8;

// `size` rounded up to a multiple of kRecordAlign.
constexpr uint64_t PaddedSize(uint64_t size) {
  return (size + kRecordAlign - 1) & ~uint64_t{kRecordAlign - 1};
}

// reclen: bytes of a record with its padding.  It is not on the wire.  64 bits
// wide, so no namelen can make it wrap.
constexpr uint64_t Reclen(RecordFormat format, uint32_t namelen) {
  return PaddedSize(HeaderSize(format) + uint64_t{namelen});
}

// Longest name in bytes that Linux accepts in a record: FUSE_NAME_MAX, which is
// PATH_MAX - 1 since 6.15 and was 1024 before.
inline constexpr uint32_t kFuseNameMax = 4095;
inline constexpr uint32_t kFuseNameMaxBefore615 = 1024;

// nodeid of the root directory: FUSE_ROOT_ID.
inline constexpr uint64_t kFuseRootId = 1;

// Longest reply in bytes that the suite handles.  Linux asks for more only if
// fs.fuse.max_pages_limit is raised above 4096 pages of 4 KiB.
inline constexpr size_t kMaxReplyBytes = size_t{16} << 20;

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PARSER_WIRE_H_
