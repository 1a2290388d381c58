// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// An input that broke a fuzz target, on its way into the corpus:
//
//     corpus/regressions/reply_fuzzer/NAME.dirent          the input
//     corpus/regressions/reply_fuzzer/NAME.dirent.recipe   a stub: why is TODO

#ifndef FUSE_DIRENTS_TOOLS_TRIAGE_WRITE_REGRESSION_H_
#define FUSE_DIRENTS_TOOLS_TRIAGE_WRITE_REGRESSION_H_

#include <optional>
#include <string>
#include <string_view>

#include "parser/wire.h"

namespace fuse_dirents {

// How the name of an input ends: by the records in it, or ".bytes".
const char* RegressionEnding(std::optional<RecordFormat> records);

// A name for what broke, such as "heap-buffer-overflow-a-read-in-peek", without
// the namespaces that functions are in.
std::string RegressionName(std::string_view sentence);

// The file of that name, with any ending, in `folder`; empty if there is none.
std::string ExistingRegression(const std::string& folder,
                               const std::string& name);

// Why nothing could be written into `folder`, or what is not there yet of it;
// empty where it can.
std::string WhyNotWritable(const std::string& folder);

// Writes FOLDER/FILE and FOLDER/FILE.recipe, and makes `folder` if its parent
// is there.  Both or none, each whole: returns false, with *problem saying why,
// where one cannot be written or is there already.  Signals that end a program
// wait until then.
bool WriteRegression(const std::string& folder, const std::string& file,
                     std::string_view input, std::string_view recipe,
                     std::string* problem);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_TRIAGE_WRITE_REGRESSION_H_
