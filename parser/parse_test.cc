// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What each rule does, as both parsers of ours must do it.

#include "parser/parse.h"

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "parser/dirent_writer.h"
#include "parser/guarded_bytes.h"
#include "parser/profile.h"
#include "parser/recording_sink.h"
#include "parser/text.h"
#include "parser/trace.h"

namespace fuse_dirents {
namespace {

struct Parser {
  const char* name;
  int (*parse)(const Profile&, const dirents_reply&, const dirents_sink&,
               uint64_t*);
};

constexpr uint64_t kStart = 100;  // Where every request starts.

// What one word of a record's name becomes in a story.
std::string Shown(std::string_view name) {
  const std::string quoted = Quote(name);
  return quoted.substr(1, quoted.size() - 2);
}

// "emit a, link a, full b, forget 8, -EIO at 1".
std::string StoryOf(const Trace& trace) {
  std::string story;
  for (size_t i = 0; i < trace.size(); ++i) {
    const Event event = trace.at(i);
    if (i > 0) story += ", ";
    switch (event.kind) {
      case Event::kEmit:
        story += (event.taken ? "emit " : "full ") + Shown(event.name);
        break;
      case Event::kLink:
        story += "link " + Shown(event.name) + (event.error ? " fails" : "");
        break;
      case Event::kForget:
        story += "forget " + std::to_string(event.nodeid);
        break;
      case Event::kReturn:
        story += ErrorText(event.error) + " at " + std::to_string(event.pos);
        break;
    }
  }
  return story;
}

// Records are written in order, with off = 1, 2, 3, ...; a reply is parsed as
// one segment, in two unequal halves, and byte by byte, and the story must be
// the same each time.
class ParseTest : public testing::TestWithParam<Parser> {
 protected:
  // A reply of these records, each with its name as nodeid's letter: "a" is
  // node 7, "b" node 8, and so on.
  void Plus(std::initializer_list<const char*> names) {
    Start(RecordFormat::kDirentplus);
    for (const char* name : names) Add(name);
  }
  void Plain(std::initializer_list<const char*> names) {
    Start(RecordFormat::kDirent);
    for (const char* name : names) Add(name);
  }
  void Start(RecordFormat format) {
    writer_ = DirentWriter(format);
    next_off_ = 1;
    next_nodeid_ = 7;
  }

  void Add(const std::string& name,
           const std::function<void(RecordFields*)>& change = {}) {
    RecordFields fields = {.ino = 50, .off = next_off_++, .name = name};
    fields.entry_out.nodeid = next_nodeid_++;
    fields.entry_out.attr.mode = 0100644;
    if (change) change(&fields);
    writer_.Append(fields);
  }
  void Drop(size_t nbytes) { writer_.Cut(writer_.bytes().size() - nbytes); }

  std::string Parse(const SinkPlan& plan = {}) {
    const std::string whole = ParseIn(plan, {});
    const size_t size = writer_.bytes().size();
    EXPECT_EQ(ParseIn(plan, {size / 3}), whole);
    std::vector<size_t> everywhere;
    for (size_t i = 0; i < size; ++i) everywhere.push_back(i);
    EXPECT_EQ(ParseIn(plan, everywhere), whole);
    return whole;
  }

  // The story where the reply is cut at `seams`.
  std::string ParseIn(const SinkPlan& plan, const std::vector<size_t>& seams) {
    const dirents_segment whole = room_.Place(writer_.bytes());
    const char* base = static_cast<const char*>(whole.base);
    std::vector<dirents_segment> segments;
    size_t start = 0;
    for (const size_t seam : seams) {
      segments.push_back({base + start, seam - start});
      start = seam;
    }
    segments.push_back({base + start, whole.len - start});
    trace_.Clear();
    RecordingSink recorder(plan, &trace_);
    return Run(segments, recorder.sink());
  }

  std::string Run(const std::vector<dirents_segment>& segments,
                  const dirents_sink& sink) {
    const dirents_reply reply = {writer_.format() == RecordFormat::kDirentplus,
                                 kStart, segments.data(), segments.size(),
                                 writer_.bytes().size()};
    uint64_t pos = kStart;
    const int error = GetParam().parse(profile_, reply, sink, &pos);
    trace_.AddReturn(error, pos);
    return StoryOf(trace_);
  }

  Profile profile_ = LinuxProfile();
  DirentWriter writer_{RecordFormat::kDirent};
  Trace trace_;

 private:
  GuardedBytes room_{1 << 14};
  uint64_t next_off_ = 1;
  uint64_t next_nodeid_ = 7;
};

INSTANTIATE_TEST_SUITE_P(Parsers, ParseTest,
                         testing::Values(Parser{"Reader", ParseWithReader},
                                         Parser{"Reference",
                                                ParseWithReference}),
                         [](const auto& parser) { return parser.param.name; });

using Fields = RecordFields*;

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

// Lookups of Linux.

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

TEST_P(ParseTest, ModeBitsAboveTheTypeAreNotLookedAt) {
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

TEST_P(ParseTest, ABadEntryOutOfADotNameIsNotLookedAt) {
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

TEST_P(ParseTest, EveryRuleTakesEveryAction) {
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
    // And only where the record breaks it.
    Plus({"a", "b"});
    EXPECT_EQ(Parse(), "emit a, link a, emit b, link b, 0 at 2");
  }
}

TEST_P(ParseTest, AHiddenEntryTakesNoRoomAndMovesPosUnlessFull) {
  profile_.slash = kHide;
  Plus({"a/", "b", "c/", "d", "e/"});
  EXPECT_EQ(Parse({.capacity = 1}),
            "link a/, emit b, link b, link c/, full d, link d, link e/, 0 at "
            "3");
  Plain({"a/", "b", "c/"});
  EXPECT_EQ(Parse(), "emit b, 0 at 3");
}

TEST_P(ParseTest, HidingGoesOnToTheNextRule) {
  profile_.slash = kHide;
  profile_.type_above_u8 = Error(EPERM);
  Plain({"a"});
  Add("b/", [](Fields f) { f->type = 256; });
  EXPECT_EQ(Parse(), "emit a, -EPERM at 1");
}

TEST_P(ParseTest, ARecordThatIsCutOffMayBeAnError) {
  Plain({"a", "b"});
  Drop(1);
  profile_.short_record = Error(EBADMSG);
  EXPECT_EQ(Parse(), "emit a, -EBADMSG at 1");
  profile_.short_record = kStopQuietly;
  EXPECT_EQ(Parse(), "emit a, 0 at 1");
}

TEST_P(ParseTest, TrailingBytesMayBeAnError) {
  Plain({"a"});
  writer_.AppendRaw("x");
  profile_.trailing = Error(EBADMSG);
  EXPECT_EQ(Parse(), "emit a, -EBADMSG at 1");
  profile_.trailing = kStopQuietly;
  EXPECT_EQ(Parse(), "emit a, 0 at 1");
  // The end itself is none.
  profile_.trailing = Error(EBADMSG);
  Drop(1);
  EXPECT_EQ(Parse(), "emit a, 0 at 1");
}

TEST_P(ParseTest, NameMaxIsTheProfiles) {
  profile_.name_max = 2;
  Plain({"aa", "bbb"});
  EXPECT_EQ(Parse(), "emit aa, -EIO at 1");
  profile_.name_max = kNoNameMax;
  EXPECT_EQ(Parse(), "emit aa, emit bbb, 0 at 2");
  Add("c", [](Fields f) { f->namelen = UINT32_MAX; });
  EXPECT_EQ(Parse(), "emit aa, emit bbb, 0 at 2");
}

TEST_P(ParseTest, TheOrderOfTheFrameIsTheProfiles) {
  profile_.short_record = Error(EBADMSG);
  Plain({"a"});
  Add("b", [](Fields f) { f->namelen = 5000; });
  profile_.order = CheckOrder::kNamelenFirst;
  EXPECT_EQ(Parse(), "emit a, -EIO at 1");
  profile_.order = CheckOrder::kRecordFirst;
  EXPECT_EQ(Parse(), "emit a, -EBADMSG at 1");
  // A name that is too long and whole meets the namelen's rule either way.
  Plain({"a"});
  Add(std::string(4096, 'b'));
  EXPECT_EQ(Parse(), "emit a, -EIO at 1");
}

TEST_P(ParseTest, ALongNameThatIsHiddenOrAcceptedMustStillBeWhole) {
  profile_.short_record = Error(EBADMSG);
  Plain({"a"});
  Add("b", [](Fields f) { f->namelen = 5000; });
  for (const Rule rule : {kAccept, kHide}) {
    profile_.long_name = rule;
    EXPECT_EQ(Parse(), "emit a, -EBADMSG at 1");
  }
}

TEST_P(ParseTest, TheLastPaddingMayBeLeftOut) {
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

TEST_P(ParseTest, WithFramesFirstABadFrameDropsEveryEntry) {
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

TEST_P(ParseTest, WithFramesFirstABadFrameWinsOverABadRecord) {
  profile_.short_record = Error(EBADMSG);
  profile_.frames_first = true;
  Plus({"a", "", "b/", "c"});
  EXPECT_EQ(Parse(), "emit a, link a, -EIO at 1");
  Drop(1);
  EXPECT_EQ(Parse(), "-EBADMSG at 100");
}

TEST_P(ParseTest, WithFramesFirstACutRecordIsNotJudged) {
  profile_.frames_first = true;
  Plain({"a"});
  Add("b", [](Fields f) { f->namelen = 5000; });
  EXPECT_EQ(Parse(), "emit a, 0 at 1");
}

TEST_P(ParseTest, WithFramesFirstFullAndLinksAreAsEver) {
  profile_.frames_first = true;
  Plus({"a", "b", "c"});
  EXPECT_EQ(Parse({.capacity = 1, .failing_links = 2}),
            "emit a, link a, full b, link b fails, forget 8, link c, 0 at 1");
  Plain({"a", "b"});
  EXPECT_EQ(Parse({.capacity = 1}), "emit a, full b, 0 at 1");
}

// Lookups of other clients.

TEST_P(ParseTest, LookupsMayBeLinkedForgottenOrLeft) {
  Plus({"a", ".", ".."});
  profile_.lookups = LookupUse::kForget;
  EXPECT_EQ(Parse(), "emit a, forget 7, emit ., emit .., 0 at 3");
  profile_.lookups = LookupUse::kNone;
  EXPECT_EQ(Parse(), "emit a, emit ., emit .., 0 at 3");
  profile_.dot_lookups = LookupUse::kForget;
  EXPECT_EQ(Parse(), "emit a, emit ., forget 8, emit .., forget 9, 0 at 3");
  profile_.dot_lookups = LookupUse::kLink;
  EXPECT_EQ(Parse({.failing_links = 1}),
            "emit a, emit ., link . fails, forget 8, emit .., link .., 0 at 3");
}

TEST_P(ParseTest, Nodeid0IsLeftByEveryUse) {
  for (const LookupUse use :
       {LookupUse::kLink, LookupUse::kForget, LookupUse::kNone}) {
    profile_.lookups = use;
    profile_.dot_lookups = use;
    Plus({});
    Add("a", [](Fields f) { f->entry_out.nodeid = 0; });
    Add(".", [](Fields f) { f->entry_out.nodeid = 0; });
    EXPECT_EQ(Parse(), "emit a, emit ., 0 at 2");
  }
}

TEST_P(ParseTest, ABadEntryOutMayBeLinkedAllTheSame) {
  Plus({});
  Add("a", [](Fields f) { f->entry_out.nodeid = 1; });
  Add("b", [](Fields f) { f->entry_out.attr.mode = 0; });
  EXPECT_EQ(Parse(), "emit a, forget 1, emit b, forget 8, 0 at 2");
  profile_.bad_entry_forgotten = false;
  EXPECT_EQ(Parse({.failing_links = 2}),
            "emit a, link a, emit b, link b fails, forget 8, 0 at 2");
}

TEST_P(ParseTest, ALinkThatFailsMayBeLeft) {
  profile_.failed_link_forgotten = false;
  Plus({"a", "b"});
  Add("c", [](Fields f) { f->entry_out.nodeid = 1; });
  EXPECT_EQ(Parse({.failing_links = 1}),
            "emit a, link a fails, emit b, link b, emit c, forget 1, 0 at 3");
}

TEST_P(ParseTest, ABadEntryOutWhoseLookupsAreLeftIsLeft) {
  profile_.lookups = LookupUse::kNone;
  Plus({});
  Add("a", [](Fields f) { f->entry_out.nodeid = 1; });
  EXPECT_EQ(Parse(), "emit a, 0 at 1");
}

TEST_P(ParseTest, ReaddirplusMayStopWhereTheBufferIsFull) {
  profile_.when_full = WhenFull::kStop;
  Plus({"a", "b", "", "c"});
  EXPECT_EQ(Parse({.capacity = 1}), "emit a, link a, full b, 0 at 1");
}

// After an error.

TEST_P(ParseTest, AnErrorMayForgetTheRest) {
  profile_.forgets_after_error = true;
  Plus({"a", "b/", "c", "", ".", "d/"});
  Add("e", [](Fields f) { f->entry_out.nodeid = 0; });
  Add("f", [](Fields f) { f->entry_out.nodeid = 1; });
  EXPECT_EQ(Parse(),
            "emit a, link a, forget 8, forget 9, forget 10, forget 12, "
            "forget 1, -EIO at 1");
  profile_.lookups = LookupUse::kNone;
  profile_.dot_lookups = LookupUse::kForget;
  EXPECT_EQ(Parse(), "emit a, forget 11, -EIO at 1");
}

TEST_P(ParseTest, AnErrorOfNamelenMayForgetTheRestToo) {
  profile_.forgets_after_error = true;
  Plus({"a", "", "c"});
  EXPECT_EQ(Parse(), "emit a, link a, forget 8, forget 9, -EIO at 1");
  Plus({"a"});
  Add(std::string(5000, 'l'));
  Add("c");
  EXPECT_EQ(Parse(), "emit a, link a, forget 8, forget 9, -EIO at 1");
}

TEST_P(ParseTest, TheNameOfABadRecordStillSaysWhetherItIsADot) {
  profile_.forgets_after_error = true;
  profile_.name_max = 1;
  Plus({"a", "..", "c"});
  EXPECT_EQ(Parse(), "emit a, link a, forget 9, -EIO at 1");
}

TEST_P(ParseTest, ReaddirHasNothingToForgetAfterAnError) {
  profile_.forgets_after_error = true;
  Plain({"a", "", "c"});
  EXPECT_EQ(Parse(), "emit a, -EIO at 1");
}

TEST_P(ParseTest, AQuietStopForgetsNothing) {
  profile_.forgets_after_error = true;
  profile_.slash = kStopQuietly;
  Plus({"a", "b/", "c"});
  EXPECT_EQ(Parse(), "emit a, link a, 0 at 1");
}

TEST_P(ParseTest, BehindARecordWithoutAFrameNothingIsForgotten) {
  // The name would be a record of its own, were it taken for one.
  DirentWriter inner(RecordFormat::kDirentplus);
  RecordFields fields = {.name = "inner"};
  fields.entry_out.nodeid = 99;
  inner.Append(fields);
  profile_.forgets_after_error = true;
  profile_.short_record = Error(EBADMSG);
  profile_.trailing = Error(EINVAL);
  Plus({"a"});
  Add(inner.bytes(), [](Fields f) { f->namelen = 4000; });
  EXPECT_EQ(Parse(), "emit a, link a, -EBADMSG at 1");
  Plus({"a"});
  Add(inner.bytes(), [](Fields f) { f->namelen = 5000; });
  EXPECT_EQ(Parse(), "emit a, link a, -EIO at 1");
  Plus({"a", "b"});
  Drop(20);
  EXPECT_EQ(Parse(), "emit a, link a, -EINVAL at 1");
}

TEST_P(ParseTest, ForgettingEndsWhereTheFramesEnd) {
  profile_.forgets_after_error = true;
  profile_.short_record = Error(EBADMSG);
  Plus({"a", "b/", "c", "ddd"});
  Drop(1);
  EXPECT_EQ(Parse(), "emit a, link a, forget 8, forget 9, -EIO at 1");
  profile_.last_padding_required = false;
  EXPECT_EQ(Parse(),
            "emit a, link a, forget 8, forget 9, forget 10, -EIO at 1");
}

TEST_P(ParseTest, WithFramesFirstARecordsErrorForgetsTheRestToo) {
  profile_.forgets_after_error = true;
  profile_.frames_first = true;
  Plus({"a", "b/", "c"});
  EXPECT_EQ(Parse(), "emit a, link a, forget 8, forget 9, -EIO at 1");
  Plus({"a", "", "c"});
  EXPECT_EQ(Parse(), "emit a, link a, forget 8, forget 9, -EIO at 1");
}

TEST_P(ParseTest, AFullBufferDoesNotSpareTheRestTheirForgets) {
  profile_.forgets_after_error = true;
  Plus({"a", "b", "c/", "d"});
  EXPECT_EQ(Parse({.capacity = 1}),
            "emit a, link a, full b, link b, forget 9, forget 10, -EIO at 1");
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

// Passes everything on, and then overwrites what the parser should have read:
// the header of the record at hand, or with frames_first the whole reply.
class ScribblingSink {
 public:
  ScribblingSink(const dirents_sink& inner, std::span<std::byte> reply,
                 bool whole)
      : inner_(inner), reply_(reply), whole_(whole) {}

  dirents_sink sink() { return {this, &Emit, &Link, &Forget}; }

 private:
  void Scribble(const dirents_entry* entry) {
    const size_t reclen = Reclen(RecordFormat::kDirentplus, entry->namelen);
    const size_t header = HeaderSize(RecordFormat::kDirentplus);
    std::memset(reply_.data() + (whole_ ? 0 : at_), 0xff,
                whole_ ? reply_.size() : header);
    at_ += reclen;
  }

  static int Emit(void* self, const dirents_entry* entry) {
    auto* sink = static_cast<ScribblingSink*>(self);
    const int taken = sink->inner_.emit(sink->inner_.ctx, entry);
    sink->Scribble(entry);
    return taken;
  }
  static int Link(void* self, const dirents_entry* entry,
                  const void* entry_out) {
    auto* sink = static_cast<ScribblingSink*>(self);
    return sink->inner_.link(sink->inner_.ctx, entry, entry_out);
  }
  static void Forget(void* self, uint64_t nodeid) {
    auto* sink = static_cast<ScribblingSink*>(self);
    sink->inner_.forget(sink->inner_.ctx, nodeid);
  }

  const dirents_sink& inner_;
  std::span<std::byte> reply_;
  const bool whole_;
  size_t at_ = 0;
};

TEST_P(ParseTest, AReplyThatChangesBehindTheParserChangesNothing) {
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
      EXPECT_EQ(Run(segments, scribbler.sink()), expected);
    }
  }
}

// Of one call and the next.

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
