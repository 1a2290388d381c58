// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/triage/write_regression.h"

#include <unistd.h>

#include <cctype>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "base/files.h"
#include "differential/input_file.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

constexpr char kBytesEnding[] = ".bytes";
constexpr char kRecipeEnding[] = ".recipe";
constexpr size_t kLongestDerivedName = 60;

}  // namespace

const char* RegressionEnding(std::optional<RecordFormat> records) {
  return records ? FileEnding(*records) : kBytesEnding;
}

std::string RegressionName(std::string_view sentence) {
  std::string plain(sentence), name;
  for (const std::string_view scope :
       {"fuse_dirents::", "(anonymous namespace)::"}) {
    for (size_t at = plain.find(scope); at != plain.npos;
         at = plain.find(scope)) {
      plain.erase(at, scope.size());
    }
  }
  for (const char c : plain) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (!name.empty() && name.back() != '-') {
      name += '-';
    }
  }
  if (name.size() > kLongestDerivedName) {
    name.resize(name.rfind('-', kLongestDerivedName) == name.npos
                    ? kLongestDerivedName
                    : name.rfind('-', kLongestDerivedName));
  }
  while (name.ends_with('-')) name.pop_back();
  return name.empty() ? "unnamed" : name;
}

std::string ExistingRegression(const std::string& folder,
                               const std::string& name) {
  for (const char* ending : {kDirentEnding, kDirentplusEnding, kBytesEnding}) {
    for (const char* more : {"", kRecipeEnding}) {
      const fs::path path = fs::path(folder) / (name + ending + more);
      std::error_code ignored;
      if (fs::symlink_status(path, ignored).type() !=
          fs::file_type::not_found) {
        return path;
      }
    }
  }
  return "";
}

std::string WhyNotWritable(const std::string& folder) {
  std::error_code ignored;
  const fs::path there =
      fs::symlink_status(folder, ignored).type() == fs::file_type::not_found
          ? fs::path(folder).parent_path()
          : fs::path(folder);
  if (!fs::is_directory(there, ignored)) {
    return there.string() + ": expected a folder";
  }
  if (access(there.c_str(), W_OK | X_OK) == 0) return "";
  return there.string() + ": cannot write: " + std::strerror(errno);
}

bool WriteRegression(const std::string& folder, const std::string& file,
                     std::string_view input, std::string_view recipe,
                     std::string* problem) {
  const SignalsWait signals_wait;
  const fs::path parent = fs::path(folder).parent_path();
  const auto scratch = TempDirectory::In(parent, problem);
  if (!scratch) return false;
  std::error_code ignored;
  const bool made_folder = fs::create_directory(folder, ignored);
  const fs::path path = fs::path(folder) / file;
  const fs::path recipe_path = path.string() + kRecipeEnding;
  const fs::path made = *scratch / "input";
  const fs::path made_recipe = *scratch / "recipe";
  bool recipe_moved = false;
  bool written =
      WriteNewFile(made, input) && WriteNewFile(made_recipe, recipe) &&
      (recipe_moved = MoveNew(made_recipe, recipe_path)) && MoveNew(made, path);
  if (!written) {
    *problem = path.string() + ": cannot write: " + std::strerror(errno);
    if (recipe_moved) fs::remove(recipe_path, ignored);
    if (made_folder) fs::remove(folder, ignored);
  }
  return written;
}

}  // namespace fuse_dirents
