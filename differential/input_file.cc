// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/input_file.h"

#include <utility>

#include "base/files.h"

namespace fuse_dirents {

const char* FileEnding(RecordFormat format) {
  return format == RecordFormat::kDirent ? kDirentEnding : kDirentplusEnding;
}

std::optional<RecordFormat> FormatOf(std::string_view path) {
  if (path.ends_with(kDirentEnding)) return RecordFormat::kDirent;
  if (path.ends_with(kDirentplusEnding)) return RecordFormat::kDirentplus;
  return std::nullopt;
}

std::optional<std::vector<InputFile>> ReadInputFiles(
    std::span<const std::string> paths, std::string* problem) {
  std::vector<InputFile> files;
  for (const std::string& path : paths) {
    const auto format = FormatOf(path);
    if (!format) {
      *problem = path + ": expected a name that ends in .dirent or .plus";
      return std::nullopt;
    }
    auto bytes = ReadFile(path, problem);
    if (!bytes) return std::nullopt;
    files.push_back({path, *format, *std::move(bytes)});
  }
  return files;
}

}  // namespace fuse_dirents
