// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Lists one directory of a server in every way and keeps the replies.

#ifndef FUSE_DIRENTS_TOOLS_CAPTURE_CAPTURE_DIRECTORY_H_
#define FUSE_DIRENTS_TOOLS_CAPTURE_CAPTURE_DIRECTORY_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "parser/wire.h"
#include "tools/capture/fuse_client.h"

namespace fuse_dirents {

struct CapturedReply {
  std::string file;  // NAME-SIZE-NUMBER or NAME-SIZE-resumed, and an ending.
  RecordFormat format;
  uint32_t size;    // Asked for, in bytes.
  uint64_t offset;  // Asked for.
  // Number of replies of the whole listing, kept or not, without the empty one
  // at its end.
  size_t replies = 0;
  Packet payload;  // Not empty.
};

struct CapturePlan {
  std::vector<RecordFormat> formats = {RecordFormat::kDirent,
                                       RecordFormat::kDirentplus};
  std::vector<uint32_t> sizes;  // Sizes of the requests, in bytes.
  // Replies kept of one listing: its first ones and its last.  0: all.
  size_t keep = 0;
};

// Lists the directory `path` from offset 0 to its end, at every size and in
// each of the plan's formats; READDIRPLUS only if the server has it.  "" and
// "." are the root.  After each listing asks once more, at the cookie of the
// middle record of the first reply ("resumed" in the file's name): the kernel
// does so for a caller with a small buffer.  Forgets every lookup.  Appends to
// *replies; their names start with `name`.  Returns false and sets *problem to
// one line if a request fails, a reply has no record, or a listing has no end.
bool CaptureDirectory(FuseClient& client, const std::string& path,
                      const std::string& name, const CapturePlan& plan,
                      std::vector<CapturedReply>* replies,
                      std::string* problem);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_CAPTURE_CAPTURE_DIRECTORY_H_
