// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_DIFFERENTIAL_RECORD_PARTS_H_
#define FUSE_DIRENTS_DIFFERENTIAL_RECORD_PARTS_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "parser/frames.h"
#include "parser/wire.h"

namespace fuse_dirents {

struct RecordPart {
  std::string_view field;  // "entry_out", "header", "name" or "padding".
  size_t begin, end;       // Where it lies in the reply.
  std::string text;        // Its value, such as "ino=3 off=4" or "padding 5".
};

// The parts of the record in `frame` that lie in the reply, in order.  The
// header is two: ino and off, then namelen and type.
std::vector<RecordPart> PartsOf(RecordFormat format, std::string_view reply,
                                const RecordFrame& frame);

// What a cut at byte `at` of the reply goes through, of a record with `parts`:
// "name, 40 of 100 bytes before the cut", "between header and name".
// REQUIRES: the record starts before `at` and ends after it.
std::string CutText(const std::vector<RecordPart>& parts, size_t at);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_DIFFERENTIAL_RECORD_PARTS_H_
