// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "base/text.h"

#include <cerrno>
#include <climits>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/hex.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

TEST(TextTest, PrintableBytesStandForThemselves) {
  EXPECT_EQ(Quote(""), R"("")");
  EXPECT_EQ(Quote("a b~"), R"("a b~")");
  EXPECT_EQ(Quote("a\"b\\c"), R"("a\"b\\c")");
}

TEST(TextTest, EveryOtherByteIsHexadecimal) {
  EXPECT_EQ(Quote(std::string_view("\0\n\x1f\x7f\x80\xff", 6)),
            R"("\x00\x0a\x1f\x7f\x80\xff")");
}

TEST(TextTest, EveryPairOfBytesIsReadBack) {
  for (int a = 0; a < 256; ++a) {
    for (int b = 0; b < 256; ++b) {
      const std::string bytes = {static_cast<char>(a), static_cast<char>(b)};
      ASSERT_EQ(Unquote(Quote(bytes)), bytes);
      ASSERT_EQ(SplitWords("x " + Quote(bytes) + " y").size(), 3u);
    }
  }
}

TEST(TextTest, ATableLineIsReadBackWhateverIsInIt) {
  std::string all;
  for (int c = 0; c < 256; ++c) all += static_cast<char>(c);
  const std::vector<std::string> fields = {"file", "a\tb\n", "", all, "\\"};
  std::string line = TsvLine(fields);
  EXPECT_TRUE(line.starts_with("file\ta\\x09b\\x0a\t\t")) << line;
  EXPECT_TRUE(line.ends_with("\t\\\\\n")) << line;
  line.pop_back();
  EXPECT_EQ(line.find('\n'), line.npos);
  EXPECT_EQ(ParseTsvLine(line), fields);
  EXPECT_EQ(ParseTsvLine("a\\"), std::nullopt);
  EXPECT_EQ(ParseTsvLine("a\\t"), std::nullopt);
  EXPECT_EQ(ParseTsvLine(""), std::vector<std::string>{""});
}

TEST(TextTest, AHexadecimalDigitHasAValueAndOthersHaveNone) {
  const std::string digits = "0123456789abcdef";
  for (int c = -128; c < 128; ++c) {
    const char lower = static_cast<char>(c >= 'A' && c <= 'F' ? c + 32 : c);
    const size_t at = digits.find(lower);
    EXPECT_EQ(HexValue(static_cast<char>(c)),
              at == digits.npos ? -1 : static_cast<int>(at));
  }
  EXPECT_EQ(HexText(0x1a2b, 6), "001a2b");
  EXPECT_EQ(HexText(~uint64_t{0}, 17), "0ffffffffffffffff");
  std::string text = "x";
  AppendHex(0x0f, &text);
  EXPECT_EQ(text, "x0f");
  EXPECT_EQ(HexOf("\xff\x0a"), "ff0a");
}

TEST(TextTest, FourCharactersOfMarkupAreEntities) {
  std::string text;
  for (const char c : std::string_view("<&>\"'a")) {
    if (!AppendEntity(c, &text)) text += c;
  }
  EXPECT_EQ(text, "&lt;&amp;&gt;&quot;'a");
}

TEST(TextTest, HexadecimalDigitsMayBeOfEitherCase) {
  EXPECT_EQ(Unquote(R"("\xAf\x41")"),
            "\xaf"
            "A");
}

TEST(TextTest, WhatIsNotQuotedIsRefused) {
  for (const char* bad :
       {"", "\"", "a", "\"a", "a\"", R"("a"b")", R"("\")", R"("\x")",
        R"("\x1")", R"("\xg0")", R"("\x0g")", R"("\n")", R"("\x0)"}) {
    EXPECT_EQ(Unquote(bad), std::nullopt) << bad;
  }
}

TEST(TextTest, ErrorsHaveTheirNames) {
  EXPECT_EQ(ErrorText(0), "0");
  EXPECT_EQ(ErrorText(-EIO), "-EIO");
  EXPECT_EQ(ErrorText(-ENOMEM), "-ENOMEM");
  EXPECT_EQ(ErrorText(-EOPNOTSUPP), "-EOPNOTSUPP");
}

TEST(TextTest, WhatIsNoErrnoValueIsANumber) {
  EXPECT_EQ(ErrorText(5), "5");
  EXPECT_EQ(ErrorText(-4095), "-4095");
  EXPECT_EQ(ErrorText(INT_MIN), "-2147483648");
  EXPECT_EQ(ErrorText(INT_MAX), "2147483647");
}

TEST(TextTest, EveryErrorIsReadBack) {
  for (int error = -4200; error <= 200; ++error) {
    ASSERT_EQ(ParseError(ErrorText(error)), error);
  }
  EXPECT_EQ(ParseError(ErrorText(INT_MIN)), INT_MIN);
}

TEST(TextTest, WhatIsNoErrorIsRefused) {
  for (const char* bad :
       {"", "-", "EIO", "-eio", "-EIO ", "-ENOSUCH", "1x", "99999999999"}) {
    EXPECT_EQ(ParseError(bad), std::nullopt) << bad;
  }
}

TEST(TextTest, NumbersHaveThreeBases) {
  EXPECT_EQ(ParseNumber("0"), 0u);
  EXPECT_EQ(ParseNumber("10"), 10u);
  EXPECT_EQ(ParseNumber("0x1f"), 31u);
  EXPECT_EQ(ParseNumber("010"), 8u);
  EXPECT_EQ(ParseNumber("0o17"), 15u);
  EXPECT_EQ(ParseNumber("0100644"), 0100644u);
  EXPECT_EQ(ParseNumber("18446744073709551615"), UINT64_MAX);
}

TEST(TextTest, ANumberIsAtMostItsMaximum) {
  EXPECT_EQ(ParseNumber("255", 255), 255u);
  EXPECT_EQ(ParseNumber("256", 255), std::nullopt);
  EXPECT_EQ(ParseNumber("18446744073709551616"), std::nullopt);
}

TEST(TextTest, WhatIsNoNumberIsRefused) {
  for (const char* bad :
       {"", "-1", "+1", " 1", "1 ", "0x", "0o", "08", "0xg", "1e3", "0x-1"}) {
    EXPECT_EQ(ParseNumber(bad), std::nullopt) << bad;
  }
}

TEST(TextTest, WordsEndAtBlanksOutsideQuotes) {
  using Words = std::vector<std::string_view>;
  EXPECT_EQ(SplitWords(""), Words());
  EXPECT_EQ(SplitWords("   "), Words());
  EXPECT_EQ(SplitWords("  a  b "), (Words{"a", "b"}));
  EXPECT_EQ(SplitWords(R"(n="a b" c)"), (Words{R"(n="a b")", "c"}));
  EXPECT_EQ(SplitWords(R"(n="\" \\" c)"), (Words{R"(n="\" \\")", "c"}));
  EXPECT_EQ(SplitWords(R"(n="open c)"), (Words{R"(n="open c)"}));
  EXPECT_EQ(SplitWords("n=\"a\\"), (Words{"n=\"a\\"}));
}

TEST(TextTest, AWordSplitsAtItsFirstEqualsSign) {
  const KeyValue both = SplitKeyValue("a=b=c");
  EXPECT_EQ(both.key, "a");
  EXPECT_EQ(both.value, "b=c");
  EXPECT_EQ(SplitKeyValue("full").key, "full");
  EXPECT_EQ(SplitKeyValue("full").value, "");
  EXPECT_EQ(SplitKeyValue("=x").key, "");
}

}  // namespace
}  // namespace fuse_dirents
