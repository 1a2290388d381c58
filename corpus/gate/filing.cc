// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "corpus/gate/filing.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <system_error>

#include "base/check.h"
#include "base/files.h"
#include "corpus/gate/golden.h"
#include "corpus/gate/manifest.h"
#include "differential/recipe.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

constexpr size_t kLongestName = 100;

}  // namespace

bool IsInputName(std::string_view name) {
  return !name.empty() && name.size() <= kLongestName &&
         std::ranges::all_of(name, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

std::string TakenBy(const CorpusFiles& files, std::string_view name,
                    RecordFormat format) {
  for (const std::string_view outcome : kOutcomes) {
    const std::string path =
        std::string(outcome) + "/" + std::string(name) + FileEnding(format);
    for (const std::string_view more :
         {std::string_view(), kRecipeEnding, kTraceEnding}) {
      const std::string file = path + std::string(more);
      if (files.contains(file)) return file;
    }
  }
  return "";
}

std::string DuplicateOf(const CorpusFiles& files, RecordFormat format,
                        std::string_view input, bool captured) {
  for (const auto& [path, contents] : files) {
    if (FormatOf(path) == format && contents == input &&
        (captured || TopFolder(path) != "captured")) {
      return path;
    }
  }
  return "";
}

std::vector<NewFile> CuratedFiles(RecordFormat format, std::string_view input,
                                  std::string_view name, std::string_view why) {
  FUSE_DIRENTS_CHECK(IsInputName(name));
  const std::string path = std::string(OutcomeOf(format, input)) + "/" +
                           std::string(name) + FileEnding(format);
  return {
      {path + std::string(kRecipeEnding), RecipeOfInput(format, input, why)},
      {path + std::string(kTraceEnding), GoldenText(format, input)},
      {path, std::string(input)}};
}

bool PlaceFiles(const fs::path& folder, std::span<const NewFile> files,
                bool replaces_last, std::string* problem) {
  const SignalsWait signals_wait;
  // On the file system of the folder, so that a move is one step.
  const auto scratch = TempDirectory::In(folder, problem);
  if (!scratch) return false;
  const std::string prepared = *scratch / "file";
  std::error_code ignored;
  std::vector<fs::path> made;  // In this order.
  // Returns false with errno set.
  const auto place = [&](const NewFile& file) {
    const fs::path to = folder / file.path;
    if (fs::create_directory(to.parent_path(), ignored)) {
      made.push_back(to.parent_path());
    }
    if (!WriteNewFile(prepared, file.contents)) return false;
    if (replaces_last && &file == &files.back()) {
      return rename(prepared.c_str(), to.c_str()) == 0;
    }
    if (!MoveNew(prepared, to)) return false;
    made.push_back(to);
    return true;
  };
  for (const NewFile& file : files) {
    if (place(file)) continue;
    *problem = (folder / file.path).string() +
               ": cannot write: " + std::strerror(errno);
    for (; !made.empty(); made.pop_back()) fs::remove(made.back(), ignored);
    return false;
  }
  return true;
}

bool FileInputs(const fs::path& folder, const CorpusFiles& files,
                std::span<const NewFile> added, std::string* problem) {
  CorpusFiles after;
  for (const NewFile& file : added) {
    if (files.contains(file.path) ||
        !after.insert({file.path, file.contents}).second) {
      *problem = file.path + ": exists; expected a new name";
      return false;
    }
  }
  const std::string manifest = ManifestWith(files, after);
  after.insert(files.begin(), files.end());
  after[std::string(kManifest)] = manifest;
  size_t bytes = 0;
  for (const auto& [path, contents] : after) bytes += contents.size();
  if (bytes > kMaxCorpusBytes) {
    *problem = "the corpus would have " + std::to_string(bytes) +
               " bytes; expected at most " + std::to_string(kMaxCorpusBytes) +
               " (16 MiB)";
    return false;
  }
  std::vector<NewFile> all(added.begin(), added.end());
  all.push_back({std::string(kManifest), manifest});
  return PlaceFiles(folder, all, /*replaces_last=*/true, problem);
}

}  // namespace fuse_dirents
