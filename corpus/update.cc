// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Writes every curated input anew from its recipe:
//
//     bazel run //corpus:update

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>

#include "corpus/curated.h"

namespace fuse_dirents {
namespace {

constexpr int kBadInput = 2;

int Main() {
  const char* workspace = std::getenv("BUILD_WORKSPACE_DIRECTORY");
  if (workspace == nullptr) {
    std::fprintf(stderr, "expected to be started by 'bazel run'\n");
    return kBadInput;
  }
  // All recipes are read before the first input is written.
  std::map<std::filesystem::path, std::string> inputs;
  for (const auto& file :
       FilesBelow(std::filesystem::path(workspace) / "corpus")) {
    if (file.extension() != ".recipe") continue;
    std::string problem = "cannot be read";
    const auto recipe = ReadWhole(file);
    const auto input =
        recipe ? InputFromRecipe(*recipe, &problem) : std::nullopt;
    if (!input) {
      std::fprintf(stderr, "%s: %s\n", file.c_str(), problem.c_str());
      return kBadInput;
    }
    auto path = file;
    inputs[path.replace_extension()] = *input;
  }
  int changed = 0;
  for (const auto& [path, input] : inputs) {
    if (ReadWhole(path) == input) continue;
    std::ofstream stream(path, std::ios::binary | std::ios::trunc);
    stream << input;
    if (!stream.flush()) {
      std::fprintf(stderr, "%s: cannot be written\n", path.c_str());
      return kBadInput;
    }
    std::printf("%s: %zu bytes\n", path.c_str(), input.size());
    ++changed;
  }
  std::printf("%zu inputs, %d changed\n", inputs.size(), changed);
  return 0;
}

}  // namespace
}  // namespace fuse_dirents

int main() { return fuse_dirents::Main(); }
