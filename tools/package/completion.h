// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Completion of a command line in shells.

#ifndef FUSE_DIRENTS_TOOLS_PACKAGE_COMPLETION_H_
#define FUSE_DIRENTS_TOOLS_PACKAGE_COMPLETION_H_

#include <string>

#include "tools/package/command_line.h"

namespace fuse_dirents {

// A file to source, which needs nothing of the package bash-completion.
std::string BashCompletion(const Command& program);

// A function for zsh's fpath: the file's name is "_" and the program's.
std::string ZshCompletion(const Command& program);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_PACKAGE_COMPLETION_H_
