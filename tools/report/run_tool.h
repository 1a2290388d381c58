// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_TOOLS_REPORT_RUN_TOOL_H_
#define FUSE_DIRENTS_TOOLS_REPORT_RUN_TOOL_H_

#include <optional>
#include <string>
#include <vector>

#include "tools/report/collect.h"

namespace fuse_dirents {

// Runs a program of the tree, whose path below its root is argv[0], and returns
// what it printed to stdout.  Shows its name as progress.  If it cannot be
// run, or ends neither with status 0 nor, where `may_find`, with 1, returns
// nothing and sets *problem to one line, which ends in the last one it printed.
std::optional<std::string> RunTool(const Tree& tree,
                                   const std::vector<std::string>& argv,
                                   bool may_find, std::string* problem);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_REPORT_RUN_TOOL_H_
