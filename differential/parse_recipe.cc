// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/hex.h"
#include "base/text.h"
#include "differential/recipe.h"
#include "parser/dirent_writer.h"
#include "parser/entry_out_fields.h"

namespace fuse_dirents {
namespace {

// A recipe writes no more than this, whatever its lines ask for.
constexpr size_t kMaxBytes = kMaxReplyBytes;

constexpr size_t kChunkBytes = 64;

constexpr char kNoFormat[] =
    "expected one line 'format dirent|direntplus|bytes', the first";

std::string Padded(uint64_t number, size_t width) {
  std::string digits = std::to_string(number);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return digits;
}

class Interpreter {
 public:
  // Reads into *recipe, which keeps its memory.
  explicit Interpreter(Recipe* recipe) : recipe_(*recipe) {
    recipe_.why.clear();
    recipe_.is_bytes = false;
    recipe_.choices = {};
    recipe_.draws = {};
  }

  // The problem with the line, or nothing.
  std::string Line(std::string_view line) {
    if (line.starts_with("#")) return Comment(line.substr(1));
    in_why_ = false;
    std::string_view words = line;
    const std::string_view verb = NextWord(&words);
    if (verb.empty()) return "";
    if (verb == "format") return Format(words);
    if (!writer_) return kNoFormat;
    if (recipe_.is_bytes && verb != "raw") {
      return std::string(verb) + ": expected only raw after 'format bytes'";
    }
    if (verb == "record") return Record(words, 1);
    if (verb == "repeat") return Repeat(words);
    if (verb == "raw") return Raw(words);
    if (verb == "cut") return Cut(words);
    if (verb == "trailer") return Trailer(words);
    if (verb == "draws") return ReadDraws(words);
    return "unknown word '" + std::string(verb) +
           "'; expected format, record, repeat, raw, cut, trailer or draws";
  }

  bool has_format() const { return writer_.has_value(); }

  void Finish() {
    recipe_.format = writer_->format();
    recipe_.reply = std::move(*writer_).TakeBytes();
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

  std::string Format(std::string_view words) {
    const std::string_view word = NextWord(&words);
    if (!NextWord(&words).empty() || writer_) return kNoFormat;
    recipe_.is_bytes = word == "bytes";
    // Raw lines write the same bytes in any format.
    const auto format =
        recipe_.is_bytes ? RecordFormat::kDirent : ParseFormat(word);
    if (!format) return kNoFormat;
    writer_.emplace(*format, std::move(recipe_.reply));
    return "";
  }

  std::string Repeat(std::string_view words) {
    const auto count = ParseNumber(NextWord(&words), UINT32_MAX);
    if (!count || NextWord(&words) != "record") {
      return "expected 'repeat N record FIELDS'";
    }
    return Record(words, *count);
  }

  // Sets what one word of a record says, for its `i`-th repetition.  Returns
  // whether the word is a field.
  bool Field(std::string_view word, uint64_t i, RecordFields* fields) {
    auto [key, value] = SplitKeyValue(word);
    if (key == "name") return Name(value, fields);
    if (key == "number") {
      const auto width = ParseNumber(value, 20);
      if (width) fields->name += Padded(i, *width);
      return width.has_value();
    }
    const bool grows = value.ends_with("+");
    if (grows) value.remove_suffix(1);
    const auto number = ParseNumber(value);
    if (!number) return false;
    const uint64_t n = *number + (grows ? i : 0);
    if (key == "ino") return fields->ino = n, true;
    if (key == "off") return fields->off = n, true;
    if (key == "padding" && n <= kMaxBytes) return fields->padding = n, true;
    if (key == "padding_byte" && n <= 255) {
      return fields->padding_byte = static_cast<uint8_t>(n), true;
    }
    if (key == "type" && n <= UINT32_MAX) {
      return fields->type = static_cast<uint32_t>(n), true;
    }
    if (key == "namelen" && n <= UINT32_MAX) {
      return fields->namelen = static_cast<uint32_t>(n), true;
    }
    return writer_->format() == RecordFormat::kDirentplus &&
           SetFieldNamed(key, n, &fields->entry_out);
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
    std::string& name = fields->name;
    const size_t before = name.size();
    if (!AppendUnquoted(value, &name)) return false;
    const size_t size = name.size() - before;
    if (size * times > kMaxBytes) return false;
    if (times == 0) name.resize(before);
    if (size == 1 && times > 1) {
      name.append(times - 1, name.back());
    } else {
      for (; times > 1; --times) name.append(name, before, size);
    }
    return true;
  }

  std::string Record(std::string_view words, uint64_t count) {
    for (uint64_t i = 0; i < count; ++i) {
      // As a new one, in the same memory.
      std::string name = std::move(fields_.name);
      name.clear();
      fields_ = {.name = std::move(name)};
      std::string_view left = words;
      for (;;) {
        const std::string_view word = NextWord(&left);
        if (word.empty()) break;
        if (Field(word, i, &fields_)) continue;
        return "'" + std::string(word) + "' is no field of a " +
               std::string(FormatName(writer_->format())) + " record";
      }
      if (!writer_->AppendIfFits(fields_, kMaxBytes)) return kTooLong;
    }
    return "";
  }

  std::string Raw(std::string_view words) {
    char bytes[kChunkBytes];
    size_t size = 0;
    for (;;) {
      const std::string_view word = NextWord(&words);
      if (word.size() % 2 != 0) return "expected pairs of hexadecimal digits";
      for (size_t i = 0; i < word.size(); i += 2) {
        const int high = HexValue(word[i]);
        const int low = HexValue(word[i + 1]);
        if (high < 0 || low < 0) return "expected pairs of hexadecimal digits";
        bytes[size++] = static_cast<char>(high << 4 | low);
        if (size == sizeof bytes && !Write(bytes, &size)) return kTooLong;
      }
      if (word.empty()) return Write(bytes, &size) ? "" : kTooLong;
    }
  }

  // Appends the first *size of `bytes`, if they fit, and sets *size to 0.
  bool Write(const char* bytes, size_t* size) {
    if (*size > kMaxBytes - writer_->bytes().size()) return false;
    writer_->AppendRaw({bytes, *size});
    *size = 0;
    return true;
  }

  std::string Cut(std::string_view words) {
    std::string_view word = NextWord(&words);
    if (word.empty() || !NextWord(&words).empty()) {
      return "expected 'cut N' or 'cut -N'";
    }
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

  std::string ReadDraws(std::string_view words) {
    bool right = true;
    for (uint8_t& draw : recipe_.draws) {
      const auto number = ParseNumber(NextWord(&words), 15);
      right = right && number.has_value();
      draw = static_cast<uint8_t>(number.value_or(0));
    }
    right = right && NextWord(&words).empty();
    return right ? "" : "expected 'draws' and 8 numbers from 0 to 15";
  }

  static constexpr const char* kTooLong =
      "the reply grows above 16 MiB, the longest that is handled";

  Recipe& recipe_;
  std::optional<DirentWriter> writer_;
  RecordFields fields_;
  bool has_trailer_ = false;
  bool in_why_ = false;
};

}  // namespace

bool ParseRecipe(std::string_view text, Recipe* recipe, std::string* problem) {
  Interpreter interpreter(recipe);
  for (size_t number = 1; !text.empty(); ++number) {
    const size_t end = text.find('\n');
    const std::string wrong = interpreter.Line(text.substr(0, end));
    if (!wrong.empty()) {
      *problem = "line " + std::to_string(number) + ": " + wrong;
      return false;
    }
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
  }
  if (!interpreter.has_format()) {
    *problem = kNoFormat;
    return false;
  }
  interpreter.Finish();
  return true;
}

std::optional<Recipe> ParseRecipe(std::string_view text, std::string* problem) {
  Recipe recipe;
  if (!ParseRecipe(text, &recipe, problem)) return std::nullopt;
  return recipe;
}

}  // namespace fuse_dirents
