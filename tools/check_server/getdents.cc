// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/check_server/getdents.h"

#include <dirent.h>

#include <cstring>

#include "parser/wire.h"

namespace fuse_dirents {
namespace {

// struct linux_dirent64 is glibc's struct dirent64 without the limit of d_name.
constexpr size_t kNameAt = offsetof(dirent64, d_name);

}  // namespace

size_t GetdentsReclen(size_t namelen) {
  return PaddedSize(kNameAt + namelen + 1);
}

std::vector<Entry> EntriesOfGetdents(std::string_view buffer) {
  std::vector<Entry> entries;
  for (size_t pos = 0; buffer.size() - pos >= kNameAt;) {
    dirent64 header;
    std::memcpy(&header, buffer.data() + pos, kNameAt);
    if (header.d_reclen <= kNameAt || header.d_reclen > buffer.size() - pos) {
      break;
    }
    const std::string_view room =
        buffer.substr(pos + kNameAt, header.d_reclen - kNameAt);
    entries.push_back({.name = room.substr(0, room.find('\0')),
                       .ino = header.d_ino,
                       .off = static_cast<uint64_t>(header.d_off),
                       .type = header.d_type,
                       .pos = pos});
    pos += header.d_reclen;
  }
  return entries;
}

}  // namespace fuse_dirents
