// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
//   judge EXPORT FLOOR SOURCES [--json | --update=FILE]
//
// Prints every difference between FLOOR and what `llvm-cov export` says of the
// files that SOURCES lists, and exits with 1 if there is one.  With --json
// prints the same for other programs, with llvm-cov's counts of each file. With
// --update writes to FILE the floor without differences instead.

#include <cstdio>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "corpus/gate/coverage.h"
#include "corpus/gate/floor.h"

namespace fuse_dirents {
namespace {

constexpr int kChanged = 1;
constexpr int kBadInput = 2;

int Fail(const std::string& path, const std::string& problem) {
  std::fprintf(stderr, "%s: %s\n", path.c_str(), problem.c_str());
  return kBadInput;
}

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

int Main(const std::vector<std::string>& args) {
  constexpr std::string_view kUpdate = "--update=";
  const bool json = args.size() == 4 && args[3] == "--json";
  if (args.size() < 3 || args.size() > 4 ||
      (args.size() == 4 && !json && !args[3].starts_with(kUpdate))) {
    return Fail("judge",
                "expected EXPORT FLOOR SOURCES [--json | --update=FILE]");
  }
  const Floor floor = ParseFloor(MustReadFile(args[1]));
  if (!floor.problem.empty()) return Fail(args[1], floor.problem);
  Sources sources;
  for (const std::string& path : Lines(MustReadFile(args[2]))) {
    sources[path] = Lines(MustReadFile(path));
  }
  const std::string exported = MustReadFile(args[0]);
  const Coverage coverage = ReadCoverage(exported, sources);
  if (!coverage.problem.empty()) return Fail(args[0], coverage.problem);

  if (json) {
    std::printf(
        "%s\n",
        CoverageJson(exported, sources, coverage.misses, floor).c_str());
    return FindChanges(coverage.misses, floor).empty() ? 0 : kChanged;
  }
  if (args.size() == 4) {
    const std::string path = args[3].substr(kUpdate.size());
    const std::string problem =
        WriteFile(path, UpdatedFloor(coverage.misses, floor));
    if (!problem.empty()) return Fail(path, problem);
    return 0;
  }
  const auto changes = FindChanges(coverage.misses, floor);
  std::printf("%zu misses, %zu changes\n", coverage.misses.size(),
              changes.size());
  for (const std::string& change : changes) {
    std::printf("%s\n", change.c_str());
  }
  return changes.empty() ? 0 : kChanged;
}

}  // namespace
}  // namespace fuse_dirents

int main(int argc, char** argv) {
  return fuse_dirents::Main({argv + 1, argv + argc});
}
