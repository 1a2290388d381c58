// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/recipe.h"

#include <charconv>
#include <iterator>

#include "base/hex.h"
#include "base/text.h"
#include "parser/dirent_writer.h"
#include "parser/entry_out_fields.h"
#include "parser/frames.h"

namespace fuse_dirents {
namespace {

constexpr size_t kRawLineBytes = 32;
constexpr std::string_view kBytes = "bytes";

void AppendNumber(std::string_view before, uint64_t number, std::string* text) {
  char digits[20];
  const auto [end, error] =
      std::to_chars(std::begin(digits), std::end(digits), number);
  *text += before;
  text->append(digits, end);
}

// A name as a recipe's word: repeated bytes are counted.
void AppendName(std::string_view name, std::string* text) {
  if (name.size() > 16 && name.find_first_not_of(name[0]) == name.npos) {
    AppendQuoted(name.substr(0, 1), text);
    AppendNumber("*", name.size(), text);
  } else {
    AppendQuoted(name, text);
  }
}

}  // namespace

void AppendRaw(std::string_view bytes, std::string* text) {
  while (!bytes.empty()) {
    const std::string_view line = bytes.substr(0, kRawLineBytes);
    char digits[3 * kRawLineBytes];
    size_t size = 0;
    for (size_t i = 0; i < line.size(); ++i) {
      if (i % 8 == 0) digits[size++] = ' ';
      const auto byte = static_cast<uint8_t>(line[i]);
      digits[size++] = kHexDigits[byte >> 4];
      digits[size++] = kHexDigits[byte & 15];
    }
    *text += "raw";
    text->append(digits, size);
    *text += '\n';
    bytes.remove_prefix(line.size());
  }
}

void AppendHead(std::string_view why, std::string_view format,
                std::string* text) {
  *text += "# why: ";
  for (const char c : why) {
    *text += c;
    if (c == '\n') *text += "# ";
  }
  *text += "\nformat ";
  *text += format;
  *text += '\n';
}

void AppendRecord(RecordFormat format, const RecordFields& fields,
                  std::string* text) {
  AppendNumber("record ino=", fields.ino, text);
  AppendNumber(" off=", fields.off, text);
  AppendNumber(" type=", fields.type, text);
  *text += " name=";
  AppendName(fields.name, text);
  if (format == RecordFormat::kDirentplus) {
    AppendEntryOut(fields.entry_out, text);
  }
  if (fields.namelen) AppendNumber(" namelen=", *fields.namelen, text);
  if (fields.padding) AppendNumber(" padding=", *fields.padding, text);
  if (fields.padding_byte != 0) {
    AppendNumber(" padding_byte=", fields.padding_byte, text);
  }
  *text += '\n';
}

void AppendTrailer(const Choices& choices, std::string* text) {
  const std::string words = choices.ToText();
  if (!words.empty()) *text += "trailer " + words + "\n";
}

void AppendRecipe(RecordFormat format, std::string_view reply,
                  std::string_view why, const Choices& choices,
                  std::string* text) {
  AppendHead(why, FormatName(format), text);
  size_t pos = 0;
  RecordFields fields;
  while (const auto frame = FrameAt(format, reply, pos)) {
    if (!frame->is_whole()) break;
    const FuseDirentplus header = HeaderOf(reply, *frame);
    fields.ino = header.dirent.ino;
    fields.off = header.dirent.off;
    fields.type = header.dirent.type;
    fields.name = NameOf(reply, *frame);
    fields.entry_out = header.entry_out;
    const size_t name_end = frame->name_at + fields.name.size();
    const std::string_view padding =
        reply.substr(name_end, frame->end - name_end);
    const bool is_zero = padding.find_first_not_of('\0') == padding.npos;
    fields.padding = is_zero ? std::nullopt : std::optional<size_t>(0);
    AppendRecord(format, fields, text);
    if (!is_zero) AppendRaw(padding, text);
    pos = frame->end;
  }
  AppendRaw(reply.substr(pos), text);
  AppendTrailer(choices, text);
}

std::string RecipeFor(RecordFormat format, std::string_view reply,
                      std::string_view why, const Choices& choices) {
  std::string text;
  text.reserve(512 + 3 * reply.size());
  AppendRecipe(format, reply, why, choices, &text);
  return text;
}

std::optional<std::string> InputFromRecipe(std::string_view text,
                                           std::string* problem) {
  const auto recipe = ParseRecipe(text, problem);
  if (!recipe) return std::nullopt;
  if (recipe->is_bytes) return recipe->reply;
  if (!IsEncodable(recipe->choices)) {
    *problem =
        "trailer: a trailer cannot hold '" + recipe->choices.ToText() + "'";
    return std::nullopt;
  }
  if (recipe->draws != Draws()) {
    *problem = "draws: an input cannot hold them; they are a property's";
    return std::nullopt;
  }
  return EncodeInput(recipe->reply, recipe->choices);
}

std::string RecipeOfInput(std::optional<RecordFormat> format,
                          std::string_view input, std::string_view why) {
  const Input decoded = DecodeInput(input);
  if (format && EncodeInput(decoded.reply, decoded.choices) == input) {
    return RecipeFor(*format, decoded.reply, why, decoded.choices);
  }
  std::string text;
  AppendHead(why, kBytes, &text);
  AppendRaw(input, &text);
  return text;
}

std::string_view FormatWord(std::string_view text) {
  constexpr std::string_view kFormat = "\nformat ";
  const size_t at = text.find(kFormat);
  if (at == text.npos) return "";
  text.remove_prefix(at + kFormat.size());
  return text.substr(0, text.find('\n'));
}

std::string_view FormatName(RecordFormat format) {
  return format == RecordFormat::kDirent ? "dirent" : "direntplus";
}

std::optional<RecordFormat> ParseFormat(std::string_view name) {
  for (const RecordFormat format :
       {RecordFormat::kDirent, RecordFormat::kDirentplus}) {
    if (name == FormatName(format)) return format;
  }
  return std::nullopt;
}

}  // namespace fuse_dirents
