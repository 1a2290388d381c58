// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_PAGEMAP_SCATTER_REPLY_H_
#define FUSE_DIRENTS_PAGEMAP_SCATTER_REPLY_H_

#include <cstddef>

#include "pagemap/page_array.h"
#include "pagemap/page_pool.h"
#include "parser/reply_bytes.h"

namespace fuse_dirents {

// Copies `reply` into the descs of `pages`, in order, through the pool's direct
// map.  Models how a virtio device fills its scatter list and how
// fuse_dev_write() fills the pages of a request.  Returns the number of bytes
// stored, which is less than reply.size() if the descs hold less.  Writes no
// other byte.
// REQUIRES: the folios lie in `pool`.
size_t ScatterReply(ByteRun reply, const PageArray& pages,
                    const PagePool& pool);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PAGEMAP_SCATTER_REPLY_H_
