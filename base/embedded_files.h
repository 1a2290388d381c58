// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Files that are part of the program: bazel/embed_files.bzl.

#ifndef FUSE_DIRENTS_BASE_EMBEDDED_FILES_H_
#define FUSE_DIRENTS_BASE_EMBEDDED_FILES_H_

#include <string_view>
#include <vector>

namespace fuse_dirents {

struct EmbeddedFile {
  std::string_view path;  // Below the workspace.
  std::string_view bytes;
};

// The files of the library embedded_files(symbol = "x"), in the order of their
// paths.  `begin` is x, and `end` is x_end.
std::vector<EmbeddedFile> EmbeddedFiles(const char* begin, const char* end);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_BASE_EMBEDDED_FILES_H_
