// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The command line of every program that reads it with CLI11.

#ifndef FUSE_DIRENTS_BASE_CLI_H_
#define FUSE_DIRENTS_BASE_CLI_H_

#include <optional>

#include "CLI/CLI.hpp"

namespace fuse_dirents {

// Sets the options of `app`.  Returns nothing if the program is to go on.
// Otherwise returns its exit status: 0 after --help or --version, or what
// Fail() returned for a bad command line.
std::optional<int> ReadCommandLine(CLI::App& app, int argc,
                                   const char* const* argv);

// `bazel run` starts programs in a folder of its own.  Enters the one in which
// it was called, where relative paths on the command line start.  Returns
// whether the program can go on; otherwise it has called Fail().
bool EnterCallersFolder();

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_BASE_CLI_H_
