// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "corpus/gate/filing.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>
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

// Puts files into place, and takes them back unless all came.
class Move {
 public:
  Move(const fs::path& folder, const TempDirectory& scratch)
      : folder_(folder), scratch_(scratch) {}
  ~Move() {
    std::error_code ignored;
    if (!done_) {
      while (!made_.empty()) {
        fs::remove(made_.back(), ignored);
        made_.pop_back();
      }
    }
  }
  Move(const Move&) = delete;
  Move& operator=(const Move&) = delete;

  // Each false where it fails, with errno set.
  bool Prepare(size_t i, std::string_view contents) {
    return WriteNewFile(Prepared(i), contents);
  }
  bool PlaceNew(size_t i, const std::string& path) {
    const fs::path to = folder_ / path;
    std::error_code ignored;
    if (fs::create_directory(to.parent_path(), ignored)) {
      made_.push_back(to.parent_path());
    }
    if (!MoveNew(Prepared(i), to)) return false;
    made_.push_back(to);
    return true;
  }
  bool ReplaceLast(size_t i, std::string_view path) {
    done_ = rename(Prepared(i).c_str(), (folder_ / path).c_str()) == 0;
    return done_;
  }

 private:
  fs::path Prepared(size_t i) const { return scratch_ / std::to_string(i); }

  const fs::path folder_;
  const TempDirectory& scratch_;
  std::vector<fs::path> made_;  // In the order in which they came.
  bool done_ = false;
};

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

bool FileInputs(const fs::path& folder, const CorpusFiles& files,
                std::span<const NewFile> added, std::string* problem) {
  CorpusFiles after = files;
  std::string& manifest = after[std::string(kManifest)];
  for (const NewFile& file : added) {
    if (files.contains(file.path)) {
      *problem = file.path + ": exists; expected a new name";
      return false;
    }
    manifest = ManifestWith(after, file.path, file.contents);
    after[file.path] = file.contents;
  }
  size_t bytes = 0;
  for (const auto& [path, contents] : after) bytes += contents.size();
  if (bytes > kMaxCorpusBytes) {
    *problem = "the corpus would have " + std::to_string(bytes) +
               " bytes; expected at most " + std::to_string(kMaxCorpusBytes) +
               " (16 MiB)";
    return false;
  }

  const SignalsWait signals_wait;
  // On the file system of the corpus, so that a move is one step.
  const auto scratch = TempDirectory::In(folder, problem);
  if (!scratch) return false;
  Move move(folder, *scratch);
  const auto fail = [&](std::string_view path) {
    const std::string why = std::strerror(errno);
    *problem = (folder / path).string() + ": cannot write: " + why;
    return false;
  };
  for (size_t i = 0; i < added.size(); ++i) {
    if (!move.Prepare(i, added[i].contents)) return fail(added[i].path);
  }
  if (!move.Prepare(added.size(), manifest)) return fail(kManifest);
  for (size_t i = 0; i < added.size(); ++i) {
    if (!move.PlaceNew(i, added[i].path)) return fail(added[i].path);
  }
  return move.ReplaceLast(added.size(), kManifest) || fail(kManifest);
}

}  // namespace fuse_dirents
