// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The words that traces, recipes and layouts are written in: `key=value` with
// quoted names and numbers, one thing a line.

#ifndef FUSE_DIRENTS_BASE_TEXT_H_
#define FUSE_DIRENTS_BASE_TEXT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fuse_dirents {

// `bytes` in double quotes.  Printable ASCII stands for itself but for `"` and
// `\`, which get a backslash; every other byte is \xHH.  One line, whatever the
// bytes.
std::string Quote(std::string_view bytes);
void AppendQuoted(std::string_view bytes, std::string* text);

// The bytes that `quoted` stands for, or nothing where it has no quotes around
// it or a backslash that Quote() does not write.  Takes \xHH for any byte.
std::optional<std::string> Unquote(std::string_view quoted);
// Appends them, or returns false, perhaps after some.
bool AppendUnquoted(std::string_view quoted, std::string* bytes);

// Appends the entity of XML and HTML for `&`, `<`, `>` or `"`.  Returns false,
// and appends nothing, for every other character.
bool AppendEntity(char c, std::string* markup);

// A line of a table whose fields have tabs between them.  In a field, a
// backslash gets another and every control character is \xHH.
// REQUIRES: the first field is not empty.
std::string TsvLine(const std::vector<std::string>& fields);
// The fields of a line without its end.  Nothing where a backslash stands for
// nothing.
std::optional<std::vector<std::string>> ParseTsvLine(std::string_view line);

// "0", "-EIO" for a negative errno value that has a name, or else the number in
// decimal: a parser may return anything.
std::string ErrorText(int error);
// Reads it back.
std::optional<int> ParseError(std::string_view text);

// A number in decimal, or in hexadecimal behind 0x or octal behind 0 or 0o.
// Nothing where it is no such number or above `max`.
std::optional<uint64_t> ParseNumber(std::string_view text,
                                    uint64_t max = UINT64_MAX);

// Splits a line at blanks outside quotes.
std::vector<std::string_view> SplitWords(std::string_view line);
// The first of these words, which *line then no longer holds; empty where there
// is none.
std::string_view NextWord(std::string_view* line);

// The pieces of `text` between the separators.  A separator at the end adds no
// piece, so an empty text has none.
std::vector<std::string> Split(std::string_view text, char separator);

// A word split at its first '='.  `value` is empty where there is none.
struct KeyValue {
  std::string_view key, value;
};
KeyValue SplitKeyValue(std::string_view word);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_BASE_TEXT_H_
