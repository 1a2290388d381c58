// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Which record stops the reader, and by which rule.  parse_rules_test.cc tests
// what a parse does then.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

#include "gtest/gtest.h"
#include "parser/reader/dirent_reader_fixture.h"

namespace fuse_dirents {
namespace {

using DirentReaderRulesTest = DirentReaderFixture;

INSTANTIATE_TEST_SUITE_P(Formats, DirentReaderRulesTest, BothFormats(),
                         FormatTestName);

// The rules of Linux, in their order.

TEST_P(DirentReaderRulesTest, FewerBytesThanAHeaderEndTheParseQuietly) {
  for (const size_t over : {size_t{1}, size_t{23}, header_size() - 1}) {
    writer_ = DirentWriter(GetParam());
    starts_.clear();
    AddNamed("a");
    AddNamed("b");
    CutAfter(1, over);
    EXPECT_EQ(Read(), "a, then fewer bytes than a header remain: 0 at #1");
  }
}

TEST_P(DirentReaderRulesTest, Namelen0IsAnError) {
  AddNamed("a");
  AddNamed("");
  AddNamed("c");
  EXPECT_EQ(Read(), "a, then namelen is 0: -EIO at #1");
}

TEST_P(DirentReaderRulesTest, NamelenUpTo4095IsAccepted) {
  const std::string longest(4095, 'n');
  AddNamed(longest);
  EXPECT_EQ(Read(), longest + ", then end of the reply: 0 at the end");
}

TEST_P(DirentReaderRulesTest, NamelenAbove4095IsAnError) {
  AddNamed("a");
  AddNamed(std::string(4096, 'n'));
  EXPECT_EQ(Read(), "a, then namelen is above name_max: -EIO at #1");
}

TEST_P(DirentReaderRulesTest, Before615TheLongestNameHad1024Bytes) {
  const Profile& before = *FindProfile("linux_before_6_15");
  const std::string longest(1024, 'n');
  AddNamed(longest);
  AddNamed(std::string(1025, 'n'));
  EXPECT_EQ(Read(before),
            longest + ", then namelen is above name_max: -EIO at #1");
}

TEST_P(DirentReaderRulesTest, NamelenIsCheckedBeforeTheRecordsEnd) {
  for (const uint32_t namelen : {4096u, 0xffffffffu}) {
    writer_ = DirentWriter(GetParam());
    starts_.clear();
    AddNamed("a");
    Add({.name = "cut", .namelen = namelen});
    EXPECT_EQ(Read(), "a, then namelen is above name_max: -EIO at #1");
  }
}

TEST_P(DirentReaderRulesTest, Namelen0InTheLast24BytesIsAnErrorToo) {
  AddNamed("");
  EXPECT_EQ(Read(), "namelen is 0: -EIO at #0");
}

TEST_P(DirentReaderRulesTest, ARecordThatIsCutOffEndsTheParseQuietly) {
  for (size_t kept = header_size(); kept < header_size() + 16; ++kept) {
    writer_ = DirentWriter(GetParam());
    starts_.clear();
    AddNamed("a");
    AddNamed("ten bytes.");
    CutAfter(1, kept);
    EXPECT_EQ(Read(),
              "a, then the record runs past the end of the reply: 0 at #1");
  }
}

TEST_P(DirentReaderRulesTest, ACutIsCheckedBeforeASlash) {
  AddNamed("a");
  AddNamed("a/b");
  CutAfter(1, header_size() + 7);
  EXPECT_EQ(Read(),
            "a, then the record runs past the end of the reply: 0 at #1");
}

TEST_P(DirentReaderRulesTest, ASlashAnywhereInTheNameIsAnError) {
  for (const char* name : {"/", "/ab", "a/b", "ab/", "seven b/"}) {
    writer_ = DirentWriter(GetParam());
    starts_.clear();
    AddNamed("a");
    AddNamed(name);
    AddNamed("c");
    EXPECT_EQ(Read(), "a, then the name holds a '/': -EIO at #1");
  }
}

TEST_P(DirentReaderRulesTest, ASlashInThePaddingIsIgnored) {
  Add({.name = "a", .padding_byte = '/'});
  AddNamed("b");
  EXPECT_EQ(Read(), "a b, then end of the reply: 0 at the end");
}

TEST_P(DirentReaderRulesTest, LinuxTakesAnyOtherByteAndAnyNumber) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) {
    if (byte != '/') all += static_cast<char>(byte);
  }
  Add({.ino = UINT64_MAX, .off = UINT64_MAX, .type = UINT32_MAX, .name = all});
  Add({.name = "zeros"});
  EXPECT_EQ(Read(), all + " zeros, then end of the reply: 0 at the end");
}

// Rules that other profiles have.

TEST_P(DirentReaderRulesTest, TheRulesForContentApplyInOrder) {
  // Breaks every rule at once; each step drops the rule that was first.
  Profile strict = LinuxProfile();
  strict.nul = Error(EPERM);
  strict.unprintable = Error(ENOENT);
  strict.not_utf8 = Error(EILSEQ);
  strict.off_negative = Error(EOVERFLOW);
  strict.type_above_u8 = Error(EINVAL);
  Add({.off = UINT64_MAX, .type = 256, .name = std::string("\0/\xff", 3)});
  EXPECT_EQ(Read(strict), "the name holds a '/': -EIO at #0");
  strict.slash = kAccept;
  EXPECT_EQ(Read(strict), "the name holds a NUL: -EPERM at #0");
  strict.nul = kAccept;
  EXPECT_EQ(Read(strict),
            "the name holds an unprintable byte or a backslash: -ENOENT at #0");
  strict.unprintable = kAccept;
  EXPECT_EQ(Read(strict), "the name is not UTF-8: -EILSEQ at #0");
  strict.not_utf8 = kAccept;
  EXPECT_EQ(Read(strict), "off is above INT64_MAX: -EOVERFLOW at #0");
  strict.off_negative = kAccept;
  EXPECT_EQ(Read(strict), "type is above 255: -EINVAL at #0");
  strict.type_above_u8 = kAccept;
  EXPECT_EQ(Read(strict).substr(3), ", then end of the reply: 0 at the end");
}

TEST_P(DirentReaderRulesTest, EachRuleHasAnExactBound) {
  Profile strict = LinuxProfile();
  strict.unprintable = kHide;
  strict.off_negative = kHide;
  strict.type_above_u8 = kHide;
  Add({.name = " ~"});
  Add({.name = "\x1f"});
  Add({.name = "\x7f"});
  Add({.name = "\\"});
  Add({.off = INT64_MAX, .name = "o"});
  Add({.off = uint64_t{INT64_MAX} + 1, .name = "o"});
  Add({.type = 255, .name = "t"});
  Add({.type = 256, .name = "t"});
  EXPECT_EQ(Read(strict),
            " ~ hidden \x1f hidden \x7f hidden \\ o hidden o t hidden t, "
            "then end of the reply: 0 at the end");
}

}  // namespace
}  // namespace fuse_dirents
