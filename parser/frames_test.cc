// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "parser/frames.h"

#include <string>

#include "gtest/gtest.h"
#include "parser/dirent_writer.h"

namespace fuse_dirents {
namespace {

std::string TwoRecords(RecordFormat format) {
  DirentWriter writer(format);
  writer.Append({.ino = 7, .off = 8, .type = 4, .name = "abc"});
  writer.Append({.ino = 9, .name = "longer name"});
  return writer.bytes();
}

TEST(FramesTest, EachRecordStartsWhereTheOneBeforeItEnds) {
  for (const RecordFormat format :
       {RecordFormat::kDirent, RecordFormat::kDirentplus}) {
    const std::string reply = TwoRecords(format);
    const auto frames = FramesOf(format, reply);
    ASSERT_EQ(frames.size(), 2u);
    EXPECT_EQ(frames[0].pos, 0u);
    EXPECT_EQ(frames[0].end, Reclen(format, 3));
    EXPECT_EQ(frames[1].pos, frames[0].end);
    EXPECT_EQ(frames[1].end, reply.size());
    EXPECT_TRUE(frames[1].is_whole());
    EXPECT_EQ(NameOf(reply, frames[0]), "abc");
    EXPECT_EQ(HeaderOf(reply, frames[0]).dirent.off, 8u);
    EXPECT_EQ(HeaderOf(reply, frames[1]).dirent.ino, 9u);
    EXPECT_EQ(HeaderOf(reply, frames[1]).entry_out.nodeid, 0u);
  }
}

TEST(FramesTest, EveryCutEndsTheLastFrameOrHasFewerThanAHeader) {
  const RecordFormat format = RecordFormat::kDirent;
  const std::string whole = TwoRecords(format);
  for (size_t size = 0; size < whole.size(); ++size) {
    const std::string reply = whole.substr(0, size);
    const auto frames = FramesOf(format, reply);
    ASSERT_EQ(frames.size(), size < 24 ? 0u : size < 32 + 24 ? 1u : 2u) << size;
    if (frames.empty()) continue;
    const RecordFrame& last = frames.back();
    EXPECT_EQ(last.is_whole(), frames.size() == 1 && size >= 32) << size;
    EXPECT_LE(last.end, size);
    EXPECT_LE(NameOf(reply, last).size(), last.namelen);
  }
}

TEST(FramesTest, ANamelenThatWraps32BitsRunsPastTheReply) {
  DirentWriter writer(RecordFormat::kDirent);
  writer.Append({.name = "a", .namelen = 0xffffffff});
  const auto frames = FramesOf(RecordFormat::kDirent, writer.bytes());
  ASSERT_EQ(frames.size(), 1u);
  EXPECT_EQ(frames[0].reclen, uint64_t{1} << 32 | 24);
  EXPECT_EQ(frames[0].end, writer.bytes().size());
  EXPECT_FALSE(frames[0].is_whole());
}

}  // namespace
}  // namespace fuse_dirents
