// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/triage/regression_file.h"

#include <unistd.h>

#include <cctype>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "differential/input_file.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

constexpr char kBytesEnding[] = ".bytes";
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

std::string InTheWay(const std::string& folder, const std::string& name) {
  const auto exists = [](const fs::path& path) {
    std::error_code ignored;
    return fs::symlink_status(path, ignored).type() != fs::file_type::not_found;
  };
  const fs::path there =
      exists(folder) ? fs::path(folder) : fs::path(folder).parent_path();
  std::error_code ignored;
  if (!fs::is_directory(there, ignored)) {
    return "--out " + there.string() + ": expected a folder";
  }
  if (access(there.c_str(), W_OK | X_OK) != 0) {
    return "--out " + there.string() +
           ": cannot write: " + std::strerror(errno);
  }
  if (name.empty()) return "";
  for (const char* ending : {kDirentEnding, kDirentplusEnding, kBytesEnding}) {
    for (const char* more : {"", ".recipe"}) {
      const fs::path path = fs::path(folder) / (name + ending + more);
      if (exists(path)) {
        return path.string() + ": exists; expected another --name";
      }
    }
  }
  return "";
}

}  // namespace fuse_dirents
