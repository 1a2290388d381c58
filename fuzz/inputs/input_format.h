// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Inputs that are no replies but numbers: what each byte means, and the text
// that such an input is written down as.
//
//     # why: the server's cookies are negative
//     cookies negative
//     bytes 2000
//     repeat 3 entry length=200 nodeid=chosen
//
// Numbers that are not named are 0, or the least that they can be.  A line
// "format NAME" may name the format.

#ifndef FUSE_DIRENTS_FUZZ_INPUTS_INPUT_FORMAT_H_
#define FUSE_DIRENTS_FUZZ_INPUTS_INPUT_FORMAT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/inputs/input_numbers.h"

namespace fuse_dirents {

// One number of an input, little-endian.
struct InputField {
  std::string name;
  size_t bytes = 1;
  uint64_t least = 0;
  uint64_t values =
      0;  // From `least` up; what is above counts modulo.  0: all.
  // What 0, 1, ... stand for; then there are as many values as words.
  std::vector<std::string> words = {};
  // Of a byte: from here on up it names an edge, which a mutator likes.  0:
  // nowhere.
  uint64_t edges = 0;

  // What the next bytes of `numbers` say: from `least` up.
  uint64_t Take(InputNumbers* numbers) const;
};

// Words for `values`, as numbers.
template <typename T, size_t n>
std::vector<std::string> NumberWords(const T (&values)[n]) {
  std::vector<std::string> words;
  for (const T& value : values) words.push_back(std::to_string(value));
  return words;
}

// What may follow the head, again and again: a byte that counts modulo the
// number of kinds, then the numbers of that kind.  A kind that stands in a
// format several times is as many times as likely.
struct InputItemKind {
  std::string name;
  std::vector<InputField> fields;
};

struct InputFormat {
  std::string name;
  std::vector<InputField> head;
  std::vector<InputItemKind> kinds = {};
};

// The input that `recipe` describes.  On failure returns nothing, and says in
// *problem which line is wrong and what was expected.
std::optional<std::string> InputFromText(const InputFormat& format,
                                         std::string_view recipe,
                                         std::string* problem);

// A recipe of `input`, of which only the reason is missing: what it makes reads
// the same.  It names the numbers that are not as they are without a name.
std::string TextOfInput(const InputFormat& format, std::string_view input);

// What that recipe makes: every number whole, and the least that reads so.
std::string WholeInput(const InputFormat& format, std::string_view input);

// Bytes of an input that `fields` take.
size_t BytesOf(std::span<const InputField> fields);

// Where the items of `input` begin, and its end.
std::vector<size_t> ItemPlaces(const InputFormat& format,
                               std::string_view input);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_FUZZ_INPUTS_INPUT_FORMAT_H_
