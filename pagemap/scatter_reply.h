// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_PAGEMAP_SCATTER_REPLY_H_
#define FUSE_DIRENTS_PAGEMAP_SCATTER_REPLY_H_

#include <cstddef>

#include "pagemap/page_array.h"
#include "pagemap/page_pool.h"
#include "parser/reply_bytes.h"

namespace fuse_dirents {

// Copies `reply` into the bytes that the descs of `pages` name, in their order,
// through the pool's direct map: as a virtio device fills its scatter list, and
// fuse_dev_write() the pages of a request.  Returns how many bytes were stored:
// fewer than reply.size() where the descs end.  Touches no other byte.
// REQUIRES: the folios lie in `pool`.
size_t ScatterReply(ByteRun reply, const PageArray& pages,
                    const PagePool& pool);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PAGEMAP_SCATTER_REPLY_H_
