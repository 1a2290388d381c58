// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The subcommands of `dirents`: one file each, and one line here.

#ifndef FUSE_DIRENTS_TOOLS_SUBCOMMANDS_H_
#define FUSE_DIRENTS_TOOLS_SUBCOMMANDS_H_

#include <string>

#include "CLI/CLI.hpp"

namespace fuse_dirents {

// An option or positional of `command` that sets *value; `type` is what --help
// calls the value.
template <typename T>
CLI::Option* Option(CLI::App* command, const char* name, T* value,
                    const char* type, const std::string& help) {
  return command->add_option(name, *value, help)->type_name(type);
}

// Each adds its subcommand to `app`.  When the command line names it, it runs
// and sets *exit_status: 0, or what Fail() returned.
void AddAdd(CLI::App& app, int* exit_status);
void AddCapture(CLI::App& app, int* exit_status);
void AddCheckParser(CLI::App& app, int* exit_status);
void AddCheckServer(CLI::App& app, int* exit_status);
void AddDraw(CLI::App& app, int* exit_status);
void AddDump(CLI::App& app, int* exit_status);
void AddExplain(CLI::App& app, int* exit_status);
void AddHelp(CLI::App& app, int* exit_status);
void AddTriage(CLI::App& app, int* exit_status);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_SUBCOMMANDS_H_
