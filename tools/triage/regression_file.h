// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Files of an input that broke a fuzz target:
//
//     corpus/regressions/reply_fuzzer/NAME.dirent          the input
//     corpus/regressions/reply_fuzzer/NAME.dirent.recipe   a stub: why is TODO

#ifndef FUSE_DIRENTS_TOOLS_TRIAGE_REGRESSION_FILE_H_
#define FUSE_DIRENTS_TOOLS_TRIAGE_REGRESSION_FILE_H_

#include <optional>
#include <string>
#include <string_view>

#include "parser/wire.h"

namespace fuse_dirents {

// The ending of an input's name: by the format of its records, or ".bytes".
const char* RegressionEnding(std::optional<RecordFormat> records);

// A name for what broke, such as "heap-buffer-overflow-a-read-in-peek", without
// the namespaces of functions.
std::string RegressionName(std::string_view sentence);

// Why a regression called `name` cannot be written into `folder`, which may be
// missing if its parent is there; empty if it can.  With an empty name, looks
// at the folder only.
std::string InTheWay(const std::string& folder, const std::string& name);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_TRIAGE_REGRESSION_FILE_H_
