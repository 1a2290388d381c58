// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "parser/trace/trace.h"

#include <cerrno>
#include <climits>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "gtest/gtest.h"
#include "parser/entry_out_fields.h"

namespace fuse_dirents {
namespace {

dirents_entry Entry(uint64_t ino, uint64_t off, uint32_t type,
                    std::string_view name) {
  return {ino, off, type, static_cast<uint32_t>(name.size()), name.data()};
}

// One event of each kind and outcome.
Trace Every() {
  FuseEntryOut entry_out = {};
  entry_out.nodeid = 7;
  entry_out.attr.mode = 0100644;
  Trace trace;
  trace.AddEmit(Entry(3, 4, 8, std::string_view("a\0b", 3)), true);
  trace.AddEmit(Entry(5, 6, 4, "sub"), false);
  trace.AddLink(Entry(3, 4, 8, "a"), &entry_out, 0);
  trace.AddLink(Entry(3, 4, 8, "a"), &entry_out, -ENOMEM);
  trace.AddForget(7);
  trace.AddReturn(-EIO, 4);
  return trace;
}

constexpr char kEvery[] =
    "emit ino=3 off=4 type=8 name=\"a\\x00b\"\n"
    "emit ino=5 off=6 type=4 name=\"sub\" full\n"
    "link ino=3 off=4 type=8 name=\"a\" nodeid=7 attr.mode=0100644\n"
    "link ino=3 off=4 type=8 name=\"a\" nodeid=7 attr.mode=0100644 "
    "error=-ENOMEM\n"
    "forget nodeid=7\n"
    "return -EIO pos=4\n";

// Random events with hostile names and numbers.
Trace Random100(uint64_t seed) {
  Random random(seed);
  Trace trace;
  for (int i = 0; i < 100; ++i) {
    std::string name(random.Below(20), '\0');
    for (char& c : name) c = static_cast<char>(random.Below(256));
    const uint64_t mask = random.Below(2) == 0 ? 255 : UINT64_MAX;
    const dirents_entry entry =
        Entry(random.Next() & mask, random.Next() & mask,
              static_cast<uint32_t>(random.Next() & mask), name);
    FuseEntryOut entry_out = {};
    for (const EntryOutField& field : EntryOutFields()) {
      if (random.Below(2) == 0) SetField(&entry_out, field, random.Next());
    }
    const int errors[] = {0, -EIO, -4000, 1, INT_MIN};
    const int error = errors[random.Below(5)];
    switch (random.Below(4)) {
      case 0:
        trace.AddEmit(entry, random.Below(2) == 0);
        break;
      case 1:
        trace.AddLink(entry, &entry_out, error);
        break;
      case 2:
        trace.AddForget(entry.ino);
        break;
      case 3:
        trace.AddReturn(error, entry.off);
        break;
    }
  }
  return trace;
}

std::string Problem(std::string_view text) {
  std::string problem;
  EXPECT_EQ(Trace::FromText(text, &problem), std::nullopt);
  return problem;
}

TEST(TraceTest, EachEventIsOneLine) { EXPECT_EQ(Every().ToText(), kEvery); }

TEST(TraceTest, EachEventIsGivenBack) {
  const Trace trace = Every();
  ASSERT_EQ(trace.size(), 6u);
  EXPECT_FALSE(trace.empty());
  EXPECT_EQ(trace.at(0).kind, Event::kEmit);
  EXPECT_TRUE(trace.at(0).taken);
  EXPECT_EQ(trace.at(0).ino, 3u);
  EXPECT_EQ(trace.at(0).off, 4u);
  EXPECT_EQ(trace.at(0).type, 8u);
  EXPECT_EQ(trace.at(0).name, std::string_view("a\0b", 3));
  EXPECT_FALSE(trace.at(1).taken);
  EXPECT_EQ(trace.at(1).name, "sub");
  EXPECT_EQ(trace.at(2).kind, Event::kLink);
  EXPECT_EQ(trace.at(2).name, "a");
  EXPECT_EQ(trace.at(2).entry_out->nodeid, 7u);
  EXPECT_EQ(trace.at(3).error, -ENOMEM);
  EXPECT_EQ(trace.at(4).kind, Event::kForget);
  EXPECT_EQ(trace.at(4).nodeid, 7u);
  EXPECT_EQ(trace.at(5).kind, Event::kReturn);
  EXPECT_EQ(trace.at(5).error, -EIO);
  EXPECT_EQ(trace.at(5).pos, 4u);
}

TEST(TraceTest, TheTextIsReadBack) {
  std::string problem;
  const auto read = Trace::FromText(kEvery, &problem);
  ASSERT_TRUE(read.has_value()) << problem;
  EXPECT_EQ(*read, Every());
  const auto nothing = Trace::FromText("", &problem);
  ASSERT_TRUE(nothing.has_value());
  EXPECT_TRUE(nothing->empty());
}

TEST(TraceTest, AnyTraceIsReadBack) {
  for (const uint64_t seed : {1, 2, 3, 4, 5, 6, 7, 8}) {
    const Trace trace = Random100(seed);
    ASSERT_EQ(trace.size(), 100u);
    std::string problem;
    const auto read = Trace::FromText(trace.ToText(), &problem);
    ASSERT_TRUE(read.has_value()) << "seed " << seed << ": " << problem;
    EXPECT_EQ(*read, trace) << "seed " << seed;
  }
}

TEST(TraceTest, ABadLineIsRefusedAndNamed) {
  const std::string good = "forget nodeid=7\n";
  EXPECT_EQ(Problem(good + "forgot nodeid=7\n"),
            "line 2 is no event: forgot nodeid=7");
  EXPECT_EQ(Problem("\n"), "line 1 is no event: ");
  for (const std::string bad :
       {"return", "return x pos=1", "return -ENOSUCH pos=1",
        "emit ino=1 off=2 type=3", "emit ino=x off=2 type=3 name=\"a\"",
        "emit ino=1 off=2 type=4294967296 name=\"a\"",
        "emit ino=1 off=2 type=3 name=\"a", "emit ino=1 off=2 type=3 name=a",
        "forget nodeid=", "forget node=1", "forget nodeid=-1",
        "link ino=1 off=2 type=3 name=\"a\" attr.mode=9x",
        "link ino=1 off=2 type=3 name=\"a\" attr.what=1",
        "link ino=1 off=2 type=3 name=\"a\" error=-ENOSUCH"}) {
    EXPECT_EQ(Problem(good + bad + "\n"), "line 2 is no event: " + bad);
  }
}

TEST(TraceTest, ALineThatDoesNotEndIsRefused) {
  EXPECT_EQ(Problem("forget nodeid=7"), "line 1 does not end: forget nodeid=7");
}

TEST(TraceTest, ALineInAnotherFormIsRefused) {
  EXPECT_EQ(Problem("forget  nodeid=7\n"),
            "line 1 should be 'forget nodeid=7': forget  nodeid=7");
  EXPECT_EQ(Problem("forget nodeid=0x7\n"),
            "line 1 should be 'forget nodeid=7': forget nodeid=0x7");
  for (const char* other :
       {"forget nodeid=7 nodeid=7\n", "forget nodeid=7 full\n",
        "return -5 pos=4\n", "return -EIO\n", "return 0 ino=3 pos=4\n",
        "emit off=4 ino=3 type=8 name=\"a\"\n", "emit ino=3 name=\"a\"\n",
        "emit ino=3 off=4 type=8 name=\"\\x41\"\n",
        "emit ino=3 off=4 type=8 name=\"a\" error=-EIO\n",
        "link ino=3 off=4 type=8 name=\"a\" attr.mode=33188\n",
        "link ino=3 off=4 type=8 name=\"a\" nodeid=0\n",
        "link ino=3 off=4 type=8 name=\"a\" error=0\n"}) {
    EXPECT_EQ(Problem(other).substr(0, 16), "line 1 should be") << other;
  }
}

TEST(TraceTest, ClearLeavesATraceLikeNew) {
  Trace trace = Every();
  trace.Clear();
  EXPECT_TRUE(trace.empty());
  EXPECT_EQ(trace, Trace());
  trace.AddForget(7);
  trace.AddEmit(Entry(1, 2, 3, "x"), true);
  EXPECT_EQ(trace.ToText(),
            "forget nodeid=7\nemit ino=1 off=2 type=3 name=\"x\"\n");
}

TEST(TraceTest, EntryOutMayLieAtAnyAddress) {
  FuseEntryOut entry_out = {};
  entry_out.nodeid = 7;
  alignas(8) char bytes[sizeof entry_out + 1];
  std::memcpy(bytes + 1, &entry_out, sizeof entry_out);
  Trace trace;
  trace.AddLink(Entry(1, 2, 3, "x"), bytes + 1, 0);
  EXPECT_EQ(trace.at(0).entry_out->nodeid, 7u);
}

TEST(TraceTest, AnEmptyNameMayBeNull) {
  Trace trace;
  trace.AddEmit({1, 2, 3, 0, nullptr}, true);
  EXPECT_EQ(trace.ToText(), "emit ino=1 off=2 type=3 name=\"\"\n");
}

// Traces that differ in the third event: in one field, or in its kind.
TEST(TraceTest, EveryDifferenceIsFoundWhereItIs) {
  std::vector<Trace> traces;
  for (const std::string third :
       {"emit ino=3 off=4 type=8 name=\"ab\"\n",
        "emit ino=3 off=4 type=8 name=\"ab\" full\n",
        "emit ino=9 off=4 type=8 name=\"ab\"\n",
        "emit ino=3 off=9 type=8 name=\"ab\"\n",
        "emit ino=3 off=4 type=9 name=\"ab\"\n",
        "emit ino=3 off=4 type=8 name=\"aB\"\n",
        "emit ino=3 off=4 type=8 name=\"a\"\n",
        "link ino=3 off=4 type=8 name=\"ab\"\n",
        "link ino=3 off=4 type=8 name=\"ab\" attr.flags=1\n",
        "link ino=3 off=4 type=8 name=\"ab\" error=-EIO\n", "forget nodeid=3\n",
        "forget nodeid=4\n", "return 0 pos=3\n", "return -EIO pos=3\n",
        "return 0 pos=4\n", ""}) {
    std::string problem;
    const auto trace = Trace::FromText(
        "emit ino=1 off=1 type=4 name=\".\"\nforget nodeid=2\n" + third,
        &problem);
    ASSERT_TRUE(trace) << problem;
    traces.push_back(*trace);
  }
  for (size_t a = 0; a < traces.size(); ++a) {
    for (size_t b = 0; b < traces.size(); ++b) {
      EXPECT_EQ(traces[a] == traces[b], a == b) << a << " " << b;
      EXPECT_EQ(Trace::FirstDifference(traces[a], traces[b]),
                a == b ? std::nullopt : std::optional<size_t>(2))
          << a << " " << b;
    }
  }
}

TEST(TraceTest, NamesThatAreEqualOnlyWhenJoinedDiffer) {
  Trace a;
  a.AddEmit(Entry(1, 1, 1, "ab"), true);
  a.AddEmit(Entry(1, 1, 1, "c"), true);
  Trace b;
  b.AddEmit(Entry(1, 1, 1, "a"), true);
  b.AddEmit(Entry(1, 1, 1, "bc"), true);
  EXPECT_FALSE(a == b);
  EXPECT_EQ(Trace::FirstDifference(a, b), 0u);
}

TEST(TraceDeathTest, AnIndexPastTheEndAborts) {
  EXPECT_DEATH(Trace().at(0), "check failed: i < events_.size");
}

}  // namespace
}  // namespace fuse_dirents
