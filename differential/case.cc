// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/case.h"

#include "parser/frames.h"

namespace fuse_dirents {
namespace {

// The fields from which DirentWriter writes the record in `frame`; nothing if
// there are none.
std::optional<RecordFields> FieldsOf(RecordFormat format,
                                     std::string_view reply,
                                     const RecordFrame& frame) {
  const FuseDirentplus header = HeaderOf(reply, frame);
  RecordFields fields = {.ino = header.dirent.ino,
                         .off = header.dirent.off,
                         .type = header.dirent.type,
                         .name = std::string(NameOf(reply, frame)),
                         .entry_out = header.entry_out};
  const size_t name_end = frame.name_at + fields.name.size();
  if (frame.namelen > fields.name.size()) fields.namelen = frame.namelen;
  if (!frame.is_whole()) fields.padding = frame.end - name_end;
  if (name_end < frame.end) {
    fields.padding_byte = static_cast<uint8_t>(reply[name_end]);
  }
  DirentWriter writer(format);
  writer.Append(fields);
  if (writer.bytes() != reply.substr(frame.pos, frame.size())) {
    return std::nullopt;
  }
  return fields;
}

}  // namespace

std::string Case::Written() const {
  DirentWriter writer(format);
  for (const RecordFields& fields : records) writer.Append(fields);
  writer.AppendRaw(raw);
  return writer.bytes();
}

std::string Case::Reply() const {
  std::string bytes = Written();
  if (sent && *sent < bytes.size()) bytes.resize(*sent);
  return bytes;
}

std::string Case::ToRecipe(std::string_view why) const {
  std::string text;
  AppendHead(why, FormatName(format), &text);
  for (const RecordFields& fields : records) {
    AppendRecord(format, fields, &text);
  }
  AppendRaw(raw, &text);
  if (sent && *sent < Written().size()) {
    text += "cut " + std::to_string(*sent) + "\n";
  }
  AppendTrailer(choices, &text);
  if (draws == Draws()) return text;
  text += "draws";
  for (const uint8_t number : draws) text += " " + std::to_string(number);
  return text + "\n";
}

Case Case::AsBytes() const {
  Case result;
  result.format = format;
  result.raw = Reply();
  result.choices = choices;
  result.draws = draws;
  return result;
}

Case Case::Of(RecordFormat format, std::string_view reply,
              const Choices& choices, const Draws& draws) {
  Case result;
  result.format = format;
  result.choices = choices;
  result.draws = draws;
  size_t pos = 0;
  for (const RecordFrame& frame : FramesOf(format, reply)) {
    auto fields = FieldsOf(format, reply, frame);
    if (!fields) break;
    result.records.push_back(std::move(*fields));
    pos = frame.end;
  }
  result.raw = reply.substr(pos);
  return result;
}

std::optional<Case> Case::FromRecipe(std::string_view text,
                                     std::string* problem) {
  const auto recipe = ParseRecipe(text, problem);
  if (!recipe) return std::nullopt;
  if (recipe->is_bytes) {
    *problem = "format bytes: expected a reply";
    return std::nullopt;
  }
  return Of(recipe->format, recipe->reply, recipe->choices, recipe->draws);
}

}  // namespace fuse_dirents
