// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/capture/directory_node.h"

#include <sys/stat.h>

#include "base/text.h"
#include "parser/entry_out.h"
#include "parser/profile/profile.h"
#include "parser/reader/dirent_reader.h"

namespace fuse_dirents {

std::optional<DirectoryNode> WalkTo(FuseClient& client, const std::string& path,
                                    std::string* problem) {
  DirectoryNode node;
  for (const std::string& name : Split(path, '/')) {
    if (name.empty() || name == ".") continue;
    const std::optional<FuseEntryOut> entry = client.Lookup(node.nodeid, name);
    if (!entry) {
      *problem = client.error();
      return std::nullopt;
    }
    node.nodeid = entry->nodeid;
    node.lookups.push_back(entry->nodeid);
    if (!S_ISDIR(entry->attr.mode)) {
      *problem = "LOOKUP of " + name + ": the server says it is no directory";
      return std::nullopt;
    }
  }
  return node;
}

std::vector<uint64_t> LookupsOf(ByteRun payload) {
  // A bad name too was counted.
  DirentReader reader(RecordFormat::kDirentplus, ReplyBytes(payload),
                      kFramesOnly);
  std::vector<uint64_t> nodeids;
  for (Dirent dirent; reader.Next(&dirent);) {
    const uint64_t nodeid = reader.entry_out().nodeid;
    if (nodeid == 0 || IsDotOrDotDot(dirent.name)) continue;
    nodeids.push_back(nodeid);
  }
  return nodeids;
}

}  // namespace fuse_dirents
