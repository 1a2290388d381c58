// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "base/utf8.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

// Well-formed strings by construction: the encodings of all scalar values.
std::string Encode(uint32_t code) {
  const auto byte = [](uint32_t value) { return static_cast<char>(value); };
  if (code < 0x80) return {byte(code)};
  if (code < 0x800) return {byte(0xc0 | code >> 6), byte(0x80 | (code & 63))};
  if (code < 0x10000) {
    return {byte(0xe0 | code >> 12), byte(0x80 | (code >> 6 & 63)),
            byte(0x80 | (code & 63))};
  }
  return {byte(0xf0 | code >> 18), byte(0x80 | (code >> 12 & 63)),
          byte(0x80 | (code >> 6 & 63)), byte(0x80 | (code & 63))};
}

// encodings[n][s]: whether s, n bytes read as a big-endian number, is one.
std::vector<std::vector<uint8_t>> Encodings() {
  std::vector<std::vector<uint8_t>> encodings(4);
  for (size_t n = 1; n <= 3; ++n) encodings[n].resize(size_t{1} << (8 * n));
  for (uint32_t code = 0; code < 0x10000; ++code) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const std::string text = Encode(code);
    uint32_t number = 0;
    for (const char c : text) number = number << 8 | static_cast<uint8_t>(c);
    encodings[text.size()][number] = true;
  }
  return encodings;
}

std::string Bytes(uint32_t number, size_t n) {
  std::string text(n, '\0');
  for (size_t i = n; i-- > 0; number >>= 8) {
    text[i] = static_cast<char>(number & 0xff);
  }
  return text;
}

TEST(Utf8Test, EveryStringOfUpTo3BytesIsJudgedRight) {
  const auto encodings = Encodings();
  const uint8_t* one = encodings[1].data();
  const uint8_t* two = encodings[2].data();
  const uint8_t* three = encodings[3].data();
  EXPECT_TRUE(IsUtf8(""));
  size_t good = 0;
  for (uint32_t s = 0; s < 1 << 8; ++s) {
    ASSERT_EQ(IsUtf8(Bytes(s, 1)), one[s] != 0) << s;
    good += one[s];
  }
  for (uint32_t s = 0; s < 1 << 16; ++s) {
    const bool expected = two[s] || (one[s >> 8] && one[s & 0xff]);
    ASSERT_EQ(IsUtf8(Bytes(s, 2)), expected) << s;
    good += expected;
  }
  char text[3];
  for (uint32_t s = 0; s < 1 << 24; ++s) {
    const bool expected = three[s] || (two[s >> 8] && one[s & 0xff]) ||
                          (one[s >> 16] && two[s & 0xffff]) ||
                          (one[s >> 16] && one[s >> 8 & 0xff] && one[s & 0xff]);
    text[0] = static_cast<char>(s >> 16);
    text[1] = static_cast<char>(s >> 8 & 0xff);
    text[2] = static_cast<char>(s & 0xff);
    if (IsUtf8(std::string_view(text, 3)) != expected) FAIL() << std::hex << s;
    good += expected;
  }
  // a 1-byte, b 2-byte, c 3-byte characters: a + (a^2 + b) + (a^3 + 2ab + c).
  constexpr size_t kA = 128, kB = 1920, kC = 61440;
  EXPECT_EQ(good, kA + kA * kA + kB + kA * kA * kA + 2 * kA * kB + kC);
}

TEST(Utf8Test, EveryScalarValueIsAcceptedAndNoSurrogateIs) {
  size_t accepted = 0;
  for (uint32_t code = 0; code < 0x200000; ++code) {
    accepted += IsUtf8(Encode(code));
  }
  EXPECT_EQ(accepted, 0x110000u - 0x800u);
}

TEST(Utf8Test, FourBytesAreJudgedRightAtEveryBound) {
  std::vector<std::string> good;
  for (uint32_t code = 0x10000; code < 0x110000; ++code) {
    good.push_back(Encode(code));
  }
  ASSERT_TRUE(std::is_sorted(good.begin(), good.end()));
  const int leads[] = {0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4,
                       0xf5, 0xf7, 0xf8, 0xfc, 0xfe, 0xff};
  const int tails[] = {0x00, 0x7f, 0x80, 0x81, 0x8f, 0x90, 0x91, 0x9f,
                       0xa0, 0xbe, 0xbf, 0xc0, 0xc2, 0xe0, 0xf0, 0xff};
  int accepted = 0;
  for (const int a : leads) {
    for (const int b : tails) {
      for (const int c : tails) {
        for (const int d : tails) {
          const std::string text = {static_cast<char>(a), static_cast<char>(b),
                                    static_cast<char>(c), static_cast<char>(d)};
          // U+E000..U+FFFF followed by one ASCII byte.
          const bool three_and_one =
              a <= 0xef && (b & 0xc0) == 0x80 && (c & 0xc0) == 0x80 && d < 0x80;
          ASSERT_EQ(IsUtf8(text),
                    std::binary_search(good.begin(), good.end(), text) ||
                        three_and_one);
          accepted += IsUtf8(text);
        }
      }
    }
  }
  EXPECT_GT(accepted, 500);
}

TEST(Utf8Test, ACutCharacterIsNotUtf8) {
  for (const uint32_t code : {0x80u, 0x800u, 0x10000u, 0x10ffffu}) {
    const std::string text = "ok" + Encode(code);
    EXPECT_TRUE(IsUtf8(text));
    for (size_t n = 3; n < text.size(); ++n) {
      EXPECT_FALSE(IsUtf8(std::string_view(text).substr(0, n)));
    }
  }
}

}  // namespace
}  // namespace fuse_dirents
