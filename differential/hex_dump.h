// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_DIFFERENTIAL_HEX_DUMP_H_
#define FUSE_DIRENTS_DIFFERENTIAL_HEX_DUMP_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "parser/wire.h"

namespace fuse_dirents {

// `reply` as a hex dump, 16 bytes a line, each line with its offset and with
// what starts in it: the fields of records, their names, padding, and what
// follows the last record that can be framed.  A long name or tail is shown by
// its first and last lines.  At most `max_lines`; from then on it says how many
// bytes are left out.
std::string AnnotatedHexDump(RecordFormat format, std::string_view reply,
                             size_t max_lines = 200);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_DIFFERENTIAL_HEX_DUMP_H_
