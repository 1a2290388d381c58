// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/json_text.h"

#include <set>
#include <string>

#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

TEST(Utf8NameTest, KeepsUtf8AndEscapesTheRest) {
  EXPECT_EQ(Utf8Name("name"), "name");
  EXPECT_EQ(Utf8Name("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"),
            "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
  EXPECT_EQ(Utf8Name("a\\x41"), "a\\\\x41");
  EXPECT_EQ(Utf8Name("\xff\xc3"), "\\xff\\xc3");
  // An overlong form, a surrogate, and a character cut short.
  EXPECT_EQ(Utf8Name("\xc0\xaf"), "\\xc0\\xaf");
  EXPECT_EQ(Utf8Name("\xed\xa0\x80"), "\\xed\\xa0\\x80");
  EXPECT_EQ(Utf8Name("\xe2\x82z"), "\\xe2\\x82z");
}

TEST(Utf8NameTest, TwoNamesAreNeverTheSameText) {
  constexpr char kBytes[] = {'\\', 'x', 'f', '\xff', '\xc3', '\xa9', '\0'};
  std::set<std::string> texts;
  size_t names = 0;
  for (const char a : kBytes) {
    for (const char b : kBytes) {
      for (const char c : kBytes) {
        for (const char d : kBytes) {
          texts.insert(Utf8Name(std::string{a, b, c, d}));
          ++names;
        }
      }
    }
  }
  EXPECT_EQ(texts.size(), names);
}

TEST(JsonTextTest, TakesEveryName) {
  std::string name;
  for (int byte = 0; byte < 256; ++byte) name += static_cast<char>(byte);
  const nlohmann::ordered_json json = {{"name", Utf8Name(name)}};
  EXPECT_EQ(nlohmann::ordered_json::parse(JsonText(json)), json);
}

}  // namespace
}  // namespace fuse_dirents
