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
// Exit status: 0, or 2 where a recipe is wrong or a file cannot be used; then
// nothing more is written.

#include <cstdio>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include "fuzz/inputs/seed_recipe.h"

namespace fuse_dirents {
namespace {

constexpr int kExitBadInput = 2;
constexpr std::string_view kEnding = ".txt";

int Fail(const std::string& problem) {
  std::fprintf(stderr, "make_seeds: %s\n", problem.c_str());
  return kExitBadInput;
}

int Main(int argc, char** argv) {
  if (argc < 4) return Fail("expected FORMAT FOLDER FILE.txt...");
  const std::string folder = argv[2];
  for (int i = 3; i < argc; ++i) {
    const std::string path = argv[i];
    std::ifstream in(path, std::ios::binary);
    const std::string recipe(std::istreambuf_iterator<char>(in), {});
    if (!in || !path.ends_with(kEnding)) {
      return Fail(path + ": expected a recipe called *.txt");
    }
    std::string problem;
    const auto seed = SeedFromRecipe(argv[1], recipe, &problem);
    if (!seed) return Fail(path + ": " + problem);
    const size_t name_at = path.rfind('/') + 1;
    const std::string to =
        folder + "/" +
        path.substr(name_at, path.size() - name_at - kEnding.size());
    std::ofstream out(to, std::ios::binary);
    out << *seed;
    if (!out.flush()) return Fail(to + ": cannot write");
  }
  return 0;
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) { return fuse_dirents::Main(argc, argv); }
