// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "base/text.h"

#include <string.h>

#include <charconv>

#include "base/hex.h"

namespace fuse_dirents {
namespace {

// Errno values of Linux go no higher (MAX_ERRNO).
constexpr int kMaxErrno = 4095;

// Appends the bytes that `escaped` stands for.  Returns false where a backslash
// is followed by anything but a backslash, a quote or xHH, or, unless `quotes`,
// where a quote has no backslash.
bool AppendUnescaped(std::string_view escaped, bool quotes,
                     std::string* bytes) {
  for (size_t i = 0; i < escaped.size(); ++i) {
    const size_t begin = i;
    while (i < escaped.size() && escaped[i] != '"' && escaped[i] != '\\') ++i;
    bytes->append(escaped, begin, i - begin);
    if (i == escaped.size()) break;
    if (escaped[i] == '"') {
      if (!quotes) return false;
      *bytes += '"';
      continue;
    }
    if (++i == escaped.size()) return false;
    if (escaped[i] == '"' || escaped[i] == '\\') {
      *bytes += escaped[i];
      continue;
    }
    if (escaped[i] != 'x' || escaped.size() - i < 3) return false;
    const int high = HexValue(escaped[i + 1]);
    const int low = HexValue(escaped[i + 2]);
    if (high < 0 || low < 0) return false;
    *bytes += static_cast<char>(high << 4 | low);
    i += 2;
  }
  return true;
}

bool IsQuotedAsItIs(char c) {
  return c >= 0x20 && c <= 0x7e && c != '"' && c != '\\';
}

}  // namespace

void AppendQuoted(std::string_view bytes, std::string* text) {
  *text += '"';
  for (size_t i = 0; i < bytes.size(); ++i) {
    const size_t begin = i;
    while (i < bytes.size() && IsQuotedAsItIs(bytes[i])) ++i;
    text->append(bytes, begin, i - begin);
    if (i == bytes.size()) break;
    const char c = bytes[i];
    *text += '\\';
    if (c == '"' || c == '\\') {
      *text += c;
    } else {
      *text += 'x';
      AppendHex(static_cast<uint8_t>(c), text);
    }
  }
  *text += '"';
}

std::string Quote(std::string_view bytes) {
  std::string quoted;
  quoted.reserve(bytes.size() + 2);
  AppendQuoted(bytes, &quoted);
  return quoted;
}

bool AppendUnquoted(std::string_view quoted, std::string* bytes) {
  if (quoted.size() < 2 || quoted.front() != '"' || quoted.back() != '"') {
    return false;
  }
  return AppendUnescaped(quoted.substr(1, quoted.size() - 2), /*quotes=*/false,
                         bytes);
}

std::optional<std::string> Unquote(std::string_view quoted) {
  std::string bytes;
  if (!AppendUnquoted(quoted, &bytes)) return std::nullopt;
  return bytes;
}

bool AppendEntity(char c, std::string* markup) {
  switch (c) {
    case '&':
      *markup += "&amp;";
      return true;
    case '<':
      *markup += "&lt;";
      return true;
    case '>':
      *markup += "&gt;";
      return true;
    case '"':
      *markup += "&quot;";
      return true;
    default:
      return false;
  }
}

std::string TsvLine(const std::vector<std::string>& fields) {
  std::string line;
  for (const std::string& field : fields) {
    if (!line.empty()) line += '\t';
    for (const char c : field) {
      const auto byte = static_cast<uint8_t>(c);
      if (c == '\\') {
        line += "\\\\";
      } else if (byte < 0x20 || byte == 0x7f) {
        line += "\\x";
        AppendHex(byte, &line);
      } else {
        line += c;
      }
    }
  }
  return line + "\n";
}

std::optional<std::vector<std::string>> ParseTsvLine(std::string_view line) {
  std::vector<std::string> fields;
  for (;;) {
    const size_t tab = line.find('\t');
    std::string& field = fields.emplace_back();
    if (!AppendUnescaped(line.substr(0, tab), /*quotes=*/true, &field)) {
      return std::nullopt;
    }
    if (tab == line.npos) return fields;
    line.remove_prefix(tab + 1);
  }
}

std::string ErrorText(int error) {
  if (error == 0) return "0";
  const char* name =
      error < 0 && error >= -kMaxErrno ? strerrorname_np(-error) : nullptr;
  if (name != nullptr) return std::string("-") + name;
  return std::to_string(error);
}

std::optional<int> ParseError(std::string_view text) {
  if (text == "0") return 0;
  int error = 0;
  const auto [end, status] =
      std::from_chars(text.data(), text.data() + text.size(), error);
  if (status == std::errc() && end == text.data() + text.size()) return error;
  for (int err = 1; err <= kMaxErrno; ++err) {
    if (ErrorText(-err) == text) return -err;
  }
  return std::nullopt;
}

std::optional<uint64_t> ParseNumber(std::string_view text, uint64_t max) {
  int base = 10;
  if (text.starts_with("0x")) {
    base = 16;
    text.remove_prefix(2);
  } else if (text.starts_with("0o")) {
    base = 8;
    text.remove_prefix(2);
  } else if (text.size() > 1 && text.front() == '0') {
    base = 8;
    text.remove_prefix(1);
  }
  uint64_t number = 0;
  const auto [end, status] =
      std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (status != std::errc() || end != text.data() + text.size() ||
      number > max) {
    return std::nullopt;
  }
  return number;
}

std::string_view NextWord(std::string_view* line) {
  const std::string_view text = *line;
  size_t begin = 0;
  while (begin < text.size() && text[begin] == ' ') ++begin;
  bool quoted = false;
  size_t end = begin;
  for (; end < text.size(); ++end) {
    const char c = text[end];
    if (quoted && c == '\\') {
      if (++end == text.size()) break;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ' ' && !quoted) {
      break;
    }
  }
  line->remove_prefix(end);
  return text.substr(begin, end - begin);
}

std::vector<std::string_view> SplitWords(std::string_view line) {
  std::vector<std::string_view> words;
  words.reserve(16);
  for (;;) {
    const std::string_view word = NextWord(&line);
    if (word.empty()) return words;
    words.push_back(word);
  }
}

std::vector<std::string> Split(std::string_view text, char separator) {
  std::vector<std::string> pieces;
  while (!text.empty()) {
    const size_t end = text.find(separator);
    pieces.emplace_back(text.substr(0, end));
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
  }
  return pieces;
}

KeyValue SplitKeyValue(std::string_view word) {
  const size_t equals = word.find('=');
  if (equals == word.npos) return {word, {}};
  return {word.substr(0, equals), word.substr(equals + 1)};
}

}  // namespace fuse_dirents
