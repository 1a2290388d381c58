// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "base/files.h"

#include <fcntl.h>
#include <stdlib.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <system_error>
#include <utility>

#include "base/check.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

std::string Problem(const fs::path& path, const char* what) {
  return path.string() + ": " + what + ": " + std::strerror(errno);
}

bool Write(const fs::path& path, const char* mode, std::string_view bytes) {
  std::FILE* file = std::fopen(path.c_str(), mode);
  if (file == nullptr) return false;
  const bool written =
      std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  return std::fclose(file) == 0 && written;
}

[[noreturn]] void Abort(const std::string& problem) {
  std::fprintf(stderr, "%s\n", problem.c_str());
  std::abort();
}

std::string TempPrefix() {
  const char* const test = std::getenv("TEST_TMPDIR");
  const fs::path parent =
      test != nullptr ? fs::path(test) : fs::temp_directory_path();
  return parent / "fuse_dirents";
}

}  // namespace

std::optional<std::string> ReadFile(const fs::path& path, std::string* problem,
                                    size_t max_bytes) {
  const std::unique_ptr<std::FILE, CloseFile> file(
      std::fopen(path.c_str(), "rb"));
  if (file == nullptr) {
    *problem = Problem(path, "cannot open");
    return std::nullopt;
  }
  // A file's size may lie (pipes, /proc), so it is read until its end, or until
  // one byte more than allowed.
  const size_t most = max_bytes == SIZE_MAX ? max_bytes : max_bytes + 1;
  std::string bytes(std::min<size_t>(most, 4096), '\0');
  size_t size = 0;
  for (;;) {
    size += std::fread(bytes.data() + size, 1, bytes.size() - size, file.get());
    if (size < bytes.size() || size == most) break;
    bytes.resize(std::min(most, size * 2));
  }
  if (std::ferror(file.get()) != 0) {
    *problem = Problem(path, "cannot read");
    return std::nullopt;
  }
  if (size > max_bytes) {
    *problem = path.string() + ": too long; expected at most " +
               std::to_string(max_bytes) + " bytes";
    return std::nullopt;
  }
  bytes.resize(size);
  return bytes;
}

std::string MustReadFile(const fs::path& path) {
  std::string problem;
  auto bytes = ReadFile(path, &problem);
  if (!bytes) Abort(problem);
  return *std::move(bytes);
}

std::string WriteFile(const fs::path& path, std::string_view bytes) {
  return Write(path, "wb", bytes) ? "" : Problem(path, "cannot write");
}

void MustWriteFile(const fs::path& path, std::string_view bytes) {
  const std::string problem = WriteFile(path, bytes);
  if (!problem.empty()) Abort(problem);
}

bool WriteNewFile(const fs::path& path, std::string_view bytes) {
  return Write(path, "wbx", bytes);
}

bool MoveNew(const fs::path& from, const fs::path& to) {
  return renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(),
                   RENAME_NOREPLACE) == 0;
}

std::vector<fs::path> SortedEntries(const fs::path& directory) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(directory)) {
    paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  return paths;
}

std::optional<std::string> MakeDirectory(const fs::path& prefix,
                                         std::string* problem) {
  std::string path = prefix.string() + ".XXXXXX";
  if (mkdtemp(path.data()) == nullptr) {
    const fs::path parent = prefix.parent_path();
    *problem = Problem(parent.empty() ? "." : parent, "cannot write");
    return std::nullopt;
  }
  return path;
}

TempDirectory::TempDirectory() {
  std::string problem;
  auto path = MakeDirectory(TempPrefix(), &problem);
  if (!path) Abort(problem);
  path_ = *std::move(path);
}

std::optional<TempDirectory> TempDirectory::In(const fs::path& parent,
                                               std::string* problem) {
  auto path = MakeDirectory(parent / ".new", problem);
  if (!path) return std::nullopt;
  return TempDirectory(*std::move(path));
}

TempDirectory::TempDirectory(TempDirectory&& other) noexcept
    : path_(std::exchange(other.path_, "")) {}

TempDirectory::~TempDirectory() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

SignalsWait::SignalsWait() {
  sigset_t all;
  sigfillset(&all);
  FUSE_DIRENTS_CHECK(sigprocmask(SIG_BLOCK, &all, &before_) == 0);
}

SignalsWait::~SignalsWait() { sigprocmask(SIG_SETMASK, &before_, nullptr); }

}  // namespace fuse_dirents
