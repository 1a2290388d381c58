// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/capture/fuse_protocol.h"

#include <fcntl.h>

namespace fuse_dirents {
namespace {

// Offered in INIT: 32 pages of 4 KiB, as Linux does.
constexpr uint32_t kMaxReadahead = 32 * 4096;

ByteRun BytesOf(const void* data, size_t size) {
  return {static_cast<const std::byte*>(data), size};
}

template <typename T>
ByteRun BytesOf(const T& value) {
  return BytesOf(&value, sizeof value);
}

Packet Encode(const RequestHead& head, uint32_t opcode, ByteRun body) {
  fuse_in_header header = {};
  header.len = static_cast<uint32_t>(sizeof header + body.size());
  header.opcode = opcode;
  header.unique = head.unique;
  header.nodeid = head.nodeid;
  header.uid = head.uid;
  header.gid = head.gid;
  header.pid = head.pid;
  const ByteRun header_bytes = BytesOf(header);
  Packet packet(header_bytes.begin(), header_bytes.end());
  packet.insert(packet.end(), body.begin(), body.end());
  return packet;
}

}  // namespace

Packet EncodeInit(const RequestHead& head) {
  fuse_init_in in = {};
  in.major = FUSE_KERNEL_VERSION;
  in.minor = kProtocolMinor;
  in.max_readahead = kMaxReadahead;
  in.flags = kInitFlags;
  return Encode(head, FUSE_INIT, BytesOf(in));
}

Packet EncodeLookup(const RequestHead& head, std::string_view name) {
  const std::string with_nul(name);
  return Encode(head, FUSE_LOOKUP, BytesOf(with_nul.c_str(), name.size() + 1));
}

Packet EncodeForget(const RequestHead& head, uint64_t nlookup) {
  fuse_forget_in in = {};
  in.nlookup = nlookup;
  return Encode(head, FUSE_FORGET, BytesOf(in));
}

Packet EncodeOpendir(const RequestHead& head) {
  fuse_open_in in = {};
  in.flags = O_RDONLY | O_DIRECTORY;
  return Encode(head, FUSE_OPENDIR, BytesOf(in));
}

Packet EncodeReaddir(const RequestHead& head, RecordFormat format, uint64_t fh,
                     uint64_t offset, uint32_t size) {
  fuse_read_in in = {};
  in.fh = fh;
  in.offset = offset;
  in.size = size;
  in.flags = O_RDONLY | O_DIRECTORY;
  return Encode(
      head, format == RecordFormat::kDirent ? FUSE_READDIR : FUSE_READDIRPLUS,
      BytesOf(in));
}

Packet EncodeReleasedir(const RequestHead& head, uint64_t fh) {
  fuse_release_in in = {};
  in.fh = fh;
  in.flags = O_RDONLY | O_DIRECTORY;
  return Encode(head, FUSE_RELEASEDIR, BytesOf(in));
}

Packet EncodeDestroy(const RequestHead& head) {
  return Encode(head, FUSE_DESTROY, {});
}

std::string_view OpcodeName(RecordFormat format) {
  return format == RecordFormat::kDirent ? "READDIR" : "READDIRPLUS";
}

bool IsNotification(ByteRun packet) {
  fuse_out_header header;
  return CopyOut(packet, &header) && header.unique == 0;
}

bool DecodeReply(ByteRun packet, uint64_t unique, FuseReply* reply,
                 std::string* problem) {
  fuse_out_header header;
  if (!CopyOut(packet, &header)) {
    *problem = "sent " + std::to_string(packet.size()) +
               " bytes; a reply starts with a fuse_out_header of 16";
    return false;
  }
  if (header.len != packet.size()) {
    *problem = "sent " + std::to_string(packet.size()) + " bytes with len " +
               std::to_string(header.len) + " in fuse_out_header";
    return false;
  }
  if (header.unique != unique) {
    *problem = "answered request " + std::to_string(header.unique) + " where " +
               std::to_string(unique) + " was asked";
    return false;
  }
  if (header.error > 0 || header.error <= -512) {
    *problem = "sent error " + std::to_string(header.error) +
               "; expected 0 or a negative errno value above -512";
    return false;
  }
  if (header.error != 0 && packet.size() != sizeof header) {
    *problem = "sent a payload beside error " + std::to_string(header.error);
    return false;
  }
  *reply = {header.error, packet.subspan(sizeof header)};
  return true;
}

}  // namespace fuse_dirents
