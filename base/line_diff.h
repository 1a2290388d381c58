// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_BASE_LINE_DIFF_H_
#define FUSE_DIRENTS_BASE_LINE_DIFF_H_

#include <string>
#include <string_view>

namespace fuse_dirents {

// The lines of `before` that `after` lacks, each after "- ", and the new lines
// of `after`, each after "+ ".  Lines of the longest common subsequence are
// omitted.
std::string LineDiff(std::string_view before, std::string_view after);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_BASE_LINE_DIFF_H_
