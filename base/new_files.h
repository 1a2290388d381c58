// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Files that come whole, in one step, over no other, or not at all.

#ifndef FUSE_DIRENTS_BASE_NEW_FILES_H_
#define FUSE_DIRENTS_BASE_NEW_FILES_H_

#include <signal.h>

#include <filesystem>
#include <string_view>

namespace fuse_dirents {

// Signals that end a program wait while it lives.
class SignalsWait {
 public:
  SignalsWait();
  ~SignalsWait();
  SignalsWait(const SignalsWait&) = delete;
  SignalsWait& operator=(const SignalsWait&) = delete;

 private:
  sigset_t before_;
};

// Each false where it fails, with errno set.

// Writes a file that is not there yet.
bool WriteNewFile(const std::filesystem::path& path, std::string_view bytes);

// Renames, and not over another file.  REQUIRES: one file system.
bool MoveNew(const std::filesystem::path& from,
             const std::filesystem::path& to);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_BASE_NEW_FILES_H_
