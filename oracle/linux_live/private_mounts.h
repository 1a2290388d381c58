// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_ORACLE_LINUX_LIVE_PRIVATE_MOUNTS_H_
#define FUSE_DIRENTS_ORACLE_LINUX_LIVE_PRIVATE_MOUNTS_H_

#include <string>

namespace fuse_dirents {

// Moves the process into a mount namespace of its own, and into a user
// namespace unless it is root.  Nothing mounted there is seen elsewhere, and
// the kernel takes it down with the process.  Mounts a tmpfs on /mnt and, where
// that is allowed, the control files of FUSE connections.  The first call does
// so; later calls return the same.  Returns "", or in one line why it failed.
// REQUIRES: at the first call the process has one thread.
const std::string& EnterPrivateMounts();

// A new directory on that tmpfs.  REQUIRES: EnterPrivateMounts() succeeded.
std::string NewMountPoint();

// "WHAT: STRERROR" for the current errno.
std::string ErrnoText(const std::string& what);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_ORACLE_LINUX_LIVE_PRIVATE_MOUNTS_H_
