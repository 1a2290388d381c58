// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// How the profiles differ.  Each test is about one condition, with a line for
// each profile, and runs both parsers.

#include <functional>
#include <map>
#include <string>

#include "base/text.h"
#include "gtest/gtest.h"
#include "parser/dirent_writer.h"
#include "parser/parse.h"
#include "parser/profile/profile.h"
#include "parser/trace/recording_sink.h"
#include "parser/trace/trace.h"

namespace fuse_dirents {
namespace {

using Change = std::function<void(RecordFields*)>;

// Records "a", `name` changed by `change`, and "b".  Their nodeids are 7, 8, 9
// and their offs 1, 2, 3.  `cut` bytes are missing at the end, then `after`
// follows.
struct Reply {
  std::string name = "x";
  Change change = {};
  bool last = false;  // Without "b".
  size_t cut = 0;
  std::string after = {};

  std::string Bytes(RecordFormat format) const {
    DirentWriter writer(format);
    uint64_t next = 1;
    const auto add = [&](const std::string& what, const Change& with) {
      RecordFields fields = {.ino = 50, .off = next, .type = 8, .name = what};
      fields.entry_out.nodeid = next + 6;
      fields.entry_out.attr.mode = 0100644;
      if (with) with(&fields);
      writer.Append(fields);
      ++next;
    };
    add("a", {});
    add(name, change);
    if (!last) add("b", {});
    writer.Cut(writer.bytes().size() - cut);
    writer.AppendRaw(after);
    return writer.bytes();
  }
};

using Parse = int (*)(const Profile&, const dirents_reply&, const dirents_sink&,
                      uint64_t*);

// With `lookups`: "emit a, link a, emit x, forget 8: -EIO".  Without: only what
// the caller sees, "a x: -EIO".  Names are cut to their first three bytes.
std::string Outcome(Parse parse, const Profile& profile, const Reply& reply,
                    RecordFormat format, const SinkPlan& plan, bool lookups) {
  const std::string bytes = reply.Bytes(format);
  const dirents_segment segment = {bytes.data(), bytes.size()};
  const dirents_reply shown = {format == RecordFormat::kDirentplus ? 1 : 0, 0,
                               &segment, 1, bytes.size()};
  Trace trace;
  RecordingSink recording(plan, &trace);
  uint64_t pos = 0;
  const int error = parse(profile, shown, recording.sink(), &pos);
  std::string text;
  const auto say = [&](const std::string& what) {
    if (!text.empty()) text += lookups ? ", " : " ";
    text += what;
  };
  for (size_t i = 0; i < trace.size(); ++i) {
    const Event event = trace.at(i);
    const std::string quoted = Quote(event.name.substr(0, 3));
    const std::string name = quoted.substr(1, quoted.size() - 2);
    if (event.kind == Event::kEmit && !lookups) say(name);
    if (!lookups) continue;
    if (event.kind == Event::kEmit)
      say((event.taken ? "emit " : "full ") + name);
    if (event.kind == Event::kLink) {
      say("link " + name + (event.error != 0 ? " fails" : ""));
    }
    if (event.kind == Event::kForget) {
      say("forget " + std::to_string(event.nodeid));
    }
  }
  return text + ": " + ErrorText(error);
}

// Expects `expected` by profile, and `others` of all other profiles, from both
// parsers in every format that a profile asks for.  With `lookups`: of
// READDIRPLUS alone.
void Expect(const Reply& reply, const std::string& others,
            std::map<std::string_view, std::string> expected,
            const SinkPlan& plan, bool lookups) {
  size_t profiles = 0;
  for (const Profile& profile : AllProfiles()) {
    if (lookups && !profile.readdirplus) continue;
    ++profiles;
    std::string want = others;
    if (const auto own = expected.extract(profile.name)) want = own.mapped();
    for (const Parse parse : {ParseWithReader, ParseWithReference}) {
      for (const RecordFormat format :
           {RecordFormat::kDirent, RecordFormat::kDirentplus}) {
        if (!profile.Supports(format)) continue;
        if (lookups && format == RecordFormat::kDirent) continue;
        EXPECT_EQ(Outcome(parse, profile, reply, format, plan, lookups), want)
            << profile.name;
      }
    }
  }
  EXPECT_EQ(profiles, lookups ? 6u : 10u);
  EXPECT_TRUE(expected.empty()) << "no such profile";
}

void ExpectSeen(const Reply& reply, const std::string& others,
                const std::map<std::string_view, std::string>& expected) {
  Expect(reply, others, expected, {}, false);
}

void ExpectLookups(const Reply& reply, const std::string& others,
                   const std::map<std::string_view, std::string>& expected,
                   const SinkPlan& plan = {}) {
  Expect(reply, others, expected, plan, true);
}

std::string Long(size_t namelen) { return std::string(namelen, 'x'); }

TEST(ProfilesTest, AllAgreeOnAGoodReply) { ExpectSeen({}, "a x b: 0", {}); }

TEST(ProfilesTest, Namelen0) {
  ExpectSeen({.name = ""}, "a: -EIO",
             {{"linux_cache", "a: 0"},
              {"freebsd", "a: -EINVAL"},
              {"gvisor", "a: 0"},
              {"edk2", ": -EPROTO"},
              {"viofs", "a b: 0"},
              {"starnix", "a  b: 0"},
              {"dragonos", ": -EIO"}});
}

TEST(ProfilesTest, Namelen0AtTheEndOfTheReply) {
  ExpectSeen({.name = "", .last = true}, "a: -EIO",
             {{"linux_cache", "a: 0"},
              {"freebsd", "a: -EINVAL"},
              {"openbsd", "a: 0"},
              {"gvisor", "a: 0"},
              {"edk2", ": -EPROTO"},
              {"viofs", "a: 0"},
              {"starnix", "a : 0"},
              {"dragonos", ": -EIO"}});
}

TEST(ProfilesTest, ANameThatIsCutOffWhole) {
  ExpectSeen({.last = true, .cut = 8}, "a: 0",
             {{"linux_cache", "a: -EIO"},
              {"edk2", ": -EPROTO"},
              {"starnix", ": -EINVAL"}});
}

TEST(ProfilesTest, EveryProfileTakesNamelen255) {
  ExpectSeen({.name = Long(255)}, "a xxx b: 0", {});
  ExpectSeen({.name = Long(256)}, "a xxx b: 0",
             {{"freebsd", "a: -EINVAL"},
              {"openbsd", "a: -EIO"},
              {"edk2", ": -EPROTO"}});
}

TEST(ProfilesTest, Namelen260IsTheLongestOfViofs) {
  const std::map<std::string_view, std::string> short_ones = {
      {"freebsd", "a: -EINVAL"}, {"openbsd", "a: -EIO"}, {"edk2", ": -EPROTO"}};
  ExpectSeen({.name = Long(260)}, "a xxx b: 0", short_ones);
  auto with_viofs = short_ones;
  with_viofs["viofs"] = "a b: 0";
  ExpectSeen({.name = Long(261)}, "a xxx b: 0", with_viofs);
}

TEST(ProfilesTest, NamelenAbove1024) {
  ExpectSeen({.name = Long(1025)}, "a xxx b: 0",
             {{"linux_before_6_15", "a: -EIO"},
              {"freebsd", "a: -EINVAL"},
              {"openbsd", "a: -EIO"},
              {"gvisor", "a: 0"},
              {"edk2", ": -EPROTO"},
              {"viofs", "a b: 0"},
              {"dragonos", ": -EIO"}});
}

TEST(ProfilesTest, NamelenAbove4095) {
  ExpectSeen({.name = Long(4095), .last = true}, "a xxx: 0",
             {{"linux_before_6_15", "a: -EIO"},
              {"freebsd", "a: -EINVAL"},
              {"openbsd", "a: -EIO"},
              {"gvisor", "a: 0"},
              {"edk2", ": -EPROTO"},
              {"viofs", "a: 0"},
              {"dragonos", ": -EIO"}});
  ExpectSeen({.name = Long(4096)}, "a: -EIO",
             {{"freebsd", "a: -EINVAL"},
              {"gvisor", "a: 0"},
              {"edk2", ": -EPROTO"},
              {"viofs", "a b: 0"},
              {"starnix", "a xxx b: 0"},
              {"dragonos", ": -EIO"}});
}

TEST(ProfilesTest, ARecordThatIsCut) {
  ExpectSeen({.name = "xx", .last = true, .cut = 7}, "a: 0",
             {{"linux_cache", "a: -EIO"},
              {"edk2", ": -EPROTO"},
              {"viofs", ": -EIO"},
              {"starnix", ": -EINVAL"}});
}

TEST(ProfilesTest, ARecordThatIsCutAndTooLong) {
  // Profiles that check the record first see the cut.
  ExpectSeen({.name = Long(5000), .last = true, .cut = 8}, "a: -EIO",
             {{"freebsd", "a: 0"},
              {"openbsd", "a: 0"},
              {"gvisor", "a: 0"},
              {"edk2", ": -EPROTO"},
              {"starnix", ": -EINVAL"},
              {"viofs", ": -EIO"},
              {"dragonos", "a: 0"}});
}

TEST(ProfilesTest, ALastRecordWithoutItsPadding) {
  ExpectSeen({.last = true, .cut = 7}, "a: 0",
             {{"linux_cache", "a: -EIO"},
              {"edk2", ": -EPROTO"},
              {"viofs", ": -EIO"},
              {"starnix", ": -EINVAL"}});
  ExpectLookups({.last = true, .cut = 7}, "emit a, link a: 0",
                {{"edk2", "forget 7: -EPROTO"},
                 {"viofs", "link a: -EIO"},
                 {"starnix", ": -EINVAL"},
                 {"dragonos", "link a, forget 8, emit a: 0"}});
}

TEST(ProfilesTest, FewerBytesThanAHeader) {
  ExpectSeen({.after = std::string(23, '\1')}, "a x b: 0",
             {{"edk2", ": -EPROTO"}, {"starnix", ": -EINVAL"}});
}

TEST(ProfilesTest, ASlash) {
  ExpectSeen({.name = "x/"}, "a: -EIO",
             {{"freebsd", "a x/ b: 0"},
              {"gvisor", "a x/ b: 0"},
              {"edk2", "a b: 0"},
              {"viofs", "a x/ b: 0"},
              {"starnix", "a x/ b: 0"},
              {"dragonos", ": -EIO"}});
}

TEST(ProfilesTest, ANul) {
  ExpectSeen({.name = std::string("x\0y", 3)}, "a x\\x00y b: 0",
             {{"edk2", "a b: 0"}});
}

TEST(ProfilesTest, BytesThatAreNotPrintable) {
  for (const std::string name : {"\x1f", "\x7f", "\xc3\xa4"}) {
    const std::string quoted = Quote(name);
    ExpectSeen({.name = name},
               "a " + quoted.substr(1, quoted.size() - 2) + " b: 0",
               {{"edk2", "a b: 0"}});
  }
  ExpectSeen({.name = "\\"}, "a \\\\ b: 0", {{"edk2", "a b: 0"}});
  ExpectSeen({.name = " "}, "a   b: 0", {});
  ExpectSeen({.name = "~"}, "a ~ b: 0", {});
}

TEST(ProfilesTest, ANameThatIsNotUtf8) {
  ExpectSeen({.name = "\xff"}, "a \\xff b: 0", {{"edk2", "a b: 0"}});
  ExpectLookups(
      {.name = "\xff"},
      "emit a, link a, emit \\xff, link \\xff, emit b, link b: 0",
      {{"edk2", "forget 7, forget 8, forget 9, emit a, emit b: 0"},
       {"viofs", "link a, link \\xff, link b, emit a, emit \\xff, emit b: 0"},
       {"starnix", "link a, emit a, link \\xff, emit \\xff, link b, emit b: 0"},
       {"dragonos",
        "link a, forget 8, link b, emit a, emit \\xff, emit b: 0"}});
}

TEST(ProfilesTest, AttributesThatEfiFileInfoCannotExpress) {
  const Change pipe = [](RecordFields* f) { f->entry_out.attr.mode = 0010644; };
  ExpectSeen({.change = pipe}, "a x b: 0", {{"edk2", "a b: 0"}});
}

TEST(ProfilesTest, OffAboveInt64Max) {
  const auto off = [](uint64_t value) {
    return [value](RecordFields* fields) { fields->off = value; };
  };
  ExpectSeen({.change = off(INT64_MAX)}, "a x b: 0", {});
  ExpectSeen({.change = off(uint64_t{1} << 63)}, "a x b: 0",
             {{"starnix", "a: -EINVAL"}, {"dragonos", "a: -EOVERFLOW"}});
}

TEST(ProfilesTest, TypeAbove255) {
  const auto type = [](uint32_t value) {
    return [value](RecordFields* fields) { fields->type = value; };
  };
  ExpectSeen({.change = type(255)}, "a x b: 0", {});
  ExpectSeen({.change = type(256)}, "a x b: 0", {{"starnix", "a: -EINVAL"}});
}

TEST(ProfilesTest, AFullBuffer) {
  for (const Profile& profile : AllProfiles()) {
    if (!profile.readdir) continue;
    for (const Parse parse : {ParseWithReader, ParseWithReference}) {
      EXPECT_EQ(Outcome(parse, profile, {}, RecordFormat::kDirent,
                        {.capacity = 1}, true),
                "emit a, full x: 0")
          << profile.name;
    }
  }
  const std::string after = "link a, link x, link b, emit a, full x: 0";
  ExpectLookups({}, "emit a, link a, full x, link x, link b: 0",
                {{"edk2", "forget 7, forget 8, forget 9, emit a, full x: 0"},
                 {"viofs", after},
                 {"starnix", "link a, emit a, link x, full x, link b: 0"},
                 {"dragonos", after}},
                {.capacity = 1});
}

// What each profile does with records "a", `x` and "b", and with the lookups of
// them.  `used` is "link x", "forget 8" or "".
void ExpectUse(const Reply& reply, const std::string& x,
               const std::string& others,
               const std::map<std::string_view, std::string>& used,
               const SinkPlan& plan = {}) {
  const auto joined = [](std::initializer_list<std::string> parts) {
    std::string text;
    for (const std::string& part : parts) {
      if (!text.empty() && !part.empty()) text += ", ";
      text += part;
    }
    return text + ": 0";
  };
  const auto used_by = [&](std::string_view profile) {
    const auto found = used.find(profile);
    return found != used.end() ? found->second : others;
  };
  const std::string emit = "emit " + x;
  ExpectLookups(reply,
                joined({"emit a", "link a", emit, others, "emit b", "link b"}),
                {{"edk2", joined({"forget 7", used_by("edk2"), "forget 9",
                                  "emit a", emit, "emit b"})},
                 {"viofs", joined({"link a", used_by("viofs"), "link b",
                                   "emit a", emit, "emit b"})},
                 {"starnix", joined({"link a", "emit a", used_by("starnix"),
                                     emit, "link b", "emit b"})},
                 {"dragonos", joined({"link a", used_by("dragonos"), "link b",
                                      "emit a", emit, "emit b"})}},
                plan);
}

TEST(ProfilesTest, LookupsOfAGoodReply) {
  ExpectUse({}, "x", "link x", {{"edk2", "forget 8"}});
}

TEST(ProfilesTest, Nodeid0) {
  ExpectUse({.change = [](RecordFields* f) { f->entry_out.nodeid = 0; }}, "x",
            "", {{"viofs", "link x"}});
}

TEST(ProfilesTest, Nodeid1) {
  ExpectUse({.change = [](RecordFields* f) { f->entry_out.nodeid = 1; }}, "x",
            "forget 1", {{"viofs", "link x"}, {"starnix", "link x"}});
}

TEST(ProfilesTest, ASizeAboveInt64Max) {
  ExpectUse(
      {.change = [](RecordFields* f) { f->entry_out.attr.size = 1ull << 63; }},
      "x", "forget 8", {{"viofs", "link x"}, {"starnix", "link x"}});
}

TEST(ProfilesTest, DotsWithANodeid) {
  ExpectUse({.name = "."}, ".", "", {{"edk2", "forget 8"}});
  ExpectUse({.name = ".."}, "..", "", {{"edk2", "forget 8"}});
}

TEST(ProfilesTest, ADotAndANul) {
  const Reply dot = {.name = std::string(".\0", 2)};
  for (const char* name : {"viofs", "starnix"}) {
    EXPECT_EQ(
        Outcome(ParseWithReference, *FindProfile(name), dot,
                RecordFormat::kDirentplus, {}, true),
        name == std::string_view("viofs")
            ? "link a, link b, emit a, emit .\\x00, emit b: 0"
            : "link a, emit a, link .\\x00, emit .\\x00, link b, emit b: 0");
  }
}

TEST(ProfilesTest, ALinkThatIsRefused) {
  ExpectUse({}, "x", "link x fails, forget 8",
            {{"edk2", "forget 8"},
             {"viofs", "link x fails"},
             {"starnix", "link x fails"}},
            {.failing_links = 1u << 1});
}

TEST(ProfilesTest, LookupsAfterABadRecord) {
  // A name with a slash that is not UTF-8.
  ExpectLookups(
      {.name = "/\xff"}, "emit a, link a: -EIO",
      {{"edk2", "forget 7, forget 8, forget 9, emit a, emit b: 0"},
       {"viofs", "link a, link /\\xff, link b, emit a, emit /\\xff, emit b: 0"},
       {"starnix",
        "link a, emit a, link /\\xff, emit /\\xff, link b, emit b: 0"},
       {"dragonos", "link a, forget 8, forget 9: -EIO"}});
}

TEST(ProfilesTest, FormatsThatAClientDoesNotAskForAreRefused) {
  for (const Profile& profile : AllProfiles()) {
    for (const Parse parse : {ParseWithReader, ParseWithReference}) {
      if (!profile.readdir) {
        EXPECT_EQ(Outcome(parse, profile, {}, RecordFormat::kDirent, {}, false),
                  ": -EOPNOTSUPP");
      }
      if (!profile.readdirplus) {
        EXPECT_EQ(
            Outcome(parse, profile, {}, RecordFormat::kDirentplus, {}, false),
            ": -EOPNOTSUPP");
      }
    }
  }
}

}  // namespace
}  // namespace fuse_dirents
