// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_BASE_MARKDOWN_H_
#define FUSE_DIRENTS_BASE_MARKDOWN_H_

#include <string>
#include <string_view>
#include <vector>

namespace fuse_dirents {

// The rows of the first table in `text` whose first head is `head`, below its
// heading; none if there is no such table.  Cells have no blanks around them.
std::vector<std::vector<std::string>> MarkdownRows(std::string_view text,
                                                   std::string_view head);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_BASE_MARKDOWN_H_
