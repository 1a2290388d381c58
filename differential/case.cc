// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/case.h"

#include <algorithm>
#include <cstring>

#include "base/hex.h"
#include "base/text.h"
#include "differential/recipe.h"
#include "parser/entry_out_fields.h"

namespace fuse_dirents {
namespace {

// Repeated bytes are counted.
std::string NameWord(std::string_view name) {
  if (name.size() > 16 && name.find_first_not_of(name[0]) == name.npos) {
    return Quote(name.substr(0, 1)) + "*" + std::to_string(name.size());
  }
  return Quote(name);
}

std::string RecordLine(RecordFormat format, const RecordFields& fields) {
  std::string line = "record ino=" + std::to_string(fields.ino) +
                     " off=" + std::to_string(fields.off) +
                     " type=" + std::to_string(fields.type) +
                     " name=" + NameWord(fields.name);
  if (fields.namelen) line += " namelen=" + std::to_string(*fields.namelen);
  if (fields.padding) line += " padding=" + std::to_string(*fields.padding);
  if (fields.padding_byte != 0) {
    line += " padding_byte=" + std::to_string(fields.padding_byte);
  }
  if (format == RecordFormat::kDirentplus) {
    line += EntryOutText(fields.entry_out);
  }
  return line + "\n";
}

std::string RawText(std::string_view bytes) {
  constexpr size_t kBytesALine = 32;
  std::string text;
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (i % kBytesALine == 0) text += i == 0 ? "raw " : "\nraw ";
    AppendHex(static_cast<uint8_t>(bytes[i]), &text);
  }
  return text.empty() ? "" : text + "\n";
}

// The record at the start of `bytes`, where it is whole and DirentWriter writes
// it so without being told to write anything wrong.
std::optional<RecordFields> RightRecord(RecordFormat format,
                                        std::string_view bytes) {
  const size_t header_size = HeaderSize(format);
  if (bytes.size() < header_size) return std::nullopt;
  RecordFields fields;
  if (format == RecordFormat::kDirentplus) {
    std::memcpy(&fields.entry_out, bytes.data(), sizeof fields.entry_out);
  }
  FuseDirent header;
  std::memcpy(&header, bytes.data() + header_size - sizeof header,
              sizeof header);
  const uint64_t reclen = Reclen(format, header.namelen);
  if (reclen > bytes.size()) return std::nullopt;
  fields.ino = header.ino;
  fields.off = header.off;
  fields.type = header.type;
  fields.name = bytes.substr(header_size, header.namelen);
  DirentWriter writer(format);
  writer.Append(fields);
  if (writer.bytes() != bytes.substr(0, reclen)) return std::nullopt;
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
  std::string text = "# why: ";
  for (const char c : why) {
    text += c;
    if (c == '\n') text += "# ";
  }
  text += "\nformat " + std::string(FormatName(format)) + "\n";
  for (const RecordFields& fields : records) text += RecordLine(format, fields);
  text += RawText(raw);
  if (sent && *sent < Written().size()) {
    text += "cut " + std::to_string(*sent) + "\n";
  }
  const std::string trailer = choices.ToText();
  return trailer.empty() ? text : text + "trailer " + trailer + "\n";
}

std::optional<Case> Case::FromRecipe(std::string_view text,
                                     std::string* problem) {
  const auto recipe = ParseRecipe(text, problem);
  if (!recipe) return std::nullopt;
  const auto choices = Choices::FromText(recipe->trailer, problem);
  if (!choices) return std::nullopt;
  Case result;
  result.format = recipe->format;
  result.choices = *choices;
  std::string_view left = recipe->reply;
  while (const auto fields = RightRecord(recipe->format, left)) {
    left.remove_prefix(
        Reclen(recipe->format, static_cast<uint32_t>(fields->name.size())));
    result.records.push_back(*fields);
  }
  result.raw = left;
  return result;
}

std::vector<Frame> FramesOf(RecordFormat format, std::string_view bytes) {
  const size_t header_size = HeaderSize(format);
  std::vector<Frame> frames;
  size_t pos = 0;
  while (bytes.size() - pos >= header_size) {
    uint32_t namelen;
    std::memcpy(&namelen,
                bytes.data() + pos + header_size - sizeof(FuseDirent) +
                    offsetof(FuseDirent, namelen),
                sizeof namelen);
    const size_t reclen = Reclen(format, namelen);
    frames.push_back({pos, reclen});
    pos += std::min(reclen, bytes.size() - pos);
  }
  return frames;
}

}  // namespace fuse_dirents
