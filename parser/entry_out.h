// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// How a client judges the entry_out of a READDIRPLUS record.

#ifndef FUSE_DIRENTS_PARSER_ENTRY_OUT_H_
#define FUSE_DIRENTS_PARSER_ENTRY_OUT_H_

#include <string_view>

#include "parser/profile/profile.h"
#include "parser/wire.h"

namespace fuse_dirents {

// Whether `name` is "." or "..".
bool IsDotOrDotDot(std::string_view name);

// Whether a client with these rules treats the lookup of `name` as one of "."
// or
// "..".
bool IsDotOrDotDot(std::string_view name, const Profile& profile);

// Whether Linux refuses to link the record: the nodeid is the root's, the mode
// has no S_IFMT file type, or the size exceeds INT64_MAX.  No other attribute
// is checked.  From fuse_direntplus_link() with invalid_nodeid() and
// fuse_invalid_attr(), since Linux 5.5.
bool IsBadEntryOut(const FuseEntryOut& entry_out);

// Whether EFI_FILE_INFO cannot express the attributes: the file is neither
// regular nor a directory, it is regular and has several links, or its size in
// bytes by attr.blocks is 2^64 or more.  From VirtioFsFuseAttrToEfiFileInfo()
// of EDK2.
bool HasNoEfiFileInfo(const FuseEntryOut& entry_out);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PARSER_ENTRY_OUT_H_
