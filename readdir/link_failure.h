// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_READDIR_LINK_FAILURE_H_
#define FUSE_DIRENTS_READDIR_LINK_FAILURE_H_

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace fuse_dirents {

// Why fuse_direntplus_link() does not link a record whose entry_out is good.
enum class LinkFailure : uint8_t {
  kNone,             // It is linked.
  kNoMemory,         // A dentry or an inode cannot be allocated.
  kListedDirectory,  // The record has the nodeid of the directory it lies in.
  kBadInode,         // The name's inode has gone bad.
  kBusyAlias,        // The directory's dentry cannot move: __d_unalias().
};
inline constexpr size_t kNumLinkFailures = 5;

// 0 or a negative errno value.
constexpr int ErrorOf(LinkFailure failure) {
  constexpr int kErrors[kNumLinkFailures] = {0, -ENOMEM, -ELOOP, -EIO, -ESTALE};
  return kErrors[static_cast<size_t>(failure)];
}

// The failure that the kernel reports as `error`; other errors count as
// kNoMemory.  REQUIRES: error < 0.
constexpr LinkFailure LinkFailureOf(int error) {
  switch (error) {
    case -ELOOP:
      return LinkFailure::kListedDirectory;
    case -EIO:
      return LinkFailure::kBadInode;
    case -ESTALE:
      return LinkFailure::kBusyAlias;
    default:
      return LinkFailure::kNoMemory;
  }
}

constexpr std::string_view LinkFailureText(LinkFailure failure) {
  constexpr std::string_view kTexts[kNumLinkFailures] = {
      "linked", "no memory", "the nodeid of the listed directory",
      "an inode gone bad", "a directory whose dentry is busy"};
  return kTexts[static_cast<size_t>(failure)];
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_READDIR_LINK_FAILURE_H_
