// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What manual pages and completion say about a CLI11 command line.

#ifndef FUSE_DIRENTS_TOOLS_PACKAGE_COMMAND_LINE_H_
#define FUSE_DIRENTS_TOOLS_PACKAGE_COMMAND_LINE_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "CLI/CLI.hpp"

namespace fuse_dirents {

// What completes the value of an option.
enum class ValueKind {
  kNone,  // There is no value, or none that can be guessed.
  kFile,
  kDirectory,
  kWord,  // One of `words`.
};

struct CommandOption {
  std::vector<std::string> flags;  // "-h", "--help"; empty for a positional.
  std::string value;               // "BYTES"; empty if there is none.
  std::string help;                // Ends with the default, if there is one.
  bool required = false;
  bool repeated = false;  // Takes more than one value.
  ValueKind kind = ValueKind::kNone;
  std::vector<std::string> words;

  bool positional() const { return flags.empty(); }
};

struct Command {
  std::string name;     // Of the program or the subcommand.
  std::string summary;  // The first clause of `help`, without a full stop.
  std::string help;
  std::vector<CommandOption> options;  // Positionals first.
  std::vector<Command> subcommands;
};

// Flag or name of a positional -> the words that it takes, where CLI11 does not
// know them.
using KnownWords = std::map<std::string_view, std::vector<std::string>>;

// All that `app` --help lists, for the program and each subcommand.
Command DescribeCommand(const CLI::App& app, const KnownWords& known);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_PACKAGE_COMMAND_LINE_H_
