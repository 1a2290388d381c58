// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/hostile/field_places.h"

#include <cstddef>
#include <cstring>
#include <string>

#include "parser/entry_out_fields.h"

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
  const size_t header = HeaderSize(format);
  size_t start = 0;
  for (size_t record = 0; reply.size() - start >= header; ++record) {
    const size_t dirent = start + header - sizeof(FuseDirent);
    uint32_t namelen;
    std::memcpy(&namelen, reply.data() + dirent + offsetof(FuseDirent, namelen),
                sizeof namelen);
    const uint64_t reclen = Reclen(format, namelen);
    if (reclen > reply.size() - start) break;
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
    const size_t name = start + header;
    if (namelen > 0) places.push_back({record, "name", name, namelen, false});
    const size_t padding = reclen - header - namelen;
    if (padding > 0) {
      places.push_back({record, "padding", name + namelen, padding, false});
    }
    start += reclen;
  }
  return places;
}

}  // namespace fuse_dirents
