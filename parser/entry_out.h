// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What a client makes of the entry_out of a READDIRPLUS record.

#ifndef FUSE_DIRENTS_PARSER_ENTRY_OUT_H_
#define FUSE_DIRENTS_PARSER_ENTRY_OUT_H_

#include <string_view>

#include "parser/wire.h"

namespace fuse_dirents {

// Whether `name` is "." or "..".
bool IsDotOrDotDot(std::string_view name);

// Whether Linux refuses to link the record: the nodeid is the root's, the mode
// has no file type of S_IFMT, or the size is no loff_t (fuse_direntplus_link
// with fuse_invalid_attr; every release that has the two checks since 5.5).
// Nothing else of the attributes is looked at.
bool IsBadEntryOut(const FuseEntryOut& entry_out);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PARSER_ENTRY_OUT_H_
