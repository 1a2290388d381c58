// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/capture/fuse_protocol.h"

#include "fmt/format.h"

namespace fuse_dirents {

Packet EncodeRequest(fuse_in_header header, ByteRun body) {
  header.len = static_cast<uint32_t>(sizeof header + body.size());
  const ByteRun header_bytes = BytesOf(header);
  Packet packet(header_bytes.begin(), header_bytes.end());
  packet.insert(packet.end(), body.begin(), body.end());
  return packet;
}

std::string_view OpcodeName(RecordFormat format) {
  return format == RecordFormat::kDirent ? "READDIR" : "READDIRPLUS";
}

bool IsNotification(ByteRun packet) {
  fuse_out_header header;
  return CopyOut(packet, &header) && header.unique == 0;
}

bool DecodeReply(ByteRun packet, size_t size, uint64_t unique, FuseReply* reply,
                 std::string* problem) {
  fuse_out_header header;
  if (!CopyOut(packet, &header)) {
    *problem = fmt::format(
        "sent {} bytes; a reply starts with a fuse_out_header of 16", size);
  } else if (header.len != size) {
    *problem = fmt::format("sent {} bytes with len {} in fuse_out_header", size,
                           header.len);
  } else if (header.unique != unique) {
    *problem = fmt::format("answered request {}; expected {}",
                           uint64_t{header.unique}, unique);
  } else if (header.error > 0 || header.error <= -512) {
    *problem = fmt::format(
        "sent error {}; expected 0 or a negative errno value above -512",
        header.error);
  } else if (header.error != 0 && size != sizeof header) {
    *problem = fmt::format("sent a payload beside error {}", header.error);
  } else {
    *reply = {header.error, packet.subspan(sizeof header)};
    return true;
  }
  return false;
}

}  // namespace fuse_dirents
