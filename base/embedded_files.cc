// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "base/embedded_files.h"

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "base/check.h"

namespace fuse_dirents {

std::vector<EmbeddedFile> EmbeddedFiles(const char* begin, const char* end) {
  std::string_view rest(begin, static_cast<size_t>(end - begin));
  const auto take = [&rest](size_t size) {
    FUSE_DIRENTS_CHECK(size <= rest.size());
    const std::string_view bytes = rest.substr(0, size);
    rest.remove_prefix(size);
    return bytes;
  };
  std::vector<EmbeddedFile> files;
  while (!rest.empty()) {
    uint32_t sizes[2];
    std::memcpy(sizes, take(sizeof sizes).data(), sizeof sizes);
    const std::string_view path = take(sizes[0]);
    files.push_back({path, take(sizes[1])});
  }
  return files;
}

}  // namespace fuse_dirents
