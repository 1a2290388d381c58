// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Hexadecimal digits, in lower case when written and in either case when read.

#ifndef FUSE_DIRENTS_BASE_HEX_H_
#define FUSE_DIRENTS_BASE_HEX_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace fuse_dirents {

inline constexpr char kHexDigits[] = "0123456789abcdef";

// Appends the two digits of `byte`.
void AppendHex(uint8_t byte, std::string* text);

// Two digits for each byte.
std::string HexOf(std::string_view bytes);

// The lowest `digits` digits of `number`, with leading zeros.
std::string HexText(uint64_t number, int digits);

// The value of a digit, or -1 where `c` is none.
int HexValue(char c);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_BASE_HEX_H_
