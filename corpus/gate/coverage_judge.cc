// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
//   judge EXPORT FLOOR SOURCES [--update=FILE]
//
// Prints what `llvm-cov export` says of each file that SOURCES lists, and every
// difference from FLOOR: then exits with 1.  With --update writes to FILE the
// floor without differences, and exits with 0.

#include <array>
#include <cstdio>
#include <cstdlib>
#include <map>
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

[[noreturn]] void Fail(const std::string& path, const std::string& problem) {
  std::fprintf(stderr, "%s: %s\n", path.c_str(), problem.c_str());
  std::exit(kBadInput);
}

std::string ReadWhole(const std::string& path) {
  std::string problem;
  const auto text = ReadFile(path, &problem);
  if (text) return *text;
  std::fprintf(stderr, "%s\n", problem.c_str());
  std::exit(kBadInput);
}

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string Cell(const Ratio& ratio) {
  if (ratio.total == 0) return "-";
  char text[64];
  std::snprintf(text, sizeof text, "%zu/%zu %.1f%%", ratio.covered, ratio.total,
                static_cast<double>(ratio.covered * 1000 / ratio.total) / 10);
  return text;
}

constexpr Ratio Totals::* kColumns[] = {&Totals::lines, &Totals::regions,
                                        &Totals::branches, &Totals::conditions};

void PrintRow(const std::string& name, const Totals& totals, size_t misses) {
  std::printf("%-47s", name.c_str());
  for (const auto column : kColumns) {
    std::printf("%17s", Cell(totals.*column).c_str());
  }
  std::printf("%8zu\n", misses);
}

// Every source has its row, those that the floor excuses too.
void PrintTable(const Sources& sources, const Coverage& coverage,
                const Floor& floor) {
  std::printf("%-47s%17s%17s%17s%17s%8s\n", "", "lines", "regions", "branches",
              "MC/DC", "misses");
  std::map<std::string, Totals> sums;
  std::map<std::string, size_t> misses;
  const auto sums_of = [](const std::string& path) {
    return std::array{path.substr(0, path.find('/') + 1), std::string("all")};
  };
  for (const Miss& miss : coverage.misses) {
    ++misses[miss.file];
    for (const std::string& sum : sums_of(miss.file)) ++misses[sum];
  }
  for (const auto& [path, lines] : sources) {
    const auto file = coverage.files.find(path);
    if (file == coverage.files.end()) {
      std::printf("%-47s no code in the programs; %zu lines of text\n",
                  path.c_str(), lines.size());
      continue;
    }
    PrintRow(path + (floor.reasons.contains(path) ? " (excused)" : ""),
             file->second, misses[path]);
    for (const std::string& sum : sums_of(path)) {
      for (const auto column : kColumns) {
        (sums[sum].*column).covered += (file->second.*column).covered;
        (sums[sum].*column).total += (file->second.*column).total;
      }
    }
  }
  std::printf("\n");
  for (const auto& [sum, totals] : sums) PrintRow(sum, totals, misses[sum]);
}

int Main(const std::vector<std::string>& args) {
  constexpr std::string_view kUpdate = "--update=";
  if (args.size() < 3 || args.size() > 4 ||
      (args.size() == 4 && !args[3].starts_with(kUpdate))) {
    Fail("judge", "expected EXPORT FLOOR SOURCES [--update=FILE]");
  }
  const Floor floor = ParseFloor(ReadWhole(args[1]));
  if (!floor.problem.empty()) Fail(args[1], floor.problem);
  Sources sources;
  for (const std::string& path : Lines(ReadWhole(args[2]))) {
    sources[path] = Lines(ReadWhole(path));
  }
  Coverage coverage = ReadCoverage(ReadWhole(args[0]), sources);
  if (!coverage.problem.empty()) Fail(args[0], coverage.problem);
  if (coverage.files.empty()) Fail(args[0], "holds none of the sources");

  PrintTable(sources, coverage, floor);
  if (args.size() == 4) {
    const std::string path = args[3].substr(kUpdate.size());
    const std::string problem =
        WriteFile(path, UpdatedFloor(coverage.misses, floor));
    if (!problem.empty()) Fail(path, problem);
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
