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
  size_t record;           // The number of the record in the reply, from 0.
  std::string_view field;  // "namelen", "entry_out.attr.mode", "name", ...
  size_t at;               // Its first byte in the reply.
  size_t size;             // In bytes: 4 or 8 for a number.
  bool is_number;          // False for "name" and "padding".
};

// The places of all fields of all records that can be framed, in wire order.
std::vector<FieldPlace> FieldPlaces(RecordFormat format,
                                    std::string_view reply);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_READDIR_HOSTILE_FIELD_PLACES_H_
