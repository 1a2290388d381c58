// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/draw/draw_reply.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "parser/dirent_writer.h"
#include "tools/draw/drawings_for_test.h"
#include "tools/draw/svg.h"

namespace fuse_dirents {
namespace {

TEST(DrawReplyTest, SaysWhichRecordStraddlesAndWhereReadingStops) {
  const std::string svg = DrawingCalled("cut");
  EXPECT_NE(svg.find(">record 89 straddles pages 2, 24<"), svg.npos);
  EXPECT_NE(svg.find(">record 89 goes on in page 24<"), svg.npos);
  EXPECT_NE(svg.find(">page 2 from its byte 512<"), svg.npos);
  EXPECT_NE(svg.find("linux stops at byte 8880: fewer bytes than a header "
                     "remain, returns 0"),
            svg.npos);
  for (const char* kind : {"trailing", "cut", "stale", "idle"}) {
    EXPECT_NE(svg.find("class=\"" + std::string(kind) + " box\""), svg.npos)
        << kind;
  }
}

TEST(DrawReplyTest, DependsOnItsArgumentsAlone) {
  for (const DrawingForTest& drawing : DrawingsForTest()) {
    EXPECT_EQ(DrawingCalled(drawing.name), DrawingCalled(drawing.name));
  }
}

TEST(DrawReplyTest, LongReplyIsElidedAndSaysHowMuch) {
  const std::string svg = DrawingCalled("many pages");
  EXPECT_LT(svg.size(), kMaxDrawing);
  EXPECT_NE(svg.find(" more folios ..."), svg.npos);
  EXPECT_NE(svg.find(" more bytes ..."), svg.npos);
  // The longest reply, in the most descs.
  LoadedReply longest = {RecordFormat::kDirent, {}, {}};
  DirentWriter writer(RecordFormat::kDirent);
  for (uint64_t i = 0; i < 4096; ++i) writer.Append({.off = i, .name = "n"});
  while (longest.reply.size() < kMaxReplyBytes) longest.reply += writer.bytes();
  for (const uint32_t limit : {0u, 1u, 61u}) {
    longest.choices.layout.desc_limit = limit;
    EXPECT_LT(DrawOnPages("x", longest, 0, LinuxProfile()).size(), kMaxDrawing);
  }
  EXPECT_LT(DrawOnPages("x", longest, 64, LinuxProfile()).size(), kMaxDrawing);
  EXPECT_LT(DrawOnPages("x", longest, 1 << 20, LinuxProfile()).size(),
            kMaxDrawing);
}

TEST(DrawReplyTest, EmptyReplyIsDrawn) {
  const LoadedReply empty = {RecordFormat::kDirent, "", {}};
  const std::string svg = DrawOnPages("empty", empty, 0, LinuxProfile());
  EXPECT_NE(svg.find("reply of 0 bytes, 0 records"), svg.npos);
}

TEST(SvgTest, AnyBytesAreText) {
  EXPECT_EQ(XmlText("a<b>&\"c\" \xff\n"),
            "a&lt;b&gt;&amp;&quot;c&quot; \\xff\\x0a");
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte);
  for (const char c : XmlText(bytes)) EXPECT_TRUE(c >= 0x20 && c <= 0x7e);
}

TEST(SvgTest, LongTextIsShortenedOrLeftOut) {
  EXPECT_EQ(Fitted("abcdefgh", 8 * kCharWidth), "abcdefgh");
  EXPECT_EQ(Fitted("abcdefgh", 7.9 * kCharWidth), "abcde..");
  EXPECT_EQ(Fitted("abcdefgh", 3.9 * kCharWidth), "");
  EXPECT_EQ(Fitted("a", -1), "");
}

}  // namespace
}  // namespace fuse_dirents
