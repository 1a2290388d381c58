// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// A parser in a shared object.  It is loaded in child processes alone: what an
// object does as it is loaded (print, start threads, exit, hang) must not touch
// the process that reports.

#ifndef FUSE_DIRENTS_TOOLS_CHECK_PARSER_OBJECT_PARSER_H_
#define FUSE_DIRENTS_TOOLS_CHECK_PARSER_OBJECT_PARSER_H_

#include <functional>
#include <optional>
#include <string>

#include "differential/parser_list.h"

namespace fuse_dirents {

struct ObjectParser {
  // Loads the object in this process, which must be a child.  Where that fails,
  // prints why and ends the process.
  std::function<void()> load;
  // REQUIRES: load() returned in this process.
  ParseFunction parse;
};

// `symbol` of the shared object at `path`.  Nothing is loaded yet.
ObjectParser ParserOfObject(const std::string& path, const std::string& symbol);

// Why the parser cannot be called, as one line that begins with the path:
// nothing is there, it is no shared object or one for another machine, a
// library or the symbol is missing, or it does not return from being loaded
// within `seconds`.  Nothing if it can be called.  Loads it in a child.
std::optional<std::string> LoadProblem(const std::string& path,
                                       const std::string& symbol, int seconds);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_CHECK_PARSER_OBJECT_PARSER_H_
