// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
//   judge EXPORT FLOOR SOURCES [--update=FILE]
//
// Prints what `llvm-cov export` says of the files that SOURCES lists, and what
// has changed from FLOOR: then exits with 1.  With --update writes to FILE the
// floor that would have no changes, and exits with 0.

#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/gate/coverage.h"
#include "corpus/gate/floor.h"

namespace fuse_dirents {
namespace {

constexpr int kChanged = 1;
constexpr int kBadInput = 2;

std::optional<std::string> ReadWhole(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(stream), {});
  if (!stream.is_open() || stream.bad()) return std::nullopt;
  return text;
}

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

int Fail(const std::string& path, const std::string& problem) {
  std::fprintf(stderr, "%s: %s\n", path.c_str(), problem.c_str());
  return kBadInput;
}

std::string Cell(const Ratio& ratio) {
  if (ratio.total == 0) return "-";
  const auto share = static_cast<unsigned>(ratio.covered * 1000 / ratio.total);
  return std::to_string(ratio.covered) + "/" + std::to_string(ratio.total) +
         " " + std::to_string(share / 10) + "." + std::to_string(share % 10) +
         "%";
}

void PrintRow(const std::string& name, const Totals& totals) {
  std::printf("%-38s%17s%17s%17s%17s\n", name.c_str(),
              Cell(totals.lines).c_str(), Cell(totals.regions).c_str(),
              Cell(totals.branches).c_str(), Cell(totals.mcdc).c_str());
}

void PrintTable(const std::vector<FileCoverage>& files) {
  std::printf("%-38s%17s%17s%17s%17s\n", "", "lines", "regions", "branches",
              "MC/DC");
  std::map<std::string, Totals> folders;
  Totals all;
  for (const FileCoverage& file : files) {
    PrintRow(file.file, file.totals);
    folders[file.file.substr(0, file.file.find('/') + 1)] += file.totals;
    all += file.totals;
  }
  std::printf("\n");
  for (const auto& [folder, totals] : folders) PrintRow(folder, totals);
  PrintRow("all", all);
}

int Main(const std::vector<std::string>& args) {
  constexpr std::string_view kUpdate = "--update=";
  if (args.size() < 3 || args.size() > 4 ||
      (args.size() == 4 && !args[3].starts_with(kUpdate))) {
    std::fprintf(stderr, "expected EXPORT FLOOR SOURCES [--update=FILE]\n");
    return kBadInput;
  }
  for (size_t i = 0; i < 3; ++i) {
    if (!ReadWhole(args[i])) return Fail(args[i], "cannot be read");
  }
  std::string problem;
  const auto floor = ParseFloor(*ReadWhole(args[1]), &problem);
  if (!floor) return Fail(args[1], problem);
  Sources sources;
  for (const std::string& path : Lines(*ReadWhole(args[2]))) {
    const auto source = ReadWhole(path);
    if (!source) return Fail(path, "cannot be read");
    sources[path] = Lines(*source);
  }
  const auto files = ReadCoverage(
      *ReadWhole(args[0]), sources,
      [&](std::string_view file, std::string_view function) {
        return floor->Counts(file, function);
      },
      &problem);
  if (!files) return Fail(args[0], problem);
  if (files->empty()) return Fail(args[0], "holds none of the sources");

  PrintTable(*files);
  if (args.size() == 4) {
    const std::string path = args[3].substr(kUpdate.size());
    std::ofstream stream(path, std::ios::binary | std::ios::trunc);
    stream << FloorText(Updated(*files, *floor));
    if (!stream.flush()) return Fail(path, "cannot be written");
    return 0;
  }
  const auto changes = FindChanges(*files, sources, *floor);
  std::printf("%zu accepted misses, %zu changes\n", floor->missed.size(),
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
