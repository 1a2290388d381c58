// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Files that hold a reply, or a reply and a trailer; their names end in the
// format of the records.

#ifndef FUSE_DIRENTS_DIFFERENTIAL_INPUT_FILE_H_
#define FUSE_DIRENTS_DIFFERENTIAL_INPUT_FILE_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parser/wire.h"

namespace fuse_dirents {

inline constexpr char kDirentEnding[] = ".dirent";
inline constexpr char kDirentplusEnding[] = ".plus";

// The ending for records of `format`.
const char* FileEnding(RecordFormat format);

// The format that the ending of `path` stands for; nothing where it has none of
// the two endings.
std::optional<RecordFormat> FormatOf(std::string_view path);

struct InputFile {
  std::string path;
  RecordFormat format;
  std::string bytes;
};

// Reads files whose names have an ending.  Returns nothing at the first that
// has none or cannot be read; *problem is then one line that begins with its
// path.
std::optional<std::vector<InputFile>> ReadInputFiles(
    std::span<const std::string> paths, std::string* problem);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_DIFFERENTIAL_INPUT_FILE_H_
