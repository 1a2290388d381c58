// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Parses the example of WIRE_FORMAT.md and compares it with the page's table.

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <span>
#include <sstream>
#include <string>

#include "base/files.h"
#include "gtest/gtest.h"
#include "parser/reader/dirent_reader.h"

namespace fuse_dirents {
namespace {

// The bytes in the lines that begin with a hexadecimal offset.
std::string Example(std::istream* page) {
  std::string bytes;
  for (std::string line; std::getline(*page, line);) {
    std::istringstream words(line);
    std::string word;
    if (line.substr(0, 4) != "    " || !(words >> word) || word.size() != 4 ||
        word.find_first_not_of("0123456789abcdef") != word.npos) {
      continue;
    }
    EXPECT_EQ(std::strtoul(word.c_str(), nullptr, 16), bytes.size()) << line;
    while (words >> word) {
      bytes += static_cast<char>(std::strtoul(word.c_str(), nullptr, 16));
    }
  }
  return bytes;
}

TEST(WireFormatTest, TheExampleIsReadAsItsTableSays) {
  std::ifstream page("parser/WIRE_FORMAT.md");
  ASSERT_TRUE(page.is_open());
  const std::string bytes = Example(&page);
  ASSERT_EQ(bytes.size(), 0x60u);
  DirentReader reader(RecordFormat::kDirent,
                      ReplyBytes(std::as_bytes(std::span(bytes))));
  std::ostringstream rows;
  for (Dirent record; reader.Next(&record);) {
    rows << std::hex << "| 0x" << (record.pos < 16 ? "0" : "") << record.pos
         << " | 0x" << record.ino << " | " << record.off << " | "
         << record.name.size() << " | " << record.type << " | `" << record.name
         << "` | " << record.reclen - 24 - record.name.size() << " |\n";
  }
  EXPECT_EQ(rows.str(),
            "| 0x00 | 0xa86bd7 | 1 | 1 | 4 | `.` | 7 |\n"
            "| 0x20 | 0xa86bd5 | 2 | 2 | 4 | `..` | 6 |\n"
            "| 0x40 | 0xa86bdb | 3 | 1 | 8 | `a` | 7 |\n");
  EXPECT_EQ(reader.stop(), Stop::kEndOfReply);
  const std::string text = MustReadFile("parser/WIRE_FORMAT.md");
  std::istringstream lines(rows.str());
  for (std::string row; std::getline(lines, row);) {
    EXPECT_NE(text.find("\n" + row), text.npos) << row;
  }
}

}  // namespace
}  // namespace fuse_dirents
