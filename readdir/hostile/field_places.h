// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_READDIR_HOSTILE_FIELD_PLACES_H_
#define FUSE_DIRENTS_READDIR_HOSTILE_FIELD_PLACES_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "parser/wire.h"

namespace fuse_dirents {

// Where one field of one record lies in a reply.
struct FieldPlace {
  size_t record;           // Its number, from 0, by the frames of the reply.
  std::string_view field;  // "namelen", "entry_out.attr.mode", "name", ...
  size_t at;               // Its first byte in the reply.
  size_t size;             // In bytes; of a number 4 or 8.
  bool is_number;          // Else "name" or "padding".
};

// The places of all fields of all records that can be framed, in the order of
// the wire: what a plan can rewrite.
std::vector<FieldPlace> FieldPlaces(RecordFormat format,
                                    std::string_view reply);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_READDIR_HOSTILE_FIELD_PLACES_H_
