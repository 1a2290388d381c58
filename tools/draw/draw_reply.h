// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_TOOLS_DRAW_DRAW_REPLY_H_
#define FUSE_DIRENTS_TOOLS_DRAW_DRAW_REPLY_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "pagemap/page_array.h"
#include "parser/profile/profile.h"
#include "parser/wire.h"
#include "tools/read_file.h"

namespace fuse_dirents {

// A reply on its pages as an SVG picture, light or dark as the reader's system
// is.  First every folio to scale with the records on it, in their order in
// the reply; then the bytes around the seams, where reading stops and the end
// of the reply, with fields and names.  Records that straddle a seam are
// marked.  `title` is any text, such as the name of a file; `profile` decides
// where reading stops.  The middle of a long reply is left out, so the file has
// at most kMaxDrawing bytes.  Depends only on the arguments.
// REQUIRES: the descs of `pages` hold the reply, the profile supports the
// format.
std::string DrawReply(std::string_view title, const LoadedReply& reply,
                      const PageArray& pages, const Profile& profile);

inline constexpr size_t kMaxDrawing = size_t{512} << 10;

// The same on the pages that the layout of the reply's choices gives, or, if
// `page_size` is not 0, on whole pages of that size one after the other.
std::string DrawOnPages(std::string_view title, const LoadedReply& reply,
                        size_t page_size, const Profile& profile);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_DRAW_DRAW_REPLY_H_
