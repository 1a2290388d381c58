// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The code that parser/PORTING.md shows is the code that is compiled here.

#include <string>

#include "base/files.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

TEST(Porting, EveryExampleStandsInAFileThatIsTested) {
  const std::string page = MustReadFile("parser/PORTING.md");
  const std::string folder = "properties/examples/porting/";
  const std::string sources = MustReadFile(folder + "list_parser.c") +
                              MustReadFile(folder + "no_links.c");
  const std::string build = MustReadFile(folder + "BUILD");
  size_t blocks = 0;
  for (size_t at = 0; (at = page.find("\n```", at)) != page.npos;) {
    const size_t begin = page.find('\n', at + 1) + 1;
    const size_t end = page.find("\n```", begin - 1) + 1;
    ASSERT_NE(end, 0u);
    const std::string language = page.substr(at + 4, begin - at - 5);
    const std::string block = page.substr(begin, end - begin);
    if (language == "c") {
      EXPECT_NE(sources.find(block), std::string::npos) << block;
      ++blocks;
    } else if (language == "python") {
      EXPECT_NE(build.find(block), std::string::npos) << block;
      ++blocks;
    }
    at = end;
  }
  EXPECT_EQ(blocks, 4u);
}

}  // namespace
}  // namespace fuse_dirents
