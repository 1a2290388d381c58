// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Makes seeds of fuzz targets from their recipes:
//
//   make_seeds FORMAT FOLDER FILE.txt...
//
// writes FOLDER/FILE for each.  FORMAT: `request` and `session`, as their
// targets read an input, or `reply` (differential/recipe.h).
//
//   make_seeds direntplus FOLDER FILE...
//
// writes inputs of targets that read one to READDIRPLUS, for targets that read
// the format from the input: the same inputs, whose choices name the format.
// Each is called as its path, with a '-' for each '/'.
//
// Exit status: 0, or 2 where a recipe is wrong or a file cannot be used; then
// nothing more is written.

#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "base/fail.h"
#include "base/files.h"
#include "differential/input.h"
#include "fuzz/inputs/input_recipe.h"

namespace fuse_dirents {
namespace {

constexpr std::string_view kEnding = ".txt";
constexpr std::string_view kDirentplus = "direntplus";

// The seed that `contents` of the file give.
std::optional<std::string> SeedOf(std::string_view format,
                                  const std::string& contents,
                                  std::string* problem) {
  if (format != kDirentplus) return SeedFromRecipe(format, contents, problem);
  Input input = DecodeInput(contents);
  input.choices.format = RecordFormat::kDirentplus;
  return EncodeInput(input.reply, input.choices);
}

// Where the seed goes in its folder.
std::string NameOf(std::string_view format, std::string path) {
  if (format == kDirentplus) {
    std::ranges::replace(path, '/', '-');
    return path;
  }
  const size_t name_at = path.rfind('/') + 1;
  return path.substr(name_at, path.size() - name_at - kEnding.size());
}

int Main(int argc, char** argv) {
  if (argc < 4) return Fail("expected FORMAT FOLDER FILE...");
  const std::string_view format = argv[1];
  const std::string folder = argv[2];
  for (int i = 3; i < argc; ++i) {
    const std::string path = argv[i];
    if (format != kDirentplus && !path.ends_with(kEnding)) {
      return Fail(path + ": expected a recipe called *.txt");
    }
    std::string problem;
    const auto contents = ReadFile(path, &problem);
    if (!contents) return Fail(problem);
    const auto seed = SeedOf(format, *contents, &problem);
    if (!seed) return Fail(path + ": " + problem);
    problem = WriteFile(folder + "/" + NameOf(format, path), *seed);
    if (!problem.empty()) return Fail(problem);
  }
  return 0;
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) { return fuse_dirents::Main(argc, argv); }
