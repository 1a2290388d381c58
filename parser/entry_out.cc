// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "parser/entry_out.h"

#include <sys/stat.h>

#include <cstdint>
#include <limits>

namespace fuse_dirents {

bool IsDotOrDotDot(std::string_view name) {
  // Shorter than two calls of memcmp(), which sanitizers watch.
  return !name.empty() && name.size() <= 2 && name[0] == '.' &&
         name.back() == '.';
}

bool IsDotOrDotDot(std::string_view name, const Profile& profile) {
  if (profile.dots_end_at_nul) name = name.substr(0, name.find('\0'));
  return IsDotOrDotDot(name);
}

bool IsBadEntryOut(const FuseEntryOut& entry_out) {
  if (entry_out.nodeid == kFuseRootId) return true;
  switch (entry_out.attr.mode & S_IFMT) {
    case S_IFREG:
    case S_IFDIR:
    case S_IFLNK:
    case S_IFCHR:
    case S_IFBLK:
    case S_IFIFO:
    case S_IFSOCK:
      break;
    default:
      return true;
  }
  return entry_out.attr.size > uint64_t{std::numeric_limits<int64_t>::max()};
}

bool HasNoEfiFileInfo(const FuseEntryOut& entry_out) {
  const auto type = entry_out.attr.mode & S_IFMT;
  if (type != S_IFREG && type != S_IFDIR) return true;
  if (type == S_IFREG && entry_out.attr.nlink > 1) return true;
  return entry_out.attr.blocks >> 55 != 0;  // Of 512 bytes.
}

}  // namespace fuse_dirents
