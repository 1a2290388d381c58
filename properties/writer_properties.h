// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef FUSE_DIRENTS_PROPERTIES_WRITER_PROPERTIES_H_
#define FUSE_DIRENTS_PROPERTIES_WRITER_PROPERTIES_H_

#include <string>

#include "parser/dirent_writer.h"
#include "properties/engine/property.h"

namespace fuse_dirents {

// The bytes of `fields` as WIRE_FORMAT.md draws them, put down number by
// number: nothing of this is shared with DirentWriter.
std::string WireBytes(RecordFormat format, const RecordFields& fields);

// A writer writes each record as the wire format draws it, and nothing between
// or after them.
template <typename Writer>
Failure WritesExactBytes(Runner&, const Case& c) {
  std::string expected;
  Writer writer(c.format);
  for (const RecordFields& fields : c.records) {
    expected += WireBytes(c.format, fields);
    writer.Append(fields);
    if (writer.bytes() == expected) continue;
    size_t at = 0;
    while (at < expected.size() && at < writer.bytes().size() &&
           writer.bytes()[at] == expected[at]) {
      ++at;
    }
    return "byte " + std::to_string(at) + " differs; " +
           std::to_string(writer.bytes().size()) + " bytes written, expected " +
           std::to_string(expected.size());
  }
  return std::nullopt;
}

template <typename Writer>
inline constexpr Property kExactBytes = {
    "exact_bytes", {.well_formed = true}, &WritesExactBytes<Writer>, 0};

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_PROPERTIES_WRITER_PROPERTIES_H_
