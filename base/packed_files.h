// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Many small files as one: of each its size in bytes, '\n', then its bytes.

#ifndef FUSE_DIRENTS_BASE_PACKED_FILES_H_
#define FUSE_DIRENTS_BASE_PACKED_FILES_H_

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fuse_dirents {

// The files of a folder that holds nothing else, in the order of their names.
// Aborts if one cannot be read.
std::string PackFolder(const std::filesystem::path& folder);

// The bytes of each file.  Nothing if `packed` is not what PackFolder() writes.
std::optional<std::vector<std::string>> UnpackFiles(std::string_view packed);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_BASE_PACKED_FILES_H_
