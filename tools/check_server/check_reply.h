// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The rules that one reply can break by itself.

#ifndef FUSE_DIRENTS_TOOLS_CHECK_SERVER_CHECK_REPLY_H_
#define FUSE_DIRENTS_TOOLS_CHECK_SERVER_CHECK_REPLY_H_

#include <string>

#include "parser/wire.h"
#include "tools/check_server/listing.h"
#include "tools/check_server/results.h"

namespace fuse_dirents {

// Sets batch->entries to the whole records of batch->bytes, whatever is wrong
// with them.
void FrameEntries(Batch* batch);

// Checks them, and the bytes beside them.
void CheckReply(const Batch& batch, Results* results);

// The rules about an entry that getdents64(2) shows too.
void CheckEntry(const Batch& batch, const Entry& entry, Results* results);

// Why the attributes are not plausible; empty if they are.
std::string AttrProblem(const FuseAttr& attr);

// Whether `type` is DT_UNKNOWN or a d_type that some mode has.
bool IsType(uint32_t type);

// The d_type of a mode.
constexpr uint32_t TypeOfMode(uint32_t mode) { return mode >> 12 & 15; }

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_CHECK_SERVER_CHECK_REPLY_H_
