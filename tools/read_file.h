// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_TOOLS_READ_FILE_H_
#define FUSE_DIRENTS_TOOLS_READ_FILE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "differential/input.h"
#include "parser/profile/profile.h"
#include "parser/wire.h"

namespace fuse_dirents {

// The format called `flag`, the value of --format; if that is empty, the one
// that the ending of `path` stands for.  If there is none, returns nothing and
// sets *problem.
std::optional<RecordFormat> FormatOfReply(const std::string& path,
                                          const std::string& flag,
                                          std::string* problem);

// Reads a reply's payload of 1 to kMaxReplyBytes bytes.  On failure returns
// nothing and sets *problem to a line that names the file and what was
// expected.
std::optional<std::string> ReadReplyFile(const std::string& path,
                                         std::string* problem);

// Reads an input of a fuzz target: any bytes or none, up to the longest reply
// and a trailer.  On failure as above.
std::optional<std::string> ReadInputFile(const std::string& path,
                                         std::string* problem);

// A reply to look at, with the choices of its trailer.
struct LoadedReply {
  RecordFormat format;
  std::string reply;  // Before Layout::cut.
  Choices choices;    // The default ones if there is no trailer.
  size_t trailer_bytes = 0;

  // What a client gets to see of `reply`.
  std::string_view seen() const;
};

// Reads a reply, a reply with a trailer, or a recipe (*.recipe), and finds its
// format as FormatOfReply() does; a recipe names its own.  On failure as above.
std::optional<LoadedReply> LoadReply(const std::string& path,
                                     const std::string& format_flag,
                                     std::string* problem);

// The profile called `flag`, the value of --profile; if that is empty, the one
// of the trailer.  Returns null and sets *problem if there is none, or if its
// client never asks for the format.
const Profile* ProfileFor(const std::string& flag, const LoadedReply& reply,
                          std::string* problem);

// The value of --page-size in bytes: a power of two from 64 to 1 MiB.  If it is
// anything else, returns nothing and sets *problem.
std::optional<size_t> PageSizeOf(const std::string& flag, std::string* problem);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_READ_FILE_H_
