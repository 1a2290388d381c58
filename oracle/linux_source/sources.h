// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_ORACLE_LINUX_SOURCE_SOURCES_H_
#define FUSE_DIRENTS_ORACLE_LINUX_SOURCE_SOURCES_H_

#include <span>
#include <string_view>

#include "oracle/linux_source/entry_points.h"
#include "parser/profile/profile.h"

namespace fuse_dirents {

struct LinkedSource {
  std::string_view name;     // Of the repository, such as "linux_6_12".
  std::string_view version;  // Of the tree, such as "6.12.117".
  const source_entry_points* source;
};

// The trees that the program is linked with.
std::span<const LinkedSource> LinkedSources();

// The profile that a source is held to, by its FUSE_NAME_MAX.
inline const Profile& ProfileOf(const source_entry_points& source) {
  return source.name_max == LinuxProfile().name_max
             ? LinuxProfile()
             : *FindProfile("linux_before_6_15");
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_ORACLE_LINUX_SOURCE_SOURCES_H_
