// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/fault_points.h"

namespace fuse_dirents {

std::string_view FaultPointName(FaultPoint point) {
  switch (point) {
    case FaultPoint::kAllocBuffer:
      return "alloc_buffer";
    case FaultPoint::kAllocPageList:
      return "alloc_page_list";
    case FaultPoint::kAllocPages:
      return "alloc_pages";
    case FaultPoint::kShortPages:
      return "short_pages";
    case FaultPoint::kArgbuf:
      return "argbuf";
    case FaultPoint::kReply:
      return "reply";
    case FaultPoint::kMap:
      return "map";
    case FaultPoint::kLink:
      return "link";
    case FaultPoint::kCachePage:
      return "cache_page";
  }
  return "unknown";
}

}  // namespace fuse_dirents
