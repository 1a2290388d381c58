// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "base/in_workspace.h"

#include <cstdlib>

namespace fuse_dirents {

std::string InWorkspace(const std::string& path) {
  const char* workspace = std::getenv("BUILD_WORKSPACE_DIRECTORY");
  return workspace == nullptr ? path : std::string(workspace) + "/" + path;
}

}  // namespace fuse_dirents
