// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/recipe.h"

#include <charconv>
#include <iterator>
#include <utility>

#include "base/hex.h"
#include "base/text.h"
#include "parser/dirent_writer.h"
#include "parser/entry_out_fields.h"
#include "parser/frames.h"

namespace fuse_dirents {
namespace {

// A recipe writes no more than this, whatever its lines ask for.
constexpr size_t kMaxBytes = kMaxReplyBytes;
constexpr size_t kRawLineBytes = 32;

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
    recipe_.is_bytes = word == kBytes;
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
        SetFieldNamed(key, n, &fields->entry_out)) {
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
        std::string problem = Field(word, i, &fields_);
        if (!problem.empty()) return problem;
      }
      if (!writer_->AppendIfFits(fields_, kMaxBytes)) return kTooLong;
    }
    return "";
  }

  std::string Raw(std::string_view words) {
    char bytes[kRawLineBytes];
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
