// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "base/packed_files.h"

#include <charconv>
#include <cstddef>
#include <system_error>

#include "base/files.h"

namespace fuse_dirents {

namespace fs = std::filesystem;

std::string PackFolder(const fs::path& folder) {
  std::string packed;
  for (const fs::path& file : SortedEntries(folder)) {
    const std::string bytes = MustReadFile(file);
    packed += std::to_string(bytes.size()) + "\n" + bytes;
  }
  return packed;
}

std::optional<std::vector<std::string>> UnpackFiles(std::string_view packed) {
  std::vector<std::string> files;
  while (!packed.empty()) {
    size_t size = 0;
    const auto [end, error] =
        std::from_chars(packed.begin(), packed.end(), size);
    if (error != std::errc() || end == packed.end() || *end != '\n') {
      return std::nullopt;
    }
    packed.remove_prefix(static_cast<size_t>(end - packed.begin()) + 1);
    if (size > packed.size()) return std::nullopt;
    files.emplace_back(packed.substr(0, size));
    packed.remove_prefix(size);
  }
  return files;
}

}  // namespace fuse_dirents
