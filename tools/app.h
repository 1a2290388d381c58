// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The command line of `dirents`.

#ifndef FUSE_DIRENTS_TOOLS_APP_H_
#define FUSE_DIRENTS_TOOLS_APP_H_

#include <memory>

#include "CLI/CLI.hpp"

namespace fuse_dirents {

// All subcommands.  To parse a command line is to run the one that it names,
// which sets *exit_status.  `exit_status` must outlive the app.
std::unique_ptr<CLI::App> MakeApp(int* exit_status);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_APP_H_
