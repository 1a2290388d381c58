// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// How a program ends on bad input.

#ifndef FUSE_DIRENTS_BASE_FAIL_H_
#define FUSE_DIRENTS_BASE_FAIL_H_

#include <string>
#include <string_view>

namespace fuse_dirents {

// Exit status for bad input.
inline constexpr int kExitBadInput = 2;

// The name of the running program's file, without folders.
std::string ProgramName();

// Prints "PROGRAM: MESSAGE" to stderr as exactly one line (control characters
// in it become '?', so a file's name cannot add lines) and returns
// kExitBadInput.
int Fail(std::string_view message);

// Writes all of `text` to stdout.  Returns 0, or Fail()s if that fails.
int PrintOutput(std::string_view text);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_BASE_FAIL_H_
