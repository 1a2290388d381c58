// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "pagemap/page_array.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "pagemap/page_pool.h"
#include "pagemap/scatter_reply.h"
#include "parser/reply_bytes.h"

namespace fuse_dirents {
namespace {

ByteRun Bytes(std::string_view text) { return std::as_bytes(std::span(text)); }

std::string Text(const PagePool& pool, uint32_t page, size_t at, size_t len) {
  return std::string(reinterpret_cast<const char*>(pool.direct(page)) + at,
                     len);
}

TEST(PageArrayTest, MappableIfOnlyTheFirstStartsLateAndTheLastEndsEarly) {
  PageArray pages(4096);
  pages.Append({7, 0}, {512, 3584});
  pages.Append({2, 0}, {0, 4096});
  pages.Append({9, 0}, {0, 100});
  EXPECT_TRUE(pages.mappable());
  EXPECT_EQ(pages.desc_bytes(), 3584u + 4096u + 100u);
  // Now the one of 100 bytes lies in the middle.
  pages.Append({4, 0}, {0, 4096});
  EXPECT_FALSE(pages.mappable());
}

TEST(PageArrayTest, LaterOffsetIsNotMappable) {
  PageArray pages(4096);
  pages.Append({7, 1}, {0, 8192});
  pages.Append({2, 0}, {8, 4088});
  EXPECT_FALSE(pages.mappable());
  pages.Clear();
  EXPECT_EQ(pages.size(), 0u);
  EXPECT_EQ(pages.desc_bytes(), 0u);
  pages.Append({2, 0}, {8, 10});
  EXPECT_TRUE(pages.mappable());
}

TEST(PageArrayDeathTest, DescLiesInItsFolio) {
  PageArray pages(4096);
  EXPECT_DEATH(pages.Append({0, 0}, {1, 4096}), "check failed");
  EXPECT_DEATH(pages.Append({0, 0}, {4097, 0}), "check failed");
  pages.Append({0, 1}, {1, 8191});
}

//     page 3        page 1   page 2
//     [..|abc|...]  []       [defgh|...]
TEST(ScatterReplyTest, FillsDescsInOrderAndNothingElse) {
  PagePool pool(4096, 4);
  PageArray pages(4096);
  pages.Append({3, 0}, {2, 3});
  pages.Append({1, 0}, {0, 0});
  pages.Append({2, 0}, {0, 4096});
  EXPECT_EQ(ScatterReply(Bytes("abcdefgh"), pages, pool), 8u);
  EXPECT_EQ(Text(pool, 3, 0, 7), std::string("\0\0abc\0\0", 7));
  EXPECT_EQ(Text(pool, 2, 0, 7), std::string("defgh\0\0", 7));
  EXPECT_EQ(Text(pool, 1, 0, 4096), std::string(4096, '\0'));
}

TEST(ScatterReplyTest, StopsAtTheEndOfTheDescs) {
  PagePool pool(4096, 2);
  PageArray pages(4096);
  pages.Append({0, 0}, {4094, 2});
  pages.Append({1, 0}, {0, 1});
  EXPECT_EQ(ScatterReply(Bytes("abcdefgh"), pages, pool), 3u);
  EXPECT_EQ(Text(pool, 0, 4094, 5), std::string("abc\0\0", 5));
  EXPECT_EQ(ScatterReply(Bytes(""), pages, pool), 0u);
}

}  // namespace
}  // namespace fuse_dirents
