// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Reads dirents.dict as libFuzzer does (ParseDictionaryFile), and holds each
// entry to its name.

#include <cctype>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "differential/input.h"
#include "fuzz/mutator/mutable_input.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

// libFuzzer's longest word, in bytes.
constexpr size_t kLongestWord = 64;

struct Entry {
  std::string name, value;
};

// What stands between the first quote and the last, unescaped.
std::optional<Entry> ParseLine(const std::string& line) {
  const size_t begin = line.find('"');
  const size_t end = line.rfind('"');
  if (begin == line.npos || begin == end) return std::nullopt;
  if (line.find_first_not_of(" \t", end + 1) != line.npos) return std::nullopt;
  Entry entry = {line.substr(0, begin), ""};
  if (entry.name.empty() || entry.name.back() != '=') return std::nullopt;
  entry.name.pop_back();
  for (size_t i = begin + 1; i < end; ++i) {
    const char c = line[i];
    if (std::isprint(static_cast<unsigned char>(c)) == 0) return std::nullopt;
    if (c != '\\') {
      entry.value += c;
    } else if (i + 1 < end && (line[i + 1] == '\\' || line[i + 1] == '"')) {
      entry.value += line[++i];
    } else if (i + 3 < end && line[i + 1] == 'x' &&
               std::isxdigit(static_cast<unsigned char>(line[i + 2])) != 0 &&
               std::isxdigit(static_cast<unsigned char>(line[i + 3])) != 0) {
      entry.value +=
          static_cast<char>(std::stoi(line.substr(i + 2, 2), nullptr, 16));
      i += 3;
    } else {
      return std::nullopt;
    }
  }
  return entry;
}

std::map<std::string, std::string> ReadDictionary() {
  std::map<std::string, std::string> entries;
  std::ifstream file("fuzz/dirents.dict");
  for (std::string line; std::getline(file, line);) {
    const size_t first = line.find_first_not_of(" \t");
    if (first == line.npos || line[first] == '#') continue;
    const auto entry = ParseLine(line);
    EXPECT_TRUE(entry.has_value()) << line;
    if (!entry) continue;
    EXPECT_FALSE(entry->value.empty()) << line;
    EXPECT_LE(entry->value.size(), kLongestWord) << line;
    EXPECT_TRUE(entries.emplace(entry->name, entry->value).second)
        << "named twice: " << line;
  }
  return entries;
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
