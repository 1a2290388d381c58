// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/inputs/input_format.h"

#include <algorithm>
#include <set>

#include "base/check.h"
#include "base/text.h"

namespace fuse_dirents {
namespace {

constexpr std::string_view kWhy = "# why: ";
constexpr uint64_t kMaxRepeats = 1000;

uint64_t Most(const InputField& field) {
  if (!field.words.empty()) return field.words.size() - 1;
  if (field.values != 0) return field.least + field.values - 1;
  return field.bytes == 8 ? ~uint64_t{0}
                          : (uint64_t{1} << (8 * field.bytes)) - 1;
}

std::string Expected(const InputField& field) {
  if (field.words.empty()) {
    return "a number from " + std::to_string(field.least) + " to " +
           std::to_string(Most(field));
  }
  std::string text = "one of";
  for (const std::string& word : field.words) text += " " + word;
  return text;
}

std::optional<uint64_t> ValueOf(const InputField& field,
                                std::string_view text) {
  if (!field.words.empty()) {
    const auto word = std::ranges::find(field.words, text);
    if (word == field.words.end()) return std::nullopt;
    return static_cast<uint64_t>(word - field.words.begin());
  }
  const auto number = ParseNumber(text, Most(field));
  return number && *number >= field.least ? number : std::nullopt;
}

std::string TextOf(const InputField& field, uint64_t value) {
  return field.words.empty() ? std::to_string(value) : field.words[value];
}

// Whether a number need not be named.
bool IsUnnamed(const InputField& field, uint64_t value) {
  return TextOf(field, value) == TextOf(field, field.least);
}

std::vector<uint64_t> LeastOf(const std::vector<InputField>& fields) {
  std::vector<uint64_t> values;
  for (const InputField& field : fields) values.push_back(field.least);
  return values;
}

std::string Encoded(const std::vector<InputField>& fields,
                    const std::vector<uint64_t>& values) {
  std::string input;
  for (size_t i = 0; i < fields.size(); ++i) {
    const uint64_t raw = values[i] - fields[i].least;
    for (size_t byte = 0; byte < fields[i].bytes; ++byte) {
      input += static_cast<char>(raw >> (8 * byte) & 0xff);
    }
  }
  return input;
}

class Reading {
 public:
  Reading(const InputFormat& format, std::string* problem)
      : format_(format), problem_(problem), head_(LeastOf(format.head)) {}

  bool Line(std::string_view line) {
    const std::vector<std::string_view> words = SplitWords(line);
    if (words.empty() || line.starts_with('#')) return true;
    if (words[0] == "format") {
      return (words.size() == 2 && words[1] == format_.name) ||
             Fail("expected 'format " + format_.name + "'");
    }
    const auto field =
        std::ranges::find(format_.head, words[0], &InputField::name);
    if (field != format_.head.end()) return HeadLine(*field, words);
    return ItemLine(words);
  }

  std::string Input() const { return Encoded(format_.head, head_) + items_; }

 private:
  bool Fail(const std::string& problem) {
    *problem_ = problem;
    return false;
  }

  bool Set(const InputField& field, std::string_view text, uint64_t* value) {
    const auto read = ValueOf(field, text);
    if (!read) {
      return Fail(field.name + " '" + std::string(text) + "'; expected " +
                  Expected(field));
    }
    *value = *read;
    return true;
  }

  bool HeadLine(const InputField& field,
                const std::vector<std::string_view>& words) {
    if (words.size() != 2) {
      return Fail("expected '" + field.name + " VALUE'");
    }
    if (!seen_.insert(field.name).second) {
      return Fail(field.name + " stands twice");
    }
    return Set(field, words[1],
               &head_[static_cast<size_t>(&field - format_.head.data())]);
  }

  bool ItemLine(std::span<const std::string_view> words) {
    uint64_t repeats = 1;
    if (words[0] == "repeat") {
      const auto number =
          words.size() < 3 ? std::nullopt : ParseNumber(words[1], kMaxRepeats);
      if (!number) {
        return Fail("expected 'repeat N', N at most " +
                    std::to_string(kMaxRepeats) + ", and what is repeated");
      }
      repeats = *number;
      words = words.subspan(2);
    }
    const auto kind =
        std::ranges::find(format_.kinds, words[0], &InputItemKind::name);
    if (kind == format_.kinds.end()) {
      return Fail("unknown word '" + std::string(words[0]) + "'; expected " +
                  Known());
    }
    std::vector<uint64_t> values = LeastOf(kind->fields);
    for (const std::string_view word : words.subspan(1)) {
      const auto [name, text] = SplitKeyValue(word);
      const auto field =
          std::ranges::find(kind->fields, name, &InputField::name);
      if (field == kind->fields.end() || text.empty()) {
        return Fail("'" + std::string(word) + "' is no NAME=VALUE of " +
                    kind->name);
      }
      const auto i = static_cast<size_t>(field - kind->fields.begin());
      if (!Set(*field, text, &values[i])) return false;
    }
    const char number = static_cast<char>(kind - format_.kinds.begin());
    const std::string item = number + Encoded(kind->fields, values);
    for (; repeats > 0; --repeats) items_ += item;
    return true;
  }

  std::string Known() const {
    std::string text;
    for (const InputField& field : format_.head) text += field.name + " ";
    for (const InputItemKind& kind : format_.kinds) {
      if (text.find(kind.name + " ") == text.npos) text += kind.name + " ";
    }
    return text + "or repeat";
  }

  const InputFormat& format_;
  std::string* const problem_;
  std::vector<uint64_t> head_;
  std::set<std::string_view> seen_;
  std::string items_;
};

}  // namespace

uint64_t InputField::Take(InputNumbers* numbers) const {
  const uint64_t raw = numbers->Take(bytes);
  if (!words.empty()) return raw % words.size();
  return least + (values == 0 ? raw : raw % values);
}

std::optional<std::string> InputFromText(const InputFormat& format,
                                         std::string_view recipe,
                                         std::string* problem) {
  if (!recipe.starts_with(kWhy)) {
    *problem = "line 1: expected '" + std::string(kWhy) + "REASON'";
    return std::nullopt;
  }
  Reading reading(format, problem);
  for (size_t number = 1; !recipe.empty(); ++number) {
    const size_t end = std::min(recipe.find('\n'), recipe.size());
    if (!reading.Line(recipe.substr(0, end))) {
      *problem = "line " + std::to_string(number) + ": " + *problem;
      return std::nullopt;
    }
    recipe.remove_prefix(std::min(end + 1, recipe.size()));
  }
  return reading.Input();
}

std::string TextOfInput(const InputFormat& format, std::string_view input) {
  InputNumbers numbers(reinterpret_cast<const uint8_t*>(input.data()),
                       input.size());
  std::string text = std::string(kWhy) + "\n";
  for (const InputField& field : format.head) {
    const uint64_t value = field.Take(&numbers);
    if (IsUnnamed(field, value)) continue;
    text += field.name + " " + TextOf(field, value) + "\n";
  }
  while (!format.kinds.empty() && !numbers.AtEnd()) {
    const InputItemKind& kind =
        format.kinds[numbers.Below(format.kinds.size())];
    text += kind.name;
    for (const InputField& field : kind.fields) {
      const uint64_t value = field.Take(&numbers);
      if (IsUnnamed(field, value)) continue;
      text += " " + field.name + "=" + TextOf(field, value);
    }
    text += "\n";
  }
  return text;
}

std::string WholeInput(const InputFormat& format, std::string_view input) {
  std::string problem;
  const auto whole =
      InputFromText(format, TextOfInput(format, input), &problem);
  FUSE_DIRENTS_CHECK(whole.has_value());
  return *whole;
}

size_t BytesOf(std::span<const InputField> fields) {
  size_t bytes = 0;
  for (const InputField& field : fields) bytes += field.bytes;
  return bytes;
}

std::vector<size_t> ItemPlaces(const InputFormat& format,
                               std::string_view input) {
  std::vector<size_t> places;
  size_t at = format.kinds.empty() ? input.size() : BytesOf(format.head);
  while (at < input.size()) {
    places.push_back(at);
    const auto kind = static_cast<uint8_t>(input[at]) % format.kinds.size();
    at += 1 + BytesOf(format.kinds[kind].fields);
  }
  places.push_back(input.size());
  return places;
}

}  // namespace fuse_dirents
