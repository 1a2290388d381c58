// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Directories of a server, and the lookups that a client owes it.

#ifndef FUSE_DIRENTS_TOOLS_CAPTURE_DIRECTORY_NODE_H_
#define FUSE_DIRENTS_TOOLS_CAPTURE_DIRECTORY_NODE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "parser/reply_bytes.h"
#include "parser/wire.h"
#include "tools/capture/fuse_client.h"

namespace fuse_dirents {

struct DirectoryNode {
  uint64_t nodeid = kFuseRootId;
  // Nodeids of the lookups on the way, for ForgetEach().
  std::vector<uint64_t> lookups;
};

// The directory at `path` from the server's root; "" and "." are the root.
// Returns nothing and sets *problem to one line if there is none.
std::optional<DirectoryNode> WalkTo(FuseClient& client, const std::string& path,
                                    std::string* problem);

// Nodeids of the lookups that a READDIRPLUS reply counts: none for nodeid 0 and
// for "." and "..", as in fuse_direntplus_link().
std::vector<uint64_t> LookupsOf(ByteRun payload);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_CAPTURE_DIRECTORY_NODE_H_
