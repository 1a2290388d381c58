// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Reads dirents.dict as libFuzzer does (ParseDictionaryFile), and holds each
// entry to its name.

#include <map>
#include <regex>
#include <set>
#include <string>

#include "base/files.h"
#include "base/text.h"
#include "differential/input.h"
#include "fuzz/mutator/mutable_input.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

// libFuzzer's longest word, in bytes.
constexpr size_t kLongestWord = 64;

// The words by name.
std::map<std::string, std::string> ReadDictionary() {
  const std::regex entry(
      R"re((\w+)="(([ -!#-\[\]-~]|\\["\\]|\\x[0-9a-f]{2})+)")re");
  std::map<std::string, std::string> words;
  for (const std::string& line :
       Split(MustReadFile("fuzz/dirents.dict"), '\n')) {
    if (line.empty() || line[0] == '#') continue;
    std::smatch match;
    const bool is_entry = std::regex_match(line, match, entry);
    EXPECT_TRUE(is_entry) << line;
    if (!is_entry) continue;
    const auto word = Unquote("\"" + match[2].str() + "\"");
    EXPECT_TRUE(word) << line;
    EXPECT_LE(word->size(), kLongestWord) << line;
    EXPECT_TRUE(words.emplace(match[1], *word).second) << "twice: " << line;
  }
  return words;
}

uint64_t LittleEndian(const std::string& value) {
  uint64_t number = 0;
  for (size_t i = value.size(); i > 0; --i) {
    number = number << 8 | static_cast<uint8_t>(value[i - 1]);
  }
  return number;
}

TEST(DictionaryTest, HasNoWordTwice) {
  std::set<std::string> values;
  const auto entries = ReadDictionary();
  EXPECT_GE(entries.size(), 35u);
  for (const auto& [name, value] : entries) {
    EXPECT_TRUE(values.insert(value).second) << name;
  }
}

TEST(DictionaryTest, EachNumberHasTheSizeOfItsFieldAndTheValueOfItsName) {
  int namelens = 0;
  int modes = 0;
  for (const auto& [name, value] : ReadDictionary()) {
    const size_t at = name.find('_') + 1;
    if (name.starts_with("namelen_")) {
      ++namelens;
      EXPECT_EQ(value.size(), kNamelenField.size) << name;
      if (std::isdigit(static_cast<unsigned char>(name[at])) != 0) {
        EXPECT_EQ(LittleEndian(value), std::stoull(name.substr(at))) << name;
      }
    } else if (name.starts_with("mode_")) {
      ++modes;
      EXPECT_EQ(value.size(), kModeField.size) << name;
    } else if (name.starts_with("nodeid_") || name.starts_with("loff_")) {
      EXPECT_EQ(value.size(), kNodeidField.size) << name;
    }
  }
  EXPECT_GE(namelens, 17);
  EXPECT_GE(modes, 9);
}

TEST(DictionaryTest, HasTheEdgesOfNamelenAndTheMagic) {
  const auto entries = ReadDictionary();
  for (const char* edge :
       {"0", "1", "254", "255", "256", "1023", "1024", "1025", "4072", "4073",
        "4094", "4095", "4096", "65536", "most"}) {
    EXPECT_TRUE(entries.contains(std::string("namelen_") + edge)) << edge;
  }
  const auto magic = entries.find("magic");
  ASSERT_NE(magic, entries.end());
  EXPECT_EQ(magic->second, kTrailerMagic);
}

}  // namespace
}  // namespace fuse_dirents
