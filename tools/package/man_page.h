// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Manual pages of section 1, with the man(7) macros.

#ifndef FUSE_DIRENTS_TOOLS_PACKAGE_MAN_PAGE_H_
#define FUSE_DIRENTS_TOOLS_PACKAGE_MAN_PAGE_H_

#include <map>
#include <string>
#include <string_view>

#include "tools/package/command_line.h"

namespace fuse_dirents {

// What every page says.
struct ManPageFacts {
  std::string source;  // Package and version.
  std::string date;    // YYYY-MM-DD
  // A page in Markdown; its table has a row for each exit status.
  std::string_view exit_status;
};

// File name -> contents: PROGRAM.1, and PROGRAM-NAME.1 for each subcommand.
std::map<std::string, std::string> ManPages(const Command& program,
                                            const ManPageFacts& facts);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_PACKAGE_MAN_PAGE_H_
