// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "base/hex.h"

#include <array>
#include <cstddef>

namespace fuse_dirents {
namespace {

constexpr std::array<int8_t, 256> kHexValues = [] {
  std::array<int8_t, 256> values;
  values.fill(-1);
  for (size_t i = 0; i < 16; ++i) {
    const char digit = kHexDigits[i];
    values[static_cast<uint8_t>(digit)] = static_cast<int8_t>(i);
    if (i >= 10) {
      values[static_cast<uint8_t>(digit - 'a' + 'A')] = static_cast<int8_t>(i);
    }
  }
  return values;
}();

}  // namespace

void AppendHex(uint8_t byte, std::string* text) {
  const char digits[] = {kHexDigits[byte >> 4], kHexDigits[byte & 15]};
  text->append(digits, sizeof digits);
}

std::string HexOf(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) AppendHex(static_cast<uint8_t>(byte), &text);
  return text;
}

std::string HexText(uint64_t number, int digits) {
  std::string text;
  for (int i = digits - 1; i >= 0; --i) {
    text += i < 16 ? kHexDigits[number >> (4 * i) & 15] : '0';
  }
  return text;
}

int HexValue(char c) { return kHexValues[static_cast<uint8_t>(c)]; }

}  // namespace fuse_dirents
