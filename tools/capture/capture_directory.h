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
  uint32_t size;    // Of the request, in bytes.
  uint64_t offset;  // Of the request.
  // In the whole listing, whether kept or not, but for the empty one at its
  // end.
  size_t replies = 0;
  Packet payload;  // Never empty: a reply of length 0 is the end.
};

struct CapturePlan {
  std::vector<RecordFormat> formats = {RecordFormat::kDirent,
                                       RecordFormat::kDirentplus};
  std::vector<uint32_t> sizes;  // Of the requests, in bytes.
  // Replies kept of one listing: its first ones and its last.  0: all.
  size_t keep = 0;
};

// Lists `path` ("" or "." is the root; else names with '/' between) from offset
// 0 to its end in each of the plan's formats, READDIRPLUS where the server has
// it, at every size.  After each listing it asks once more at the cookie of the
// middle record of the first reply ("resumed" in the file's name), as a caller
// with a small buffer makes the kernel do.  Forgets what it looked up.  Appends
// to *replies, names starting with `name`.  False, with *problem set to one
// line, where a request fails, a reply has no record, or a listing has no end.
bool CaptureDirectory(FuseClient& client, const std::string& path,
                      const std::string& name, const CapturePlan& plan,
                      std::vector<CapturedReply>* replies,
                      std::string* problem);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_CAPTURE_CAPTURE_DIRECTORY_H_
