// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_PAGEMAP_DRAW_PAGES_H_
#define FUSE_DIRENTS_PAGEMAP_DRAW_PAGES_H_

#include <cstddef>
#include <string>

#include "pagemap/page_array.h"

namespace fuse_dirents {

// Draws the folios of a reply in order: the bytes that the parser gets ('=',
// the first `nbytes`), bytes that were cut off ('-', up to `size`), the rest of
// the descs ('~'), and bytes outside the descs ('.').
//
//     page 7              page 2              page 9
//     [.|==============]  [================]  [===|-|~~~~~~~~~~]
//     desc 512+3584       desc 0+4096         desc 0+4096
//     reply 0             reply 3584          reply 7680
//     the reply ends at 9000, byte 1320 of page 9; 1000 cut off
//
// In long replies the middle is omitted, never the end.
// REQUIRES: pages.size() > 0.
std::string DrawPages(const PageArray& pages, size_t nbytes, size_t size);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PAGEMAP_DRAW_PAGES_H_
