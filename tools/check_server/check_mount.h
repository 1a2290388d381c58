// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Checks the directories of a file system that is mounted: only what
// getdents64(2) shows.

#ifndef FUSE_DIRENTS_TOOLS_CHECK_SERVER_CHECK_MOUNT_H_
#define FUSE_DIRENTS_TOOLS_CHECK_SERVER_CHECK_MOUNT_H_

#include <chrono>
#include <string>

#include "tools/check_server/check_server.h"

namespace fuse_dirents {

// Checks directories below `mount`, which may be any directory.  Returns false
// and sets *problem to one line if one cannot be opened.  If a system call
// takes longer than `timeout`, prints one line and ends the process with status
// 2: the call may never return.
bool CheckMount(const std::string& mount, const CheckPlan& plan,
                std::chrono::milliseconds timeout, const OnProgress& progress,
                CheckReport* report, std::string* problem);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_CHECK_SERVER_CHECK_MOUNT_H_
