// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/hostile/field_places.h"

#include <cstddef>
#include <string>

#include "parser/entry_out_fields.h"
#include "parser/frames.h"

namespace fuse_dirents {

std::vector<FieldPlace> FieldPlaces(RecordFormat format,
                                    std::string_view reply) {
  // The names of entry_out's fields as they stand here.
  static const std::vector<std::string>* const kEntryOutNames = [] {
    auto* names = new std::vector<std::string>;
    for (const EntryOutField& field : EntryOutFields()) {
      names->push_back("entry_out." + std::string(field.name));
    }
    return names;
  }();
  std::vector<FieldPlace> places;
  size_t record = 0;
  for (const RecordFrame& frame : FramesOf(format, reply)) {
    if (!frame.is_whole()) break;
    const size_t start = frame.pos;
    const size_t dirent = frame.name_at - sizeof(FuseDirent);
    if (format == RecordFormat::kDirentplus) {
      for (size_t i = 0; i < kEntryOutNames->size(); ++i) {
        const EntryOutField& field = EntryOutFields()[i];
        places.push_back({record, (*kEntryOutNames)[i], start + field.offset,
                          field.size, true});
      }
    }
    places.push_back(
        {record, "ino", dirent + offsetof(FuseDirent, ino), 8, true});
    places.push_back(
        {record, "off", dirent + offsetof(FuseDirent, off), 8, true});
    places.push_back(
        {record, "namelen", dirent + offsetof(FuseDirent, namelen), 4, true});
    places.push_back(
        {record, "type", dirent + offsetof(FuseDirent, type), 4, true});
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
