// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/hex.h"
#include "base/text.h"
#include "differential/record_parts.h"
#include "parser/entry_out_fields.h"
#include "parser/frames.h"
#include "parser/reader/dirent_reader.h"
#include "tools/dump_reply.h"
#include "tools/json_text.h"

namespace fuse_dirents {
namespace {

using Json = nlohmann::ordered_json;

Json EntryOutJson(const FuseEntryOut& entry_out) {
  Json json = Json::object();
  for (const EntryOutField& field : EntryOutFields()) {
    const uint64_t value = GetField(entry_out, field);
    if (value != 0) json[std::string(field.name)] = value;
  }
  return json;
}

Json RecordJson(RecordFormat format, std::string_view reply,
                const RecordFrame& frame, const Dirent& dirent) {
  const size_t name_end = frame.name_at + frame.namelen;
  Json json = {{"at", frame.pos},
               {"reclen", dirent.reclen},
               {"ino", dirent.ino},
               {"off", dirent.off},
               {"namelen", frame.namelen},
               {"type", dirent.type},
               {"type_name", TypeName(dirent.type)},
               {"name", Utf8Name(dirent.name)},
               {"padding", HexOf(reply.substr(name_end, frame.end - name_end))},
               {"hidden", dirent.hidden}};
  if (format == RecordFormat::kDirentplus) {
    json["entry_out"] = EntryOutJson(HeaderOf(reply, frame).entry_out);
  }
  return json;
}

// Where the pages of `page_size` bytes end.
Json PageEnds(RecordFormat format, std::string_view reply,
              std::span<const RecordFrame> records, size_t page_size) {
  Json ends = Json::array();
  size_t i = 0;
  for (size_t at = page_size; at <= reply.size(); at += page_size) {
    while (i < records.size() && records[i].end <= at) ++i;
    Json end = {{"at", at}, {"record", nullptr}, {"where", ""}};
    if (i < records.size() && records[i].pos < at) {
      end["record"] = i;
      end["where"] = CutText(PartsOf(format, reply, records[i]), at);
    }
    ends.push_back(std::move(end));
  }
  return ends;
}

}  // namespace

Json DumpJson(RecordFormat format, std::string_view reply,
              const Profile& profile, size_t page_size) {
  FUSE_DIRENTS_CHECK(profile.Supports(format) && page_size > 0);
  DirentReader reader(format, ReplyBytes(std::as_bytes(std::span(reply))),
                      profile);
  Json records = Json::array();
  std::vector<RecordFrame> frames;
  for (Dirent dirent; reader.Next(&dirent);) {
    frames.push_back(FrameAt(format, reply, dirent.pos).value());
    records.push_back(RecordJson(format, reply, frames.back(), dirent));
  }
  return {{"profile", profile.name},
          {"bytes", reply.size()},
          {"records", std::move(records)},
          {"stop",
           {{"at", reader.pos()},
            {"why", StopText(reader.stop())},
            {"error", reader.error()},
            {"error_name", ErrorText(reader.error())}}},
          {"trailing", HexOf(reply.substr(reader.pos()))},
          {"page_size", page_size},
          {"page_ends", PageEnds(format, reply, frames, page_size)}};
}

}  // namespace fuse_dirents
