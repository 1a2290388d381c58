// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// For tests: the built program, run as a user runs it.

#ifndef FUSE_DIRENTS_TOOLS_RUN_DIRENTS_H_
#define FUSE_DIRENTS_TOOLS_RUN_DIRENTS_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "gtest/gtest.h"

namespace fuse_dirents {

using Words = std::vector<std::string>;

struct RunResult {
  int status;  // Exit status, or 128 plus the number of the signal.
  std::string out, err;
};

// Absolute path of a file of the workspace that the test has as data.
std::string Runfile(const std::string& path);

// Names in a directory, sorted.
Words NamesIn(const std::string& directory);

// Expects the end of bad input: exit status 2, nothing on stdout, and exactly
// one line on stderr, which has each of `parts`.
void ExpectBadInput(const RunResult& run, const Words& parts);

// A command that a page shows with what it prints.
struct Example {
  std::string command, output;
};

// Each indented line "$ COMMAND" of a page, with the indented lines that follow
// it up to the next command.
std::vector<Example> ExamplesOf(const std::string& page);

// Whether a command printed what a page shows, where a line "..." stands for
// any number of lines.
testing::AssertionResult IsAsShown(const std::string& printed,
                                   const std::string& shown);

// Runs tools/dirents in a new directory.
class DirentsTest : public testing::Test {
 protected:
  RunResult Run(Words arguments, const Words& more = {}) const;
  // Runs a command "dirents ARGUMENT..." of a page.
  RunResult RunExample(const Example& example) const;

  std::string Path(std::string_view name) const { return directory_ / name; }

  // Writes a file of the directory and returns its name.
  std::string Write(const std::string& name, std::string_view contents) const;
  // The same, as a program.
  std::string WriteScript(const std::string& name,
                          const std::string& text) const;

  // The contents of every file below the directory; "/" for a folder.
  std::map<std::string, std::string> Tree() const;

  // Expects that it is bad input and changes nothing.
  void ExpectRefused(const Words& arguments, const Words& parts) const;

 private:
  const TempDirectory directory_;
};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_RUN_DIRENTS_H_
