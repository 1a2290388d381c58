// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// How clients other than Linux treat lookups, and what is forgotten after an
// error.

#include <cerrno>
#include <cstdint>
#include <string>

#include "gtest/gtest.h"
#include "parser/parse_fixture.h"

namespace fuse_dirents {
namespace {

using ParseLookupsTest = ParseFixture;

INSTANTIATE_TEST_SUITE_P(Parsers, ParseLookupsTest, BothParsers(), ParserName);

// Lookups of other clients.

TEST_P(ParseLookupsTest, LookupsMayBeLinkedForgottenOrLeft) {
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

TEST_P(ParseLookupsTest, Nodeid0IsIgnoredUnderEveryUse) {
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

TEST_P(ParseLookupsTest, Nodeid0MayBeLinkedAndIsNeverForgotten) {
  profile_.nodeid0_linked = true;
  const auto nodeid0 = [](Fields f) { f->entry_out.nodeid = 0; };
  Plus({"a"});
  Add("b", nodeid0);
  Add(".", nodeid0);
  EXPECT_EQ(Parse({.failing_links = 3}),
            "emit a, link a fails, forget 7, emit b, link b fails, emit ., 0 "
            "at 3");
  Plus({});
  Add("b", [](Fields f) { f->entry_out = {}; });
  EXPECT_EQ(Parse(), "emit b, 0 at 1");  // Its mode is bad.
  profile_.lookups = LookupUse::kForget;
  EXPECT_EQ(Parse(), "emit b, 0 at 1");
}

TEST_P(ParseLookupsTest, DotsMayEndAtANul) {
  profile_.dots_end_at_nul = true;
  Plus({});
  for (const std::string& name :
       {std::string(".\0", 2), std::string("..\0x", 4), std::string("...\0", 4),
        std::string("\0", 1)}) {
    Add(name);
  }
  EXPECT_EQ(Parse(),
            "emit .\\x00, emit ..\\x00x, emit ...\\x00, link ...\\x00, emit "
            "\\x00, link \\x00, 0 at 4");
}

TEST_P(ParseLookupsTest, ANameThatIsNotUtf8MayBeForgotten) {
  profile_.not_utf8_forgotten = true;
  Plus({"a", "\xff", "b"});
  EXPECT_EQ(Parse(),
            "emit a, link a, emit \\xff, forget 8, emit b, link b, 0 at 3");
  profile_.lookups = LookupUse::kNone;
  EXPECT_EQ(Parse(), "emit a, emit \\xff, emit b, 0 at 3");
}

TEST_P(ParseLookupsTest, ABadEntryOutMayBeLinkedAllTheSame) {
  Plus({});
  Add("a", [](Fields f) { f->entry_out.nodeid = 1; });
  Add("b", [](Fields f) { f->entry_out.attr.mode = 0; });
  EXPECT_EQ(Parse(), "emit a, forget 1, emit b, forget 8, 0 at 2");
  profile_.bad_entry_forgotten = false;
  EXPECT_EQ(Parse({.failing_links = 2}),
            "emit a, link a, emit b, link b fails, forget 8, 0 at 2");
}

TEST_P(ParseLookupsTest, ALinkThatFailsMayBeLeft) {
  profile_.failed_link_forgotten = false;
  Plus({"a", "b"});
  Add("c", [](Fields f) { f->entry_out.nodeid = 1; });
  EXPECT_EQ(Parse({.failing_links = 1}),
            "emit a, link a fails, emit b, link b, emit c, forget 1, 0 at 3");
}

TEST_P(ParseLookupsTest, ABadEntryOutIsLeftIfLookupsAreLeft) {
  profile_.lookups = LookupUse::kNone;
  Plus({});
  Add("a", [](Fields f) { f->entry_out.nodeid = 1; });
  EXPECT_EQ(Parse(), "emit a, 0 at 1");
}

TEST_P(ParseLookupsTest, ReaddirplusMayStopWhereTheBufferIsFull) {
  profile_.when_full = WhenFull::kStop;
  Plus({"a", "b", "", "c"});
  EXPECT_EQ(Parse({.capacity = 1}), "emit a, link a, full b, 0 at 1");
}

// After an error.

TEST_P(ParseLookupsTest, AnErrorMayForgetTheRest) {
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

TEST_P(ParseLookupsTest, AnErrorOfNamelenMayForgetTheRestToo) {
  profile_.forgets_after_error = true;
  Plus({"a", "", "c"});
  EXPECT_EQ(Parse(), "emit a, link a, forget 8, forget 9, -EIO at 1");
  Plus({"a"});
  Add(std::string(5000, 'l'));
  Add("c");
  EXPECT_EQ(Parse(), "emit a, link a, forget 8, forget 9, -EIO at 1");
}

TEST_P(ParseLookupsTest, ADotNameIsRecognizedInABadRecord) {
  profile_.forgets_after_error = true;
  profile_.name_max = 1;
  Plus({"a", "..", "c"});
  EXPECT_EQ(Parse(), "emit a, link a, forget 9, -EIO at 1");
}

TEST_P(ParseLookupsTest, ReaddirHasNothingToForgetAfterAnError) {
  profile_.forgets_after_error = true;
  Plain({"a", "", "c"});
  EXPECT_EQ(Parse(), "emit a, -EIO at 1");
}

TEST_P(ParseLookupsTest, AQuietStopForgetsNothing) {
  profile_.forgets_after_error = true;
  profile_.slash = kStopQuietly;
  Plus({"a", "b/", "c"});
  EXPECT_EQ(Parse(), "emit a, link a, 0 at 1");
}

TEST_P(ParseLookupsTest, NothingIsForgottenAfterARecordWithoutAFrame) {
  // The name is itself a well-formed record, in case a parser looks inside.
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

TEST_P(ParseLookupsTest, ForgettingEndsWhereTheFramesEnd) {
  profile_.forgets_after_error = true;
  profile_.short_record = Error(EBADMSG);
  Plus({"a", "b/", "c", "ddd"});
  Drop(1);
  EXPECT_EQ(Parse(), "emit a, link a, forget 8, forget 9, -EIO at 1");
  profile_.last_padding_required = false;
  EXPECT_EQ(Parse(),
            "emit a, link a, forget 8, forget 9, forget 10, -EIO at 1");
}

TEST_P(ParseLookupsTest, ARecordThatLacksPaddingAloneMayBeForgotten) {
  profile_.unpadded_forgotten = true;
  Plus({"a", "b"});
  Drop(7);
  EXPECT_EQ(Parse(), "emit a, link a, forget 8, 0 at 1");
  profile_.forgets_after_error = true;
  Plus({"a", "b/", "c"});
  Drop(1);
  EXPECT_EQ(Parse(), "emit a, link a, forget 8, forget 9, -EIO at 1");
  profile_.short_record = Error(EBADMSG);
  Plus({"a", "b"});
  Drop(7);
  EXPECT_EQ(Parse(), "emit a, link a, forget 8, -EBADMSG at 1");
  Drop(1);  // Of the name.
  EXPECT_EQ(Parse(), "emit a, link a, -EBADMSG at 1");
  Plus({"a", ".."});
  Drop(1);
  EXPECT_EQ(Parse(), "emit a, link a, -EBADMSG at 1");
  profile_.frames_first = true;
  Plus({"a", "b"});
  Drop(7);
  EXPECT_EQ(Parse(), "-EBADMSG at 100");
  profile_.short_record = kStopQuietly;
  EXPECT_EQ(Parse(), "emit a, link a, forget 8, 0 at 1");
}

TEST_P(ParseLookupsTest, WithFramesFirstARecordsErrorForgetsTheRestToo) {
  profile_.forgets_after_error = true;
  profile_.frames_first = true;
  Plus({"a", "b/", "c"});
  EXPECT_EQ(Parse(), "emit a, link a, forget 8, forget 9, -EIO at 1");
  Plus({"a", "", "c"});
  EXPECT_EQ(Parse(), "emit a, link a, forget 8, forget 9, -EIO at 1");
}

TEST_P(ParseLookupsTest, TheRestIsForgottenEvenWhenTheBufferIsFull) {
  profile_.forgets_after_error = true;
  Plus({"a", "b", "c/", "d"});
  EXPECT_EQ(Parse({.capacity = 1}),
            "emit a, link a, full b, link b, forget 9, forget 10, -EIO at 1");
}

}  // namespace
}  // namespace fuse_dirents
