// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "base/hex.h"

namespace fuse_dirents {

void AppendHex(uint8_t byte, std::string* text) {
  *text += kHexDigits[byte >> 4];
  *text += kHexDigits[byte & 15];
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

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace fuse_dirents
