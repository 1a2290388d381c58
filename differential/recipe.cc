// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/recipe.h"

#include <charconv>
#include <iterator>
#include <vector>

#include "base/hex.h"
#include "base/text.h"
#include "parser/dirent_writer.h"
#include "parser/entry_out_fields.h"
#include "parser/frames.h"

namespace fuse_dirents {
namespace {

// A recipe writes no more than this, whatever its lines ask for.
constexpr size_t kMaxBytes = kMaxReplyBytes;

constexpr std::string_view kBytes = "bytes";
constexpr char kNoFormat[] =
    "expected one line 'format dirent|direntplus|bytes', the first";

std::string Padded(uint64_t number, size_t width) {
  std::string digits = std::to_string(number);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return digits;
}

class Interpreter {
 public:
  // The problem with the line, or nothing.
  std::string Line(std::string_view line) {
    if (line.starts_with("#")) return Comment(line.substr(1));
    while (line.starts_with(' ')) line.remove_prefix(1);
    std::vector<std::string_view> words = SplitWords(line);
    if (words.empty()) {
      in_why_ = false;
      return "";
    }
    in_why_ = false;
    const std::string_view verb = words.front();
    words.erase(words.begin());
    if (verb == "format") return Format(words);
    if (!writer_) return kNoFormat;
    if (recipe_.is_bytes && verb != "raw") {
      return std::string(verb) + ": expected only raw after 'format bytes'";
    }
    if (verb == "record") return Record(words, 1);
    if (verb == "repeat") return Repeat(words);
    if (verb == "raw") return Raw(words);
    if (verb == "cut") return Cut(words);
    if (verb == "trailer") return Trailer(line.substr(verb.size()));
    if (verb == "draws") return ReadDraws(words);
    return "unknown word '" + std::string(verb) +
           "'; expected format, record, repeat, raw, cut, trailer or draws";
  }

  bool has_format() const { return writer_.has_value(); }

  Recipe Finish() {
    recipe_.format = writer_->format();
    recipe_.reply = writer_->bytes();
    return recipe_;
  }

 private:
  std::string Comment(std::string_view text) {
    while (text.starts_with(" ")) text.remove_prefix(1);
    if (recipe_.why.empty() && text.starts_with("why:")) {
      text.remove_prefix(4);
      while (text.starts_with(" ")) text.remove_prefix(1);
      recipe_.why = text;
      in_why_ = true;
    } else if (in_why_) {
      recipe_.why += " ";
      recipe_.why += text;
    }
    return "";
  }

  std::string Format(const std::vector<std::string_view>& words) {
    if (words.size() != 1 || writer_) return kNoFormat;
    recipe_.is_bytes = words[0] == kBytes;
    // Raw lines write the same bytes in any format.
    const auto format =
        recipe_.is_bytes ? RecordFormat::kDirent : ParseFormat(words[0]);
    if (!format) return kNoFormat;
    writer_.emplace(*format);
    return "";
  }

  std::string Repeat(std::vector<std::string_view> words) {
    const auto count =
        words.empty() ? std::nullopt : ParseNumber(words[0], UINT32_MAX);
    if (!count || words.size() < 2 || words[1] != "record") {
      return "expected 'repeat N record FIELDS'";
    }
    words.erase(words.begin(), words.begin() + 2);
    return Record(words, *count);
  }

  // What one word of a record says, for its `i`-th repetition.
  std::string Field(std::string_view word, uint64_t i, RecordFields* fields) {
    auto [key, value] = SplitKeyValue(word);
    const auto bad = [&] {
      return "'" + std::string(word) + "' is no field of a " +
             std::string(FormatName(writer_->format())) + " record";
    };
    if (key == "name") return Name(value, fields) ? "" : bad();
    if (key == "number") {
      const auto width = ParseNumber(value, 20);
      if (!width) return bad();
      fields->name += Padded(i, *width);
      return "";
    }
    const bool grows = value.ends_with("+");
    if (grows) value.remove_suffix(1);
    const auto number = ParseNumber(value);
    if (!number) return bad();
    const uint64_t n = *number + (grows ? i : 0);
    if (key == "ino") return fields->ino = n, "";
    if (key == "off") return fields->off = n, "";
    if (key == "padding" && n <= kMaxBytes) return fields->padding = n, "";
    if (key == "padding_byte" && n <= 255) {
      return fields->padding_byte = static_cast<uint8_t>(n), "";
    }
    if (key == "type" && n <= UINT32_MAX) {
      return fields->type = static_cast<uint32_t>(n), "";
    }
    if (key == "namelen" && n <= UINT32_MAX) {
      return fields->namelen = static_cast<uint32_t>(n), "";
    }
    if (writer_->format() == RecordFormat::kDirentplus &&
        ParseEntryOutField(key, std::to_string(n), &fields->entry_out)) {
      return "";
    }
    return bad();
  }

  static bool Name(std::string_view value, RecordFields* fields) {
    uint64_t times = 1;
    const size_t star = value.rfind('*');
    if (star != value.npos && star > 0 && value[star - 1] == '"' &&
        !value.ends_with('"')) {
      const auto count = ParseNumber(value.substr(star + 1), kMaxBytes);
      if (!count) return false;
      times = *count;
      value = value.substr(0, star);
    }
    const auto name = Unquote(value);
    if (!name || name->size() * times > kMaxBytes) return false;
    for (; times > 0; --times) fields->name += *name;
    return true;
  }

  std::string Record(const std::vector<std::string_view>& words,
                     uint64_t count) {
    for (uint64_t i = 0; i < count; ++i) {
      RecordFields fields;
      for (const std::string_view word : words) {
        std::string problem = Field(word, i, &fields);
        if (!problem.empty()) return problem;
      }
      if (!writer_->AppendIfFits(fields, kMaxBytes)) return kTooLong;
    }
    return "";
  }

  std::string Raw(const std::vector<std::string_view>& words) {
    std::string bytes;
    for (const std::string_view word : words) {
      if (word.size() % 2 != 0) return "expected pairs of hexadecimal digits";
      for (size_t i = 0; i < word.size(); i += 2) {
        const int high = HexValue(word[i]);
        const int low = HexValue(word[i + 1]);
        if (high < 0 || low < 0) return "expected pairs of hexadecimal digits";
        bytes += static_cast<char>(high << 4 | low);
      }
    }
    if (bytes.size() > kMaxBytes - writer_->bytes().size()) return kTooLong;
    writer_->AppendRaw(bytes);
    return "";
  }

  std::string Cut(const std::vector<std::string_view>& words) {
    if (words.size() != 1) return "expected 'cut N' or 'cut -N'";
    std::string_view word = words[0];
    const bool from_end = word.starts_with("-");
    if (from_end) word.remove_prefix(1);
    const size_t size = writer_->bytes().size();
    const auto number = ParseNumber(word, size);
    if (!number) {
      return "expected 'cut N' or 'cut -N' with N at most the " +
             std::to_string(size) + " bytes written so far";
    }
    writer_->Cut(from_end ? size - *number : *number);
    return "";
  }

  std::string Trailer(std::string_view text) {
    if (has_trailer_) return "expected one 'trailer' line";
    has_trailer_ = true;
    std::string problem;
    const auto choices = Choices::FromText(text, &problem);
    if (!choices) return "trailer: " + problem;
    recipe_.choices = *choices;
    return "";
  }

  std::string ReadDraws(const std::vector<std::string_view>& words) {
    Draws& draws = recipe_.draws;
    bool right = words.size() == draws.size();
    for (size_t i = 0; right && i < draws.size(); ++i) {
      const auto number = ParseNumber(words[i], 15);
      right = number.has_value();
      draws[i] = static_cast<uint8_t>(number.value_or(0));
    }
    return right ? "" : "expected 'draws' and 8 numbers from 0 to 15";
  }

  static constexpr const char* kTooLong =
      "the reply grows above 16 MiB, the longest that is handled";

  Recipe recipe_;
  std::optional<DirentWriter> writer_;
  bool has_trailer_ = false;
  bool in_why_ = false;
};

void AppendNumber(std::string_view before, uint64_t number, std::string* text) {
  char digits[20];
  const auto [end, error] =
      std::to_chars(std::begin(digits), std::end(digits), number);
  *text += before;
  text->append(digits, end);
}

// A name as a recipe's word: repeated bytes are counted.
std::string NameWord(std::string_view name) {
  if (name.size() > 16 && name.find_first_not_of(name[0]) == name.npos) {
    return Quote(name.substr(0, 1)) + "*" + std::to_string(name.size());
  }
  return Quote(name);
}

}  // namespace

std::optional<Recipe> ParseRecipe(std::string_view text, std::string* problem) {
  Interpreter interpreter;
  for (size_t number = 1; !text.empty(); ++number) {
    const size_t end = text.find('\n');
    const std::string wrong = interpreter.Line(text.substr(0, end));
    if (!wrong.empty()) {
      *problem = "line " + std::to_string(number) + ": " + wrong;
      return std::nullopt;
    }
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
  }
  if (!interpreter.has_format()) {
    *problem = kNoFormat;
    return std::nullopt;
  }
  return interpreter.Finish();
}

std::string RawLines(std::string_view bytes) {
  std::string text;
  // Two digits a byte, "\nraw " before each 32 and a space before each 8.
  text.reserve(bytes.size() * 2 + bytes.size() / 32 * 8 + 14);
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (i % 32 == 0) {
      text += i == 0 ? "raw " : "\nraw ";
    } else if (i % 8 == 0) {
      text += ' ';
    }
    AppendHex(static_cast<uint8_t>(bytes[i]), &text);
  }
  return bytes.empty() ? "" : text + "\n";
}

std::string WhyLine(std::string_view why) {
  std::string text = "# why: ";
  for (const char c : why) {
    text += c;
    if (c == '\n') text += "# ";
  }
  return text + "\n";
}

std::string RecordLine(RecordFormat format, const RecordFields& fields) {
  std::string text;
  AppendNumber("record ino=", fields.ino, &text);
  AppendNumber(" off=", fields.off, &text);
  AppendNumber(" type=", fields.type, &text);
  text += " name=" + NameWord(fields.name);
  if (format == RecordFormat::kDirentplus) {
    text += EntryOutText(fields.entry_out);
  }
  if (fields.namelen) AppendNumber(" namelen=", *fields.namelen, &text);
  if (fields.padding) AppendNumber(" padding=", *fields.padding, &text);
  if (fields.padding_byte != 0) {
    AppendNumber(" padding_byte=", fields.padding_byte, &text);
  }
  return text + "\n";
}

std::string TrailerLine(const Choices& choices) {
  const std::string words = choices.ToText();
  return words.empty() ? "" : "trailer " + words + "\n";
}

std::string RecipeFor(RecordFormat format, std::string_view reply,
                      std::string_view why, const Choices& choices) {
  std::string text;
  text.reserve(512 + 3 * reply.size());
  text += WhyLine(why) + "format " + std::string(FormatName(format)) + "\n";
  size_t pos = 0;
  for (const RecordFrame& frame : FramesOf(format, reply)) {
    if (!frame.is_whole()) break;
    const FuseDirentplus header = HeaderOf(reply, frame);
    RecordFields fields = {.ino = header.dirent.ino,
                           .off = header.dirent.off,
                           .type = header.dirent.type,
                           .name = std::string(NameOf(reply, frame)),
                           .entry_out = header.entry_out};
    const size_t name_end = frame.name_at + fields.name.size();
    const std::string_view padding =
        reply.substr(name_end, frame.end - name_end);
    const bool is_zero = padding.find_first_not_of('\0') == padding.npos;
    if (!is_zero) fields.padding = 0;
    text += RecordLine(format, fields);
    if (!is_zero) text += RawLines(padding);
    pos = frame.end;
  }
  return text + RawLines(reply.substr(pos)) + TrailerLine(choices);
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
  return WhyLine(why) + "format " + std::string(kBytes) + "\n" +
         RawLines(input);
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
