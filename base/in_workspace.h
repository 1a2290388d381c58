// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_BASE_IN_WORKSPACE_H_
#define FUSE_DIRENTS_BASE_IN_WORKSPACE_H_

#include <string>

namespace fuse_dirents {

// The path of a file or folder of the workspace under `bazel run`; otherwise of
// the current folder.
std::string InWorkspace(const std::string& path);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_BASE_IN_WORKSPACE_H_
