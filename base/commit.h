// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_BASE_COMMIT_H_
#define FUSE_DIRENTS_BASE_COMMIT_H_

#include <string>
#include <string_view>

namespace fuse_dirents {

// What CommitOf() ends with if the tree has changes that are in no commit.
inline constexpr std::string_view kDirty = "-dirty";

// The commit that is checked out in the git clone `folder`: 12 hexadecimal
// digits, then kDirty if it applies.  Changes of the file `ignored`, a path
// below the folder, do not count; "" ignores none.  Returns "" if the folder is
// no clone.
std::string CommitOf(const std::string& folder, const std::string& ignored);

// The same for the workspace that `bazel run` was called in; "" without it.
std::string CommitOfWorkspace(const std::string& ignored = "");

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_BASE_COMMIT_H_
