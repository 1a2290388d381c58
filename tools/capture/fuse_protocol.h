// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The frame of FUSE requests and replies as bytes, from the kernel's side: what
// fs/fuse/dev.c writes and checks.  The structs are those of <linux/fuse.h>.

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

// What INIT offers: what Linux offers and a server may require, but nothing
// that lets it answer a listing with more than one packet (splices, io_uring,
// DAX).
inline constexpr uint32_t kInitFlags =
    FUSE_ASYNC_READ | FUSE_POSIX_LOCKS | FUSE_ATOMIC_O_TRUNC |
    FUSE_EXPORT_SUPPORT | FUSE_BIG_WRITES | FUSE_DONT_MASK | FUSE_FLOCK_LOCKS |
    FUSE_AUTO_INVAL_DATA | FUSE_DO_READDIRPLUS | FUSE_READDIRPLUS_AUTO |
    FUSE_ASYNC_DIO | FUSE_WRITEBACK_CACHE | FUSE_NO_OPEN_SUPPORT |
    FUSE_PARALLEL_DIROPS | FUSE_HANDLE_KILLPRIV | FUSE_POSIX_ACL |
    FUSE_ABORT_ERROR | FUSE_MAX_PAGES | FUSE_CACHE_SYMLINKS |
    FUSE_NO_OPENDIR_SUPPORT | FUSE_EXPLICIT_INVAL_DATA;

using Packet = std::vector<std::byte>;

// The bytes of a struct.
template <typename T>
ByteRun BytesOf(const T& value) {
  return {reinterpret_cast<const std::byte*>(&value), sizeof value};
}

// A request: `header` with its `len` set, then `body`.
Packet EncodeRequest(fuse_in_header header, ByteRun body);

// "READDIR" or "READDIRPLUS".
std::string_view OpcodeName(RecordFormat format);

struct FuseReply {
  int error;        // 0 or a negative errno value.
  ByteRun payload;  // Borrows the packet.
};

// Decodes a reply to the request `unique` by the checks of fuse_dev_do_write()
// (6.16): a whole header, len equal to the packet's `size`, -512 < error <= 0,
// no payload beside an error, the right unique.  If one fails, returns false
// and says in *problem what is wrong.  `packet` may be only the start of the
// packet.
bool DecodeReply(ByteRun packet, size_t size, uint64_t unique, FuseReply* reply,
                 std::string* problem);

// Whether the packet is a notification (unique 0), which answers no request.
bool IsNotification(ByteRun packet);

// Copies the first sizeof(T) bytes of `bytes` to *out.  Returns false if there
// are fewer.
template <typename T>
bool CopyOut(ByteRun bytes, T* out) {
  if (bytes.size() < sizeof *out) return false;
  std::memcpy(out, bytes.data(), sizeof *out);
  return true;
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_CAPTURE_FUSE_PROTOCOL_H_
