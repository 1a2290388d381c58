// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Parsers that fetch one field of each record twice, and are right otherwise:
// what tests plant, to see that it is found.

#ifndef FUSE_DIRENTS_READDIR_HOSTILE_PLANTED_DOUBLE_FETCH_H_
#define FUSE_DIRENTS_READDIR_HOSTILE_PLANTED_DOUBLE_FETCH_H_

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "parser/parser_under_test.h"
#include "parser/wire.h"
#include "readdir/hostile/field_places.h"

namespace fuse_dirents {

// What is fetched anew between the first callback of a record and the next use.
enum class Again {
  kNothing,
  kAfterEmit,        // `field`, after the emit; what follows uses the new one.
  kAfterFailedLink,  // `field`, after a link that failed; then linked anew.
  // `field` or "name", compared with what it was; -EIO where it differs.
  kComparedAfterEmit,
  kComparedAfterLink,
};

// A parser by the rules of Linux, over one segment, that fetches `field` of
// each record a second time.
class PlantedDoubleFetch {
 public:
  PlantedDoubleFetch(RecordFormat format, Again again, std::string field)
      : format_(format), again_(again), field_(std::move(field)) {}

  int operator()(const dirents_reply& reply, const dirents_sink& sink,
                 uint64_t* pos) const {
    const auto* base = static_cast<const char*>(reply.segments[0].base);
    const size_t header_size = HeaderSize(format_);
    const bool plus = format_ == RecordFormat::kDirentplus;
    size_t at = 0;
    bool full = false;
    while (reply.nbytes - at >= header_size) {
      FuseDirentplus header = {};
      char* const copy =
          reinterpret_cast<char*>(&header) + (sizeof header - header_size);
      std::memcpy(copy, base + at, header_size);
      FuseDirent& dirent = header.dirent;
      if (dirent.namelen == 0 || dirent.namelen > kFuseNameMax) return -EIO;
      if (Reclen(format_, dirent.namelen) > reply.nbytes - at) return 0;
      const std::string name(base + at + header_size, dirent.namelen);
      if (name.find('/') != name.npos) return -EIO;
      const bool bad = IsBad(header.entry_out);
      const auto entry = [&] {
        return dirents_entry{dirent.ino, dirent.off, dirent.type,
                             static_cast<uint32_t>(name.size()), name.data()};
      };
      if (!full) {
        const dirents_entry offered = entry();
        full = sink.emit(sink.ctx, &offered) == 0;
        if (full && !plus) return 0;
      }
      if (again_ == Again::kAfterEmit) Refetch(base + at, copy);
      if (again_ == Again::kComparedAfterEmit &&
          Differs(base + at, copy, name)) {
        return -EIO;
      }
      if (!full) *pos = dirent.off;
      if (plus && header.entry_out.nodeid != 0 && name != "." && name != "..") {
        const dirents_entry linked = entry();
        int error =
            bad ? -EIO : sink.link(sink.ctx, &linked, &header.entry_out);
        if (!bad && error != 0 && again_ == Again::kAfterFailedLink) {
          Refetch(base + at, copy);
          error = sink.link(sink.ctx, &linked, &header.entry_out);
        }
        if (error != 0) sink.forget(sink.ctx, header.entry_out.nodeid);
        if (!bad && again_ == Again::kComparedAfterLink &&
            Differs(base + at, copy, name)) {
          return -EIO;
        }
      }
      const uint64_t reclen = Reclen(format_, dirent.namelen);
      if (reclen > reply.nbytes - at) return 0;
      at += reclen;
    }
    return 0;
  }

 private:
  static bool IsBad(const FuseEntryOut& entry_out) {
    const uint32_t type = entry_out.attr.mode >> 12;
    const bool known = type == 1 || type == 2 || type == 4 || type == 6 ||
                       type == 8 || type == 10 || type == 12;
    return entry_out.nodeid == 1 || !known || entry_out.attr.size >> 63 != 0;
  }

  // Whether `field_` of the record at `record` is no longer what was fetched.
  bool Differs(const char* record, const char* copy,
               const std::string& name) const {
    if (field_ == "name") {
      return name != std::string(record + HeaderSize(format_), name.size());
    }
    const FieldPlace place = Place();
    return std::memcmp(copy + place.at, record + place.at, place.size) != 0;
  }

  // Copies `field_` of the record at `record` once more into the header.
  void Refetch(const char* record, char* copy) const {
    const FieldPlace place = Place();
    std::memcpy(copy + place.at, record + place.at, place.size);
  }

  // Of `field_` in a record: the same in all.
  FieldPlace Place() const {
    const std::string one(HeaderSize(format_), '\0');
    for (const FieldPlace& place : FieldPlaces(format_, one)) {
      if (place.field == field_) return place;
    }
    FUSE_DIRENTS_CHECK(false);
  }

  RecordFormat format_;
  Again again_;
  std::string field_;
};

// All fields of a record that can be fetched twice, "name" the last.
inline std::vector<std::string> FieldsOf(RecordFormat format) {
  std::vector<std::string> fields;
  for (const FieldPlace& place :
       FieldPlaces(format, std::string(HeaderSize(format), '\0'))) {
    if (place.is_number) fields.emplace_back(place.field);
  }
  fields.emplace_back("name");
  return fields;
}

// Frames every record before it emits the first, and believes the count later.
inline int FramesTwice(const dirents_reply& reply, const dirents_sink& sink,
                       uint64_t* pos) {
  const auto format =
      reply.plus != 0 ? RecordFormat::kDirentplus : RecordFormat::kDirent;
  const std::string_view bytes(static_cast<const char*>(reply.segments[0].base),
                               reply.nbytes);
  const std::vector<FieldPlace> places = FieldPlaces(format, bytes);
  const size_t records = places.empty() ? 0 : places.back().record + 1;
  const int error =
      PlantedDoubleFetch(format, Again::kNothing, "")(reply, sink, pos);
  return error == 0 ? static_cast<int>(records) : error;
}

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_READDIR_HOSTILE_PLANTED_DOUBLE_FETCH_H_
