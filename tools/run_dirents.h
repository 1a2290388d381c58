// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// For tests: the built program, run as a user runs it.

#ifndef FUSE_DIRENTS_TOOLS_RUN_DIRENTS_H_
#define FUSE_DIRENTS_TOOLS_RUN_DIRENTS_H_

#include <string>
#include <string_view>
#include <vector>

namespace fuse_dirents {

struct RunResult {
  int status;  // Exit status; 128 plus the signal's number where one ended it.
  std::string out, err;
};

// Runs tools/dirents with `arguments` in the directory `cwd`.
RunResult RunDirents(const std::vector<std::string>& arguments,
                     const std::string& cwd);

// Absolute path of a file of the workspace that the test has as data.
std::string Runfile(const std::string& path);

// A new empty directory of the test's own.
std::string NewTempDirectory();

// Names in a directory, sorted.
std::vector<std::string> NamesIn(const std::string& directory);

// Expects that the run ended as bad input must: exit status 2, nothing on
// stdout, and on stderr exactly one line that has every one of `parts`.
void ExpectBadInput(const RunResult& run,
                    const std::vector<std::string>& parts);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_RUN_DIRENTS_H_
