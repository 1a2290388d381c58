// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// For pages that change while they are parsed
// (readdir/hostile/hostile_pages.h): reads namelen to check it, and again
// to move past the record.

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>

#include "fuzz/canary/canary.h"
#include "fuzz/engine/parsers_agree.h"
#include "readdir/hostile/hostile_pages.h"

namespace fuse_dirents {
namespace {

// Short enough for FindDoubleFetch(), which tries every field.
constexpr size_t kMaxBytes = 256;

int Parse(const dirents_reply& reply, const dirents_sink& sink, uint64_t* pos) {
  const char* at = static_cast<const char*>(reply.segments[0].base);
  size_t left = reply.nbytes;
  while (left >= sizeof(FuseDirent)) {
    FuseDirent header;
    std::memcpy(&header, at, sizeof(header));
    if (header.namelen == 0 || header.namelen > kFuseNameMax) return -EIO;
    if (Reclen(RecordFormat::kDirent, header.namelen) > left) return 0;
    const char* name = at + sizeof(header);
    if (std::memchr(name, '/', header.namelen) != nullptr) return -EIO;
    const dirents_entry entry = {header.ino, header.off, header.type,
                                 header.namelen, name};
    if (sink.emit(sink.ctx, &entry) == 0) return 0;
    *pos = header.off;
    if (BugIsPlanted()) std::memcpy(&header, at, sizeof(header));
    const uint64_t reclen = Reclen(RecordFormat::kDirent, header.namelen);
    if (reclen > left) return 0;
    at += reclen;
    left -= reclen;
  }
  return 0;
}

}  // namespace
}  // namespace fuse_dirents

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace fuse_dirents;
  static Input input;
  if (!ReadInput(data, size, &input)) return 0;
  const std::optional<DoubleFetch> fetch = FindDoubleFetch(
      &Parse, RecordFormat::kDirent, input.reply.substr(0, kMaxBytes), {});
  if (fetch) ReportFinding("double_fetch: " + fetch->report);
  return 0;
}
