// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "base/new_files.h"

#include <fcntl.h>

#include <cstdio>

#include "base/check.h"

namespace fuse_dirents {

SignalsWait::SignalsWait() {
  sigset_t all;
  sigfillset(&all);
  FUSE_DIRENTS_CHECK(sigprocmask(SIG_BLOCK, &all, &before_) == 0);
}

SignalsWait::~SignalsWait() { sigprocmask(SIG_SETMASK, &before_, nullptr); }

bool WriteNewFile(const std::filesystem::path& path, std::string_view bytes) {
  std::FILE* file = std::fopen(path.c_str(), "wbx");
  if (file == nullptr) return false;
  const bool written =
      std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  return std::fclose(file) == 0 && written;
}

bool MoveNew(const std::filesystem::path& from,
             const std::filesystem::path& to) {
  return renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(),
                   RENAME_NOREPLACE) == 0;
}

}  // namespace fuse_dirents
