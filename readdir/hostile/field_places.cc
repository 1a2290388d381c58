// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/hostile/field_places.h"

#include <cstddef>
#include <string>

#include "parser/entry_out_fields.h"
#include "parser/frames.h"

namespace fuse_dirents {
namespace {

constexpr struct {
  std::string_view name;
  size_t at, size;
} kDirentFields[] = {{"ino", offsetof(FuseDirent, ino), 8},
                     {"off", offsetof(FuseDirent, off), 8},
                     {"namelen", offsetof(FuseDirent, namelen), 4},
                     {"type", offsetof(FuseDirent, type), 4}};

// The names of entry_out's fields, as FieldPlace gives them.
const std::vector<std::string>& EntryOutNames() {
  static const auto* const names = [] {
    auto* made = new std::vector<std::string>;
    for (const EntryOutField& field : EntryOutFields()) {
      made->push_back("entry_out." + std::string(field.name));
    }
    return made;
  }();
  return *names;
}

}  // namespace

std::vector<FieldPlace> FieldPlaces(RecordFormat format,
                                    std::string_view reply) {
  std::vector<FieldPlace> places;
  size_t record = 0;
  for (const RecordFrame& frame : FramesOf(format, reply)) {
    if (!frame.is_whole()) break;
    const size_t start = frame.pos;
    const size_t dirent = frame.name_at - sizeof(FuseDirent);
    if (format == RecordFormat::kDirentplus) {
      for (size_t i = 0; i < EntryOutNames().size(); ++i) {
        const EntryOutField& field = EntryOutFields()[i];
        places.push_back({record, EntryOutNames()[i], start + field.offset,
                          field.size, true});
      }
    }
    for (const auto& [field, at, size] : kDirentFields) {
      places.push_back({record, field, dirent + at, size, true});
    }
    const std::string_view name = NameOf(reply, frame);
    const size_t name_end = frame.name_at + name.size();
    if (!name.empty()) {
      places.push_back({record, "name", frame.name_at, name.size(), false});
    }
    if (name_end < frame.end) {
      places.push_back(
          {record, "padding", name_end, frame.end - name_end, false});
    }
    ++record;
  }
  return places;
}

}  // namespace fuse_dirents
