// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/read_file.h"

#include "base/files.h"
#include "differential/input.h"
#include "differential/input_file.h"
#include "differential/recipe.h"

namespace fuse_dirents {
namespace {

// Reads a file of at most `max_bytes`; `what` it is expected to hold.
std::optional<std::string> ReadAtMost(const std::string& path, size_t max_bytes,
                                      const std::string& what,
                                      std::string* problem) {
  auto bytes = ReadFile(path, problem, max_bytes);
  if (!bytes) {
    *problem += "; expected a file that holds " + what + ", at most 16 MiB";
    if (max_bytes > kMaxReplyBytes) *problem += " and a trailer";
  }
  return bytes;
}

}  // namespace

std::optional<RecordFormat> FormatOfReply(const std::string& path,
                                          const std::string& flag,
                                          std::string* problem) {
  if (flag.empty()) {
    const auto format = FormatOf(path);
    if (!format) {
      *problem = path + ": ends neither in " + kDirentEnding + " nor in " +
                 kDirentplusEnding +
                 "; expected --format dirent or --format direntplus";
    }
    return format;
  }
  const auto format = ParseFormat(flag);
  if (!format) {
    *problem = "--format " + flag + ": unknown; expected dirent or direntplus";
  }
  return format;
}

std::optional<std::string> ReadReplyFile(const std::string& path,
                                         std::string* problem) {
  auto bytes = ReadAtMost(path, kMaxReplyBytes, "a reply", problem);
  if (bytes && bytes->empty()) {
    *problem = path +
               ": empty; expected at least one byte (a reply of length 0 is "
               "the end of the directory)";
    return std::nullopt;
  }
  return bytes;
}

std::optional<std::string> ReadInputFile(const std::string& path,
                                         std::string* problem) {
  return ReadAtMost(path, kMaxReplyBytes + kTrailerBytes, "an input", problem);
}

}  // namespace fuse_dirents
