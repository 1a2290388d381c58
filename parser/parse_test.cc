// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Emit, full and resume, the lookups of Linux, formats, single fetch.

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "parser/parse_fixture.h"
#include "parser/sink_adapter.h"

namespace fuse_dirents {
namespace {

using ParseTest = ParseFixture;

INSTANTIATE_TEST_SUITE_P(Parsers, ParseTest, BothParsers(), ParserName);

// Emit, full and resume.

TEST_P(ParseTest, AnEmptyReplyLeavesPosWhereItWas) {
  Plain({});
  EXPECT_EQ(Parse(), "0 at 100");
  Plus({});
  EXPECT_EQ(Parse(), "0 at 100");
}

TEST_P(ParseTest, PosIsTheOffOfTheLastEntryTaken) {
  Plain({"a", "b", "c"});
  EXPECT_EQ(Parse(), "emit a, emit b, emit c, 0 at 3");
  EXPECT_EQ(Parse({.capacity = 3}), "emit a, emit b, emit c, 0 at 3");
}

TEST_P(ParseTest, ReaddirStopsWhereTheBufferIsFull) {
  Plain({"a", "b", "", "c"});
  EXPECT_EQ(Parse({.capacity = 1}), "emit a, full b, 0 at 1");
  EXPECT_EQ(Parse({.capacity = 0}), "full a, 0 at 100");
}

TEST_P(ParseTest, ReaddirplusGoesOnLinkingWhereTheBufferIsFull) {
  Plus({"a", "b", "c"});
  EXPECT_EQ(Parse({.capacity = 1}),
            "emit a, link a, full b, link b, link c, 0 at 1");
  EXPECT_EQ(Parse({.capacity = 0}), "full a, link a, link b, link c, 0 at 100");
}

TEST_P(ParseTest, ReaddirplusStillMeetsErrorsWhereTheBufferIsFull) {
  Plus({"a", "b", "", "c"});
  EXPECT_EQ(Parse({.capacity = 1}),
            "emit a, link a, full b, link b, -EIO at 1");
}

TEST_P(ParseTest, ReaddirNeverLinksOrForgets) {
  Plain({"a", "b", ""});
  EXPECT_EQ(Parse({.failing_links = 0xffffffff}), "emit a, emit b, -EIO at 2");
}

TEST_P(ParseTest, PosFollowsWhateverOffSays) {
  Plain({"a"});
  Add("b", [](Fields f) { f->off = UINT64_MAX; });
  EXPECT_EQ(Parse(), "emit a, emit b, 0 at 18446744073709551615");
  Add("c", [](Fields f) { f->off = 0; });
  EXPECT_EQ(Parse(), "emit a, emit b, emit c, 0 at 0");
}

TEST_P(ParseTest, TheSinkGetsEveryFieldAsItWasWritten) {
  Plus({});
  Add(std::string("n\0m", 3), [](Fields f) {
    f->ino = 1ull << 63 | 1;
    f->off = 1ull << 62 | 2;
    f->type = 0xfffffffe;
    std::memset(&f->entry_out, 0x11, sizeof f->entry_out);
    f->entry_out.attr.mode = 0040755;
  });
  Parse();
  ASSERT_EQ(trace_.size(), 3u);
  for (const size_t i : {0, 1}) {
    EXPECT_EQ(trace_.at(i).ino, 1ull << 63 | 1);
    EXPECT_EQ(trace_.at(i).off, 1ull << 62 | 2);
    EXPECT_EQ(trace_.at(i).type, 0xfffffffeu);
    EXPECT_EQ(trace_.at(i).name, std::string_view("n\0m", 3));
  }
  EXPECT_EQ(0, std::memcmp(trace_.at(1).entry_out, writer_.bytes().data(),
                           sizeof(FuseEntryOut)));
}

// Lookups in Linux.

TEST_P(ParseTest, ALinkThatFailsIsForgottenAndTheListingGoesOn) {
  Plus({"a", "b", "c"});
  EXPECT_EQ(Parse({.failing_links = 1 << 1}),
            "emit a, link a, emit b, link b fails, forget 8, emit c, link c, "
            "0 at 3");
}

TEST_P(ParseTest, Nodeid0IsNeitherLinkedNorForgotten) {
  Plus({"a"});
  Add("b", [](Fields f) { f->entry_out = {}; });
  Add("c");
  EXPECT_EQ(Parse(), "emit a, link a, emit b, emit c, link c, 0 at 3");
}

TEST_P(ParseTest, DotAndDotDotAreNeitherLinkedNorForgotten) {
  Plus({".", "..", "...", ".a", "a."});
  EXPECT_EQ(Parse(),
            "emit ., emit .., emit ..., link ..., emit .a, link .a, emit a., "
            "link a., 0 at 5");
}

TEST_P(ParseTest, Nodeid1IsForgotten) {
  Plus({});
  Add("a", [](Fields f) { f->entry_out.nodeid = 1; });
  Add("b");
  EXPECT_EQ(Parse(), "emit a, forget 1, emit b, link b, 0 at 2");
}

TEST_P(ParseTest, ExactlyTheSevenFileTypesAreLinked) {
  for (uint32_t type = 0; type < 16; ++type) {
    Plus({});
    Add("a", [&](Fields f) { f->entry_out.attr.mode = type << 12 | 07777; });
    const bool known = type == 1 || type == 2 || type == 4 || type == 6 ||
                       type == 8 || type == 10 || type == 12;
    EXPECT_EQ(Parse(),
              known ? "emit a, link a, 0 at 1" : "emit a, forget 7, 0 at 1")
        << type;
  }
}

TEST_P(ParseTest, ModeBitsAboveTheTypeAreIgnored) {
  Plus({});
  Add("a", [](Fields f) { f->entry_out.attr.mode = 0xffff0000 | 0100000; });
  EXPECT_EQ(Parse(), "emit a, link a, 0 at 1");
}

TEST_P(ParseTest, ASizeAboveInt64MaxIsForgotten) {
  Plus({});
  Add("a", [](Fields f) { f->entry_out.attr.size = INT64_MAX; });
  Add("b", [](Fields f) { f->entry_out.attr.size = 1ull << 63; });
  EXPECT_EQ(Parse(), "emit a, link a, emit b, forget 8, 0 at 2");
}

TEST_P(ParseTest, ABadEntryOutOfADotNameIsIgnored) {
  Plus({});
  Add(".", [](Fields f) { f->entry_out.nodeid = 1; });
  Add("..", [](Fields f) { f->entry_out.attr.mode = 0; });
  EXPECT_EQ(Parse(), "emit ., emit .., 0 at 2");
}

TEST_P(ParseTest, OnErrorLinuxForgetsNothing) {
  Plus({"a", "b/b", "c"});
  EXPECT_EQ(Parse(), "emit a, link a, -EIO at 1");
  Plus({"a", "", "c"});
  EXPECT_EQ(Parse(), "emit a, link a, -EIO at 1");
}

// Formats.

TEST_P(ParseTest, AFormatThatIsNotAskedForIsRefusedUnread) {
  profile_.readdirplus = false;
  Plus({"a"});
  EXPECT_EQ(Parse(), "-EOPNOTSUPP at 100");
  Plain({"a"});
  EXPECT_EQ(Parse(), "emit a, 0 at 1");
  profile_.readdirplus = true;
  profile_.readdir = false;
  EXPECT_EQ(Parse(), "-EOPNOTSUPP at 100");
  Plus({"a"});
  EXPECT_EQ(Parse(), "emit a, link a, 0 at 1");
}

// Single fetch.

// Forwards every call.  After each emit, overwrites what the parser must have
// read already: the record's header, or with frames_first the whole reply.
class ScribblingSink : public PassingSink {
 public:
  ScribblingSink(const dirents_sink& forwarded, std::span<std::byte> reply,
                 bool whole)
      : PassingSink{forwarded}, reply_(reply), whole_(whole) {}

  int Emit(const dirents_entry& entry) {
    const int taken = PassingSink::Emit(entry);
    const size_t header = HeaderSize(RecordFormat::kDirentplus);
    std::memset(reply_.data() + (whole_ ? 0 : at_), 0xff,
                whole_ ? reply_.size() : header);
    at_ += Reclen(RecordFormat::kDirentplus, entry.namelen);
    return taken;
  }

 private:
  std::span<std::byte> reply_;
  const bool whole_;
  size_t at_ = 0;
};

TEST_P(ParseTest, BytesThatChangeAfterTheyWereReadHaveNoEffect) {
  for (const bool frames_first : {false, true}) {
    profile_.frames_first = frames_first;
    profile_.forgets_after_error = true;
    Plus({"a", "b", "c/", "d"});
    const std::string expected = Parse({.failing_links = 1});
    EXPECT_EQ(expected,
              "emit a, link a fails, forget 7, emit b, link b, forget 9, "
              "forget 10, -EIO at 2");
    std::string bytes = writer_.bytes();
    for (const size_t seam : {size_t{0}, size_t{150}, size_t{153}}) {
      bytes = writer_.bytes();
      const std::vector<dirents_segment> segments = {
          {bytes.data(), seam}, {bytes.data() + seam, bytes.size() - seam}};
      trace_.Clear();
      RecordingSink recorder({.failing_links = 1}, &trace_);
      ScribblingSink scribbler(recorder.sink(),
                               std::as_writable_bytes(std::span(bytes)),
                               frames_first);
      EXPECT_EQ(Run(segments, SinkOf(&scribbler)), expected);
    }
  }
}

TEST_P(ParseTest, NoStateIsKept) {
  profile_.forgets_after_error = true;
  Plus({"a", "b/", "c"});
  const std::string first = Parse({.capacity = 1});
  Plain({"x"});
  EXPECT_EQ(Parse(), "emit x, 0 at 1");
  Plus({"a", "b/", "c"});
  EXPECT_EQ(Parse({.capacity = 1}), first);
}

}  // namespace
}  // namespace fuse_dirents
