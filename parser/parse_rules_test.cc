// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Every rule of a profile with every action, and profiles that check all frames
// first.

#include <cerrno>
#include <cstdint>
#include <functional>
#include <string>

#include "gtest/gtest.h"
#include "parser/parse_fixture.h"

namespace fuse_dirents {
namespace {

using ParseRulesTest = ParseFixture;

INSTANTIATE_TEST_SUITE_P(Parsers, ParseRulesTest, BothParsers(), ParserName);

// Every rule of a profile with every action.

struct RuleCase {
  const char* name;
  Rule Profile::* rule;
  std::function<void(Fields)> breaks;
};

const RuleCase kRules[] = {
    {"empty_name", &Profile::empty_name, [](Fields f) { f->name = ""; }},
    {"long_name", &Profile::long_name,
     [](Fields f) { f->name = std::string(4096, 'l'); }},
    {"slash", &Profile::slash, [](Fields f) { f->name = "b/b"; }},
    {"nul", &Profile::nul, [](Fields f) { f->name = {'b', '\0'}; }},
    {"unprintable", &Profile::unprintable, [](Fields f) { f->name = "b\\"; }},
    {"not_utf8", &Profile::not_utf8, [](Fields f) { f->name = "b\xff"; }},
    {"off_negative", &Profile::off_negative,
     [](Fields f) { f->off = 1ull << 63; }},
    {"type_above_u8", &Profile::type_above_u8, [](Fields f) { f->type = 256; }},
};

TEST_P(ParseRulesTest, EveryRuleTakesEveryAction) {
  for (const RuleCase& c : kRules) {
    SCOPED_TRACE(c.name);
    std::string name = "b";
    uint64_t off = 2;
    Plus({"a"});
    Add(name, [&](Fields f) {
      c.breaks(f);
      name = Shown(f->name);
      off = f->off;
    });
    profile_ = LinuxProfile();
    profile_.*c.rule = kAccept;
    EXPECT_EQ(Parse(), "emit a, link a, emit " + name + ", link " + name +
                           ", 0 at " + std::to_string(off));
    profile_.*c.rule = kHide;
    EXPECT_EQ(Parse(),
              "emit a, link a, link " + name + ", 0 at " + std::to_string(off));
    profile_.*c.rule = kStopQuietly;
    EXPECT_EQ(Parse(), "emit a, link a, 0 at 1");
    profile_.*c.rule = Error(EINVAL);
    EXPECT_EQ(Parse(), "emit a, link a, -EINVAL at 1");
    // A good record passes.
    Plus({"a", "b"});
    EXPECT_EQ(Parse(), "emit a, link a, emit b, link b, 0 at 2");
  }
}

TEST_P(ParseRulesTest, AHiddenEntryTakesNoRoomAndMovesPosUnlessFull) {
  profile_.slash = kHide;
  Plus({"a/", "b", "c/", "d", "e/"});
  EXPECT_EQ(Parse({.capacity = 1}),
            "link a/, emit b, link b, link c/, full d, link d, link e/, 0 at "
            "3");
  Plain({"a/", "b", "c/"});
  EXPECT_EQ(Parse(), "emit b, 0 at 3");
}

TEST_P(ParseRulesTest, AnEntryMayBeOfferedAfterItsLookup) {
  profile_.emit_time = EmitTime::kAfterLookup;
  Plus({"a", "b"});
  EXPECT_EQ(Parse({.failing_links = 1}),
            "link a fails, forget 7, emit a, link b, emit b, 0 at 2");
  profile_.off_negative = Error(EPERM);
  profile_.type_above_u8 = kHide;
  Plus({"a"});
  Add("b", [](Fields f) { f->type = 256; });
  Add("c", [](Fields f) { f->off = 1ull << 63; });
  EXPECT_EQ(Parse(), "link a, emit a, link b, link c, -EPERM at 2");
  // Once the buffer is full, neither is judged.
  EXPECT_EQ(Parse({.capacity = 0}), "link a, full a, link b, link c, 0 at 100");
  profile_.slash = Error(EACCES);
  Plus({"a", "b/"});
  EXPECT_EQ(Parse(), "link a, emit a, -EACCES at 1");
}

TEST_P(ParseRulesTest, EntriesMayBeOfferedAfterTheReply) {
  profile_.emit_time = EmitTime::kAfterReply;
  profile_.not_utf8 = kHide;
  Plus({"a", "\xff", "b", "\xfe"});
  EXPECT_EQ(Parse(),
            "link a, link \\xff, link b, link \\xfe, emit a, emit b, 0 at 4");
  // Hidden entries count only if all others are taken.
  EXPECT_EQ(Parse({.capacity = 1}),
            "link a, link \\xff, link b, link \\xfe, emit a, full b, 0 at 1");
  EXPECT_EQ(Parse({.capacity = 0}),
            "link a, link \\xff, link b, link \\xfe, full a, 0 at 100");
  // What the walk meets drops all; what the offer meets drops the rest.
  Plus({"a", "b/", "c"});
  EXPECT_EQ(Parse(), "link a, -EIO at 100");
  profile_.slash = kStopQuietly;
  EXPECT_EQ(Parse(), "link a, emit a, 0 at 1");
  profile_.off_negative = Error(EOVERFLOW);
  Plus({"a"});
  Add("b", [](Fields f) { f->off = 1ull << 63; });
  EXPECT_EQ(Parse(), "link a, link b, emit a, -EOVERFLOW at 1");
  Plain({"a", "b", "c"});
  EXPECT_EQ(Parse({.capacity = 1}), "emit a, full b, 0 at 1");
}

TEST_P(ParseRulesTest, TypeMayBeCutTo8Bits) {
  profile_.type_of_8_bits = true;
  profile_.type_above_u8 = kHide;
  for (const EmitTime time : {EmitTime::kBeforeLookup, EmitTime::kAfterLookup,
                              EmitTime::kAfterReply}) {
    profile_.emit_time = time;
    Plus({});
    Add("a", [](Fields f) { f->type = 0x1ff; });
    EXPECT_EQ(Parse(), "link a, 0 at 1");  // Judged before it is cut.
    EXPECT_EQ(trace_.at(0).type, 0xffu);
  }
  profile_.type_above_u8 = kAccept;
  Parse();
  EXPECT_EQ(trace_.at(1).type, 0xffu);
}

TEST_P(ParseRulesTest, EfiFileInfoCannotExpressSomeAttributes) {
  profile_.efi_attr = kHide;
  Plus({});
  const auto add = [&](uint32_t mode, uint32_t nlink, uint64_t blocks) {
    Add("a", [&](Fields f) {
      f->entry_out.attr.mode = mode;
      f->entry_out.attr.nlink = nlink;
      f->entry_out.attr.blocks = blocks;
    });
  };
  const auto seen = [&] {
    const std::string story = Parse();
    return story.find("emit") != story.npos;
  };
  const struct {
    uint32_t mode, nlink;
    uint64_t blocks;
    bool seen;
  } kFiles[] = {{0100644, 1, 0, true},
                {0100644, 0, (uint64_t{1} << 55) - 1, true},
                {0100644, 2, 0, false},
                {0040755, 2, 0, true},
                {0040755, 1, uint64_t{1} << 55, false},
                {0120777, 1, 0, false},
                {0010644, 1, 0, false},
                {0, 1, 0, false}};
  for (const auto& file : kFiles) {
    Plus({});
    add(file.mode, file.nlink, file.blocks);
    EXPECT_EQ(seen(), file.seen) << std::oct << file.mode;
  }
  Plain({"a"});
  EXPECT_TRUE(seen());
}

TEST_P(ParseRulesTest, ALoneHeaderMayCountAsTrailingBytes) {
  profile_.lone_header_judged = false;
  for (const bool plus : {false, true}) {
    const auto start = [&] { plus ? Plus({"a"}) : Plain({"a"}); };
    const std::string a = plus ? "emit a, link a, " : "emit a, ";
    start();
    Add("");
    EXPECT_EQ(Parse(), a + "0 at 1");
    start();
    Add("b");
    Drop(8);
    profile_.short_record = Error(EBADMSG);
    EXPECT_EQ(Parse(), a + "0 at 1");
    profile_.trailing = Error(EINVAL);
    EXPECT_EQ(Parse(), a + "-EINVAL at 1");
    profile_.trailing = kStopQuietly;
    start();
    Add("");
    Add("b");
    EXPECT_EQ(Parse(), a + "-EIO at 1");
  }
}

TEST_P(ParseRulesTest, HidingGoesOnToTheNextRule) {
  profile_.slash = kHide;
  profile_.type_above_u8 = Error(EPERM);
  Plain({"a"});
  Add("b/", [](Fields f) { f->type = 256; });
  EXPECT_EQ(Parse(), "emit a, -EPERM at 1");
}

TEST_P(ParseRulesTest, ARecordThatIsCutOffMayBeAnError) {
  Plain({"a", "b"});
  Drop(1);
  profile_.short_record = Error(EBADMSG);
  EXPECT_EQ(Parse(), "emit a, -EBADMSG at 1");
  profile_.short_record = kStopQuietly;
  EXPECT_EQ(Parse(), "emit a, 0 at 1");
}

TEST_P(ParseRulesTest, TrailingBytesMayBeAnError) {
  Plain({"a"});
  writer_.AppendRaw("x");
  profile_.trailing = Error(EBADMSG);
  EXPECT_EQ(Parse(), "emit a, -EBADMSG at 1");
  profile_.trailing = kStopQuietly;
  EXPECT_EQ(Parse(), "emit a, 0 at 1");
  // A reply that ends after a record is no error.
  profile_.trailing = Error(EBADMSG);
  Drop(1);
  EXPECT_EQ(Parse(), "emit a, 0 at 1");
}

TEST_P(ParseRulesTest, NameMaxIsTheProfiles) {
  profile_.name_max = 2;
  Plain({"aa", "bbb"});
  EXPECT_EQ(Parse(), "emit aa, -EIO at 1");
  profile_.name_max = kNoNameMax;
  EXPECT_EQ(Parse(), "emit aa, emit bbb, 0 at 2");
  Add("c", [](Fields f) { f->namelen = UINT32_MAX; });
  EXPECT_EQ(Parse(), "emit aa, emit bbb, 0 at 2");
}

TEST_P(ParseRulesTest, TheOrderOfTheFrameIsTheProfiles) {
  profile_.short_record = Error(EBADMSG);
  Plain({"a"});
  Add("b", [](Fields f) { f->namelen = 5000; });
  profile_.order = CheckOrder::kNamelenFirst;
  EXPECT_EQ(Parse(), "emit a, -EIO at 1");
  profile_.order = CheckOrder::kRecordFirst;
  EXPECT_EQ(Parse(), "emit a, -EBADMSG at 1");
  // A whole record with a long name breaks the rule for namelen in either
  // order.
  Plain({"a"});
  Add(std::string(4096, 'b'));
  EXPECT_EQ(Parse(), "emit a, -EIO at 1");
}

TEST_P(ParseRulesTest, ALongNameThatIsHiddenOrAcceptedMustStillBeWhole) {
  profile_.short_record = Error(EBADMSG);
  Plain({"a"});
  Add("b", [](Fields f) { f->namelen = 5000; });
  for (const Rule rule : {kAccept, kHide}) {
    profile_.long_name = rule;
    EXPECT_EQ(Parse(), "emit a, -EBADMSG at 1");
  }
}

TEST_P(ParseRulesTest, TheLastPaddingMayBeLeftOut) {
  profile_.last_padding_required = false;
  Plus({"a", "bbb"});
  for (int dropped = 0; dropped < 5; ++dropped) {
    EXPECT_EQ(Parse(), "emit a, link a, emit bbb, link bbb, 0 at 2");
    Drop(1);
  }
  Drop(1);
  EXPECT_EQ(Parse(), "emit a, link a, 0 at 1");
  profile_.last_padding_required = true;
  Plus({"a", "bbb"});
  Drop(1);
  EXPECT_EQ(Parse(), "emit a, link a, 0 at 1");
}

// Frames first.

TEST_P(ParseRulesTest, WithFramesFirstABadFrameDropsEveryEntry) {
  profile_.short_record = Error(EBADMSG);
  profile_.trailing = Error(EINVAL);
  Plus({"a", "b"});
  Drop(1);
  EXPECT_EQ(Parse(), "emit a, link a, -EBADMSG at 1");
  profile_.frames_first = true;
  EXPECT_EQ(Parse(), "-EBADMSG at 100");
  Plus({"a", "b"});
  writer_.AppendRaw("x");
  EXPECT_EQ(Parse(), "-EINVAL at 100");
}

TEST_P(ParseRulesTest, WithFramesFirstABadFrameWinsOverABadRecord) {
  profile_.short_record = Error(EBADMSG);
  profile_.frames_first = true;
  Plus({"a", "", "b/", "c"});
  EXPECT_EQ(Parse(), "emit a, link a, -EIO at 1");
  Drop(1);
  EXPECT_EQ(Parse(), "-EBADMSG at 100");
}

TEST_P(ParseRulesTest, WithFramesFirstTheContentOfACutRecordIsIgnored) {
  profile_.frames_first = true;
  Plain({"a"});
  Add("b", [](Fields f) { f->namelen = 5000; });
  EXPECT_EQ(Parse(), "emit a, 0 at 1");
}

TEST_P(ParseRulesTest, FramesFirstDoesNotChangeFullOrLinks) {
  profile_.frames_first = true;
  Plus({"a", "b", "c"});
  EXPECT_EQ(Parse({.capacity = 1, .failing_links = 2}),
            "emit a, link a, full b, link b fails, forget 8, link c, 0 at 1");
  Plain({"a", "b"});
  EXPECT_EQ(Parse({.capacity = 1}), "emit a, full b, 0 at 1");
}

}  // namespace
}  // namespace fuse_dirents
