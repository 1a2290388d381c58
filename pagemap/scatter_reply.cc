// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "pagemap/scatter_reply.h"

#include <algorithm>
#include <cstring>

namespace fuse_dirents {

size_t ScatterReply(ByteRun reply, const PageArray& pages,
                    const PagePool& pool) {
  size_t stored = 0;
  for (size_t i = 0; i < pages.size() && stored < reply.size(); ++i) {
    const FolioDesc& desc = pages.descs()[i];
    const size_t len = std::min<size_t>(desc.length, reply.size() - stored);
    if (len == 0) continue;
    std::memcpy(pool.direct(pages.folios()[i].first_page) + desc.offset,
                reply.data() + stored, len);
    stored += len;
  }
  return stored;
}

}  // namespace fuse_dirents
