// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_TOOLS_READ_FILE_H_
#define FUSE_DIRENTS_TOOLS_READ_FILE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "parser/wire.h"

namespace fuse_dirents {

// Endings of the files that hold a reply's payload, by the records in it.
inline constexpr char kDirentEnding[] = ".dirent";
inline constexpr char kDirentplusEnding[] = ".plus";

// Ending of a file that holds a reply of `format`.
const char* FileEnding(RecordFormat format);

// Format of the reply in a file of this name, or nothing where the name has
// neither ending.
std::optional<RecordFormat> FormatFromFileName(const std::string& path);

// Reads a reply's payload of 1 to kMaxReplyBytes bytes.  Else returns nothing
// and sets *error to a line that names the file and what was expected.
std::optional<std::vector<std::byte>> ReadReplyFile(const std::string& path,
                                                    std::string* error);

// Reads an input of a fuzz target: any bytes, none among them, up to the
// longest reply and a trailer.  Else as above.
std::optional<std::string> ReadInputFile(const std::string& path,
                                         std::string* error);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_READ_FILE_H_
