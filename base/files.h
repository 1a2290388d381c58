// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Whole files, read or written in one call, and temporary directories.

#ifndef FUSE_DIRENTS_BASE_FILES_H_
#define FUSE_DIRENTS_BASE_FILES_H_

#include <signal.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fuse_dirents {

// The bytes of a file, a pipe, or a file of /proc.  Returns nothing if it
// cannot be read or holds more than `max_bytes`; *problem is then one line that
// begins with the path.
std::optional<std::string> ReadFile(const std::filesystem::path& path,
                                    std::string* problem,
                                    size_t max_bytes = SIZE_MAX);

// The same, for a file that is part of a build or a test.  Aborts with the
// problem if it cannot be read.
std::string MustReadFile(const std::filesystem::path& path);

// Writes a file, replacing an older one.  Returns "", or the problem as one
// line that begins with the path.
std::string WriteFile(const std::filesystem::path& path,
                      std::string_view bytes);
// Aborts with the problem.
void MustWriteFile(const std::filesystem::path& path, std::string_view bytes);

// Writes a file that must not exist yet.  Returns false with errno set.
bool WriteNewFile(const std::filesystem::path& path, std::string_view bytes);

// Renames, but never over another file.  Returns false with errno set.
// REQUIRES: both paths are on one file system.
bool MoveNew(const std::filesystem::path& from,
             const std::filesystem::path& to);

// What a directory holds, sorted by name.  Throws filesystem_error if it cannot
// be read.
std::vector<std::filesystem::path> SortedEntries(
    const std::filesystem::path& directory);

// Makes a new directory at `prefix` followed by six characters, open to its
// owner alone.  On failure returns nothing; *problem is one line.
std::optional<std::string> MakeDirectory(const std::filesystem::path& prefix,
                                         std::string* problem);

// A new directory that is removed, with its contents, on destruction.
class TempDirectory {
 public:
  // In a test: inside the test's own directory.  Elsewhere: inside TMPDIR or
  // /tmp.  Aborts if it cannot be made.
  TempDirectory();
  // Inside `parent`, with a hidden name.  Returns nothing and sets *problem if
  // it cannot be made.
  static std::optional<TempDirectory> In(const std::filesystem::path& parent,
                                         std::string* problem);
  ~TempDirectory();
  TempDirectory(TempDirectory&& other) noexcept;
  TempDirectory& operator=(TempDirectory&&) = delete;

  const std::string& path() const { return path_; }
  std::string operator/(std::string_view name) const {
    return path_ + "/" + std::string(name);
  }

 private:
  explicit TempDirectory(std::string path) : path_(std::move(path)) {}

  std::string path_;  // Empty after a move.
};

// Blocks all signals while it lives, so that none of them ends the program
// between two steps.
class SignalsWait {
 public:
  SignalsWait();
  ~SignalsWait();
  SignalsWait(const SignalsWait&) = delete;
  SignalsWait& operator=(const SignalsWait&) = delete;

 private:
  sigset_t before_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_BASE_FILES_H_
