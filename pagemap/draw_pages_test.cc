// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "pagemap/draw_pages.h"

#include <gtest/gtest.h>

#include <string>

namespace fuse_dirents {
namespace {

TEST(DrawPagesTest, ShowsPagesDescsTheEndAndStaleBytes) {
  PageArray pages(4096);
  pages.Append({7, 0}, {512, 3584});
  pages.Append({2, 0}, {0, 4096});
  pages.Append({9, 0}, {0, 4096});
  EXPECT_EQ(
      DrawPages(pages, 9000, 10000),
      R"(pages of 4096 bytes; = reply, - cut off, ~ stale, . not in the desc
page 7              page 2              page 9
[.|==============]  [================]  [===|-|~~~~~~~~~~]
desc 512+3584       desc 0+4096         desc 0+4096
reply 0             reply 3584          reply 7680
the reply ends at 9000, byte 1320 of page 9; 1000 cut off
)");
}

TEST(DrawPagesTest, ShowsFoliosAndEmptyDescs) {
  PageArray pages(4096);
  pages.Append({4, 2}, {0, 59});
  pages.Append({8, 2}, {0, 0});
  pages.Append({12, 2}, {0, 59});
  pages.Append({0, 2}, {0, 59});
  pages.Append({16, 2}, {0, 59});
  EXPECT_EQ(
      DrawPages(pages, 177, 177),
      R"(pages of 4096 bytes; = reply, - cut off, ~ stale, . not in the desc
pages 4..7          pages 8..11         pages 12..15        pages 0..3
[=|..............]  [................]  [=|..............]  [=|..............]
desc 0+59           desc 0+0            desc 0+59           desc 0+59
reply 0             empty               reply 59            reply 118

pages 16..19
[~|..............]
desc 0+59
stale
the reply ends at 177, byte 59 of pages 0..3
)");
}

TEST(DrawPagesTest, DrawsAnEmptyReply) {
  PageArray pages(65536);
  pages.Append({3, 0}, {0, 65536});
  EXPECT_EQ(
      DrawPages(pages, 0, 0),
      R"(pages of 65536 bytes; = reply, - cut off, ~ stale, . not in the desc
page 3
[~~~~~~~~~~~~~~~~]
desc 0+65536
stale
the reply ends at 0, byte 0 of page 3
)");
}

TEST(DrawPagesTest, LongReplyKeepsItsEnd) {
  PageArray pages(4096);
  for (uint32_t i = 0; i < 2000; ++i) pages.Append({i, 0}, {0, 1});
  const std::string drawing = DrawPages(pages, 1000, 1000);
  EXPECT_LT(drawing.size(), 3000u);
  EXPECT_NE(drawing.find("page 0 "), drawing.npos);
  EXPECT_NE(drawing.find("... 985 folios ..."), drawing.npos);
  EXPECT_NE(drawing.find("... 999 folios ..."), drawing.npos);
  EXPECT_NE(drawing.find("ends at 1000, byte 1 of page 999\n"), drawing.npos);
}

}  // namespace
}  // namespace fuse_dirents
