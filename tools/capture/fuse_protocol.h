// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The FUSE requests that list a directory, and the frame of their replies, as
// bytes: the part of the protocol that fs/fuse/dev.c, dir.c, inode.c and
// readdir.c speak towards a server.  The structs are those of <linux/fuse.h>.

#ifndef FUSE_DIRENTS_TOOLS_CAPTURE_FUSE_PROTOCOL_H_
#define FUSE_DIRENTS_TOOLS_CAPTURE_FUSE_PROTOCOL_H_

#include <linux/fuse.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "parser/reply_bytes.h"
#include "parser/wire.h"

namespace fuse_dirents {

// The minor that INIT offers.  Fixed, so that captures do not depend on the
// headers that the tool was built with.
inline constexpr uint32_t kProtocolMinor = 38;
static_assert(FUSE_KERNEL_VERSION == 7 &&
              FUSE_KERNEL_MINOR_VERSION >= kProtocolMinor);

// What INIT offers: what Linux does and a server may insist on, but nothing by
// which it would answer a listing in another way than with one packet (splices,
// io_uring, DAX).
inline constexpr uint32_t kInitFlags =
    FUSE_ASYNC_READ | FUSE_POSIX_LOCKS | FUSE_ATOMIC_O_TRUNC |
    FUSE_EXPORT_SUPPORT | FUSE_BIG_WRITES | FUSE_DONT_MASK | FUSE_FLOCK_LOCKS |
    FUSE_AUTO_INVAL_DATA | FUSE_DO_READDIRPLUS | FUSE_READDIRPLUS_AUTO |
    FUSE_ASYNC_DIO | FUSE_WRITEBACK_CACHE | FUSE_NO_OPEN_SUPPORT |
    FUSE_PARALLEL_DIROPS | FUSE_HANDLE_KILLPRIV | FUSE_POSIX_ACL |
    FUSE_ABORT_ERROR | FUSE_MAX_PAGES | FUSE_CACHE_SYMLINKS |
    FUSE_NO_OPENDIR_SUPPORT | FUSE_EXPLICIT_INVAL_DATA;

using Packet = std::vector<std::byte>;

// Who asks, and about which node: what all requests have in common.
struct RequestHead {
  uint64_t unique;  // Comes back in the reply.  Not 0.
  uint64_t nodeid;
  uint32_t uid = 0, gid = 0, pid = 0;
};

Packet EncodeInit(const RequestHead& head);
Packet EncodeLookup(const RequestHead& head, std::string_view name);
Packet EncodeForget(const RequestHead& head, uint64_t nlookup);
Packet EncodeOpendir(const RequestHead& head);
// READDIR for kDirent, READDIRPLUS for kDirentplus.  `size` in bytes.
Packet EncodeReaddir(const RequestHead& head, RecordFormat format, uint64_t fh,
                     uint64_t offset, uint32_t size);
Packet EncodeReleasedir(const RequestHead& head, uint64_t fh);
Packet EncodeDestroy(const RequestHead& head);

// "READDIR" or "READDIRPLUS".
std::string_view OpcodeName(RecordFormat format);

// One reply, taken apart.  `payload` lies in the packet.
struct FuseReply {
  int error;  // 0 or a negative errno value.
  ByteRun payload;
};

// Takes apart a reply to the request `unique`, by the checks of
// fuse_dev_do_write() (6.16): a whole header, len equal to the packet's size,
// -512 < error <= 0, no payload beside an error, the right unique.  Else
// returns false and says in *problem what is wrong.
bool DecodeReply(ByteRun packet, uint64_t unique, FuseReply* reply,
                 std::string* problem);

// Whether the packet is a notification (unique 0), which answers no request.
bool IsNotification(ByteRun packet);

// Copies the first sizeof(T) bytes of `bytes` to *out.  False where there are
// fewer.
template <typename T>
bool CopyOut(ByteRun bytes, T* out) {
  if (bytes.size() < sizeof *out) return false;
  std::memcpy(out, bytes.data(), sizeof *out);
  return true;
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_CAPTURE_FUSE_PROTOCOL_H_
