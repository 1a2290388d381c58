// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The two parsers of ours, in the shape of the C ABI with a profile in front.

#ifndef FUSE_DIRENTS_PARSER_PARSE_H_
#define FUSE_DIRENTS_PARSER_PARSE_H_

#include <cstdint>

#include "parser/parser_under_test.h"
#include "parser/profile/profile.h"

namespace fuse_dirents {

// Both do what dirents_parse() promises, by the rules of `profile`.

// On top of DirentReader: fast, and without a copy of the reply (but for
// profiles that check all frames first).
int ParseWithReader(const Profile& profile, const dirents_reply& reply,
                    const dirents_sink& sink, uint64_t* pos);

// The reference: one byte at a time, written from RULES.md, and sharing no code
// with the reader.  Slow and obvious.
int ParseWithReference(const Profile& profile, const dirents_reply& reply,
                       const dirents_sink& sink, uint64_t* pos);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PARSER_PARSE_H_
