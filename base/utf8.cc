// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "base/utf8.h"

#include <cstddef>
#include <cstdint>

namespace fuse_dirents {

bool IsUtf8(std::string_view text) {
  size_t i = 0;
  while (i < text.size()) {
    const uint8_t lead = static_cast<uint8_t>(text[i++]);
    // How many bytes follow, and the bounds of the first of them.
    size_t tail = 0;
    uint8_t low = 0x80;
    uint8_t high = 0xbf;
    if (lead <= 0x7f) {
      continue;
    } else if (lead >= 0xc2 && lead <= 0xdf) {
      tail = 1;
    } else if (lead >= 0xe0 && lead <= 0xef) {
      tail = 2;
      if (lead == 0xe0) low = 0xa0;   // Overlong below.
      if (lead == 0xed) high = 0x9f;  // Surrogates above.
    } else if (lead >= 0xf0 && lead <= 0xf4) {
      tail = 3;
      if (lead == 0xf0) low = 0x90;   // Overlong below.
      if (lead == 0xf4) high = 0x8f;  // Beyond U+10FFFF above.
    } else {
      return false;
    }
    for (; tail > 0; --tail) {
      if (i == text.size()) return false;
      const uint8_t byte = static_cast<uint8_t>(text[i++]);
      if (byte < low || byte > high) return false;
      low = 0x80;
      high = 0xbf;
    }
  }
  return true;
}

}  // namespace fuse_dirents
