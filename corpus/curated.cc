// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "corpus/curated.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>

#include "pagemap/differential/input.h"
#include "parser/recipe.h"

namespace fuse_dirents {

std::optional<RecordFormat> FormatOf(const std::filesystem::path& file) {
  if (file.extension() == ".dirent") return RecordFormat::kDirent;
  if (file.extension() == ".plus") return RecordFormat::kDirentplus;
  return std::nullopt;
}

std::vector<std::filesystem::path> FilesBelow(
    const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(folder, error)) {
    if (!entry.is_directory()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::optional<std::string> ReadWhole(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return std::nullopt;
  std::string bytes(std::istreambuf_iterator<char>(stream), {});
  if (stream.bad()) return std::nullopt;
  return bytes;
}

std::optional<std::string> InputFromRecipe(std::string_view recipe,
                                           std::string* problem) {
  const auto parsed = ParseRecipe(recipe, problem);
  if (!parsed) return std::nullopt;
  const auto choices = Choices::FromText(parsed->trailer, problem);
  if (!choices) {
    *problem = "trailer: " + *problem;
    return std::nullopt;
  }
  if (!IsEncodable(*choices)) {
    *problem = "trailer: a trailer cannot hold '" + parsed->trailer + "'";
    return std::nullopt;
  }
  return EncodeInput(parsed->reply, *choices);
}

}  // namespace fuse_dirents
