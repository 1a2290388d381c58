// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Our two parsers.  Each takes a profile and otherwise has the signature of
// dirents_parse().

#ifndef FUSE_DIRENTS_PARSER_PARSE_H_
#define FUSE_DIRENTS_PARSER_PARSE_H_

#include <cstdint>

#include "parser/parser_under_test.h"
#include "parser/profile/profile.h"

namespace fuse_dirents {

// Parses with DirentReader.  Fast; copies the reply only for profiles that
// check all frames first.
int ParseWithReader(const Profile& profile, const dirents_reply& reply,
                    const dirents_sink& sink, uint64_t* pos);

// The reference, slow and obvious.  Written from RULES.md; shares no code with
// the reader.  Fetches the bytes of the reply in order, each once.
int ParseWithReference(const Profile& profile, const dirents_reply& reply,
                       const dirents_sink& sink, uint64_t* pos);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PARSER_PARSE_H_
