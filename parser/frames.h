// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Divides a reply into records by their namelen alone, whatever else is wrong
// with them.  For tools that show, write or change replies: it judges nothing,
// and the parsers under test share no code with it.

#ifndef FUSE_DIRENTS_PARSER_FRAMES_H_
#define FUSE_DIRENTS_PARSER_FRAMES_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "parser/wire.h"

namespace fuse_dirents {

// Where one record lies in a reply.  Positions and sizes are in bytes.
struct RecordFrame {
  size_t pos = 0;
  size_t name_at = 0;    // Where the name starts.
  size_t end = 0;        // The end of the record, or of the reply before it.
  uint64_t reclen = 0;   // Padded size; may run past the reply.
  uint32_t namelen = 0;  // The field; the name may run past the reply.

  size_t size() const { return end - pos; }
  bool is_whole() const { return reclen == end - pos; }
};

// The record at `pos`; nothing where fewer bytes than a header are left.
// REQUIRES: pos <= reply.size().
std::optional<RecordFrame> FrameAt(RecordFormat format, std::string_view reply,
                                   size_t pos);

// All records in order.  Each starts where the one before it ends.
std::vector<RecordFrame> FramesOf(RecordFormat format, std::string_view reply);
// The same into *frames, which keeps its memory.
void SetFramesOf(RecordFormat format, std::string_view reply,
                 std::vector<RecordFrame>* frames);

// The header of a record.  entry_out is zero where the format has none.
FuseDirentplus HeaderOf(std::string_view reply, const RecordFrame& frame);

// The name, as far as it lies in the reply.
std::string_view NameOf(std::string_view reply, const RecordFrame& frame);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PARSER_FRAMES_H_
