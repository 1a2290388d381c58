// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_BASE_CHECK_H_
#define FUSE_DIRENTS_BASE_CHECK_H_

#include <cstdio>
#include <cstdlib>

namespace fuse_dirents {

// Prints "file:line: check failed: condition" to stderr and aborts.
[[noreturn]] inline void CheckFailed(const char* condition, const char* file,
                                     int line) {
  std::fprintf(stderr, "%s:%d: check failed: %s\n", file, line, condition);
  std::fflush(stderr);
  std::abort();
}

}  // namespace fuse_dirents

// Aborts unless `condition` holds, in every build.  For our own beliefs and for
// preconditions (REQUIRES); never for input.
#define FUSE_DIRENTS_CHECK(condition) \
  ((condition) ? static_cast<void>(0) \
               : ::fuse_dirents::CheckFailed(#condition, __FILE__, __LINE__))

#endif  // FUSE_DIRENTS_BASE_CHECK_H_
