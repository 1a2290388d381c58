// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/recipe.h"

#include <charconv>
#include <cstring>
#include <iterator>
#include <vector>

#include "base/hex.h"
#include "base/text.h"
#include "parser/dirent_writer.h"
#include "parser/entry_out_fields.h"

namespace fuse_dirents {
namespace {

// A recipe writes no more than this, whatever its lines ask for.
constexpr size_t kMaxBytes = kMaxReplyBytes;

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
    std::vector<std::string_view> words = SplitWords(line);
    if (words.empty()) {
      in_why_ = false;
      return "";
    }
    in_why_ = false;
    const std::string_view verb = words.front();
    words.erase(words.begin());
    if (verb == "format") return Format(words);
    if (!writer_) return "the first line must be 'format dirent|direntplus'";
    if (verb == "record") return Record(words, 1);
    if (verb == "repeat") return Repeat(words);
    if (verb == "raw") return Raw(words);
    if (verb == "cut") return Cut(words);
    if (verb == "trailer") return Trailer(words);
    return "unknown word '" + std::string(verb) +
           "'; expected format, record, repeat, raw, cut or trailer";
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
    const auto format =
        words.size() == 1 ? ParseFormat(words[0]) : std::nullopt;
    if (!format || writer_) return "expected one 'format dirent|direntplus'";
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

  std::string Trailer(const std::vector<std::string_view>& words) {
    if (!recipe_.trailer.empty()) return "expected one 'trailer' line";
    for (const std::string_view word : words) {
      if (!recipe_.trailer.empty()) recipe_.trailer += " ";
      recipe_.trailer += word;
    }
    return "";
  }

  static constexpr const char* kTooLong =
      "the reply grows above 16 MiB, the longest that is handled";

  Recipe recipe_;
  std::optional<DirentWriter> writer_;
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
    *problem = "no line 'format dirent|direntplus'";
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

std::string RecipeFor(RecordFormat format, std::string_view reply,
                      std::string_view why) {
  std::string text;
  text.reserve(512 + 3 * reply.size());
  text += "# why: ";
  for (const char c : why) {
    text += c;
    if (c == '\n') text += "# ";
  }
  text += "\nformat " + std::string(FormatName(format)) + "\n";
  const size_t header_size = HeaderSize(format);
  size_t pos = 0;
  while (reply.size() - pos >= header_size) {
    FuseEntryOut entry_out = {};
    FuseDirent header;
    if (format == RecordFormat::kDirentplus) {
      std::memcpy(&entry_out, reply.data() + pos, sizeof entry_out);
    }
    const size_t name_at = pos + header_size;
    std::memcpy(&header, reply.data() + name_at - sizeof header, sizeof header);
    const uint64_t reclen = Reclen(format, header.namelen);
    if (reclen > reply.size() - pos) break;
    const std::string_view name = reply.substr(name_at, header.namelen);
    const std::string_view padding = reply.substr(
        name_at + name.size(), reclen - header_size - header.namelen);
    AppendNumber("record ino=", header.ino, &text);
    AppendNumber(" off=", header.off, &text);
    AppendNumber(" type=", header.type, &text);
    text += " name=";
    text += NameWord(name);
    text += EntryOutText(entry_out);
    pos += reclen;
    if (padding.find_first_not_of('\0') == padding.npos) {
      text += "\n";
    } else {
      text += " padding=0\n" + RawLines(padding);
    }
  }
  return text + RawLines(reply.substr(pos));
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
