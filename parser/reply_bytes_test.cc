// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "parser/reply_bytes.h"

#include <array>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

std::string_view Text(ByteRun run) {
  return {reinterpret_cast<const char*>(run.data()), run.size()};
}

class ReplyBytesTest : public testing::Test {
 protected:
  // A reply of the first `nbytes` of these segments.
  ReplyCursor Cursor(std::vector<std::string_view> segments, size_t nbytes) {
    segments_.clear();
    for (const std::string_view segment : segments) {
      segments_.push_back({segment.data(), segment.size()});
    }
    return ReplyCursor(ReplyBytes(segments_, nbytes));
  }

  ByteRun Gather(ReplyCursor* cursor, size_t len) {
    return cursor->Gather(len, bounce_);
  }

  bool Bounced(ByteRun run) const { return run.data() == bounce_.data(); }

  std::vector<Segment> segments_;
  std::array<std::byte, 16> bounce_ = {};
};

TEST_F(ReplyBytesTest, OneRunIsOneSegment) {
  const std::string bytes = "abcdef";
  const ReplyBytes reply(
      ByteRun(reinterpret_cast<const std::byte*>(bytes.data()), 6));
  EXPECT_EQ(reply.size(), 6u);
  ASSERT_EQ(reply.segments().size(), 1u);
  EXPECT_EQ(reply.segments()[0].base, bytes.data());
  const ReplyBytes copy = reply;
  EXPECT_EQ(copy.segments()[0].base, bytes.data());
  EXPECT_NE(copy.segments().data(), reply.segments().data());
}

TEST_F(ReplyBytesTest, AnEmptyReplyIsAllowed) {
  const ReplyBytes nothing{ByteRun()};
  EXPECT_EQ(ReplyCursor(nothing).left(), 0u);
  EXPECT_TRUE(ReplyCursor(nothing).run().empty());
  EXPECT_EQ(ReplyCursor(ReplyBytes({}, 0)).left(), 0u);
  EXPECT_TRUE(Cursor({"", "abc"}, 0).run().empty());
}

TEST_F(ReplyBytesTest, ARunEndsWithItsSegment) {
  ReplyCursor cursor = Cursor({"abc", "defg"}, 7);
  EXPECT_EQ(Text(cursor.run()), "abc");
  cursor.AdvanceInRun(2);
  EXPECT_EQ(Text(cursor.run()), "c");
  EXPECT_EQ(cursor.left(), 5u);
  cursor.AdvanceInRun(1);
  EXPECT_EQ(Text(cursor.run()), "defg");
}

TEST_F(ReplyBytesTest, ARunEndsWithTheReply) {
  ReplyCursor cursor = Cursor({"abc", "defg"}, 5);
  cursor.AdvanceInRun(3);
  EXPECT_EQ(Text(cursor.run()), "de");
  cursor.AdvanceInRun(2);
  EXPECT_TRUE(cursor.run().empty());
  EXPECT_EQ(cursor.left(), 0u);
}

TEST_F(ReplyBytesTest, EmptySegmentsAreSkippedAnywhere) {
  ReplyCursor cursor = Cursor({"", "", "ab", "", "c", ""}, 3);
  EXPECT_EQ(Text(cursor.run()), "ab");
  cursor.AdvanceInRun(2);
  EXPECT_EQ(Text(cursor.run()), "c");
  cursor.AdvanceInRun(1);
  EXPECT_TRUE(cursor.run().empty());
}

TEST_F(ReplyBytesTest, AnEmptySegmentMayBeNull) {
  segments_ = {{nullptr, 0}, {"ab", 2}, {nullptr, 0}};
  ReplyCursor cursor(ReplyBytes(segments_, 2));
  EXPECT_EQ(Text(cursor.run()), "ab");
  cursor.Advance(2);
  EXPECT_EQ(cursor.left(), 0u);
}

TEST_F(ReplyBytesTest, AdvanceCrossesAnyNumberOfSeams) {
  //   [abc][d][efg]
  //    ------>  ^
  ReplyCursor cursor = Cursor({"abc", "d", "efg"}, 7);
  cursor.Advance(0);
  EXPECT_EQ(Text(cursor.run()), "abc");
  cursor.Advance(6);
  EXPECT_EQ(Text(cursor.run()), "g");
  EXPECT_EQ(cursor.left(), 1u);
}

TEST_F(ReplyBytesTest, GatherReturnsBytesInPlace) {
  ReplyCursor cursor = Cursor({"abc", "defg"}, 7);
  const ByteRun run = Gather(&cursor, 3);
  EXPECT_EQ(Text(run), "abc");
  EXPECT_EQ(static_cast<const void*>(run.data()), segments_[0].base);
  EXPECT_EQ(Text(cursor.run()), "defg");
}

TEST_F(ReplyBytesTest, GatherCopiesOnlyWhatStraddles) {
  //   [abc][d][efg]
  //     ^^^^^^^^
  ReplyCursor cursor = Cursor({"abc", "d", "efg"}, 7);
  cursor.Advance(1);
  const ByteRun run = Gather(&cursor, 5);
  EXPECT_TRUE(Bounced(run));
  EXPECT_EQ(Text(run), "bcdef");
  EXPECT_EQ(Text(cursor.run()), "g");
}

TEST_F(ReplyBytesTest, GatherOfZeroBytesMovesNothing) {
  ReplyCursor cursor = Cursor({"a", "b"}, 2);
  EXPECT_TRUE(Gather(&cursor, 0).empty());
  EXPECT_EQ(cursor.left(), 2u);
  cursor.Advance(2);
  EXPECT_TRUE(Gather(&cursor, 0).empty());
}

TEST_F(ReplyBytesTest, EveryGatherOfEveryCutGivesTheSameBytes) {
  constexpr std::string_view kBytes = "abcdefgh";
  int gathers = 0;
  for (size_t i = 0; i <= kBytes.size(); ++i) {
    for (size_t j = i; j <= kBytes.size(); ++j) {
      const std::vector<std::string_view> cut = {
          kBytes.substr(0, i), kBytes.substr(i, j - i), kBytes.substr(j)};
      for (size_t pos = 0; pos <= kBytes.size(); ++pos) {
        for (size_t len = 0; len <= kBytes.size() - pos; ++len) {
          ReplyCursor cursor = Cursor(cut, kBytes.size());
          cursor.Advance(pos);
          const ByteRun run = Gather(&cursor, len);
          ASSERT_EQ(Text(run), kBytes.substr(pos, len));
          const auto inside = [&](size_t seam) {
            return seam <= pos || seam >= pos + len;
          };
          ASSERT_EQ(Bounced(run), !inside(i) || !inside(j));
          ++gathers;
        }
      }
    }
  }
  EXPECT_EQ(gathers, 45 * 45);
}

using ReplyBytesDeathTest = ReplyBytesTest;

TEST_F(ReplyBytesDeathTest, SegmentsWithFewerThanNbytesAbort) {
  EXPECT_DEATH(Cursor({"abc"}, 4).Advance(4), "check failed: next_ != last_");
  EXPECT_DEATH(Cursor({}, 1), "check failed: next_ != last_");
}

TEST_F(ReplyBytesDeathTest, MovingPastTheEndAborts) {
  EXPECT_DEATH(Cursor({"abc"}, 2).Advance(3), "check failed: len <= left_");
  EXPECT_DEATH(Cursor({"abc"}, 2).Gather(3, bounce_),
               "check failed: len <= left_");
}

TEST_F(ReplyBytesDeathTest, ABounceBufferThatIsTooSmallAborts) {
  const std::string half(12, 'a');
  EXPECT_DEATH(Cursor({half, half}, 24).Gather(17, bounce_),
               "check failed: len <= bounce.size");
}

}  // namespace
}  // namespace fuse_dirents
