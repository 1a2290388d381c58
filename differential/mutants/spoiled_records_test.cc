// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/hostile/spoiled_records.h"

#include <string>

#include "differential/mutants/double_fetch.h"
#include "gtest/gtest.h"
#include "parser/dirent_writer.h"
#include "parser/parse.h"
#include "parser/profile/profile.h"

namespace fuse_dirents {
namespace {

constexpr RecordFormat kFormats[] = {RecordFormat::kDirent,
                                     RecordFormat::kDirentplus};

// Files with names of 1 to 12 bytes, of which some have no attributes.
std::string Listing(RecordFormat format) {
  DirentWriter writer(format);
  for (uint64_t i = 1; i <= 12; ++i) {
    RecordFields fields = {.ino = i + 100,
                           .off = i + 1,
                           .type = 8,
                           .name = std::string(i, static_cast<char>('a' + i))};
    fields.entry_out.nodeid = i % 5 == 0 ? 0 : i + 10;
    fields.entry_out.attr.mode = i % 7 == 0 ? 0 : 0100644;
    fields.entry_out.attr.size = i;
    writer.Append(fields);
  }
  return writer.bytes();
}

// By how many of the eight ways `parser` is caught.
size_t WaysThatCatch(const BoundParser& parser, RecordFormat format,
                     const SinkPlan& plan, std::optional<size_t> renews_at) {
  const std::string reply = Listing(format);
  SpoiledRuns runs;
  size_t caught = 0;
  for (uint32_t how = 0; how < 8; ++how) {
    runs.Begin(parser, {.format = format,
                        .reply = reply,
                        .plan = plan,
                        .spoiling = {.how = how, .renews_at = renews_at}});
    if (!runs.Holds(parser)) ++caught;
  }
  return caught;
}

TEST(SpoiledRecordsTest, ThePlantedParserIsRightWithoutItsPlant) {
  for (const RecordFormat format : kFormats) {
    const BoundParser parser = FetchedTwice(Again::kNever, "");
    for (const std::optional<size_t> renews_at :
         {std::optional<size_t>(), std::optional<size_t>(0),
          std::optional<size_t>(3)}) {
      EXPECT_EQ(WaysThatCatch(parser, format, {}, renews_at), 0u);
      EXPECT_EQ(
          WaysThatCatch(parser, format, {.failing_links = ~0u}, renews_at), 0u);
    }
  }
}

TEST(SpoiledRecordsTest, EveryFieldOfADirentLookedAtAgainIsCaughtEveryWay) {
  size_t fields = 0;
  for (const std::string& field : FieldsOf(RecordFormat::kDirent)) {
    const BoundParser parser = FetchedTwice(Again::kComparedAfterEmit, field);
    EXPECT_EQ(WaysThatCatch(parser, RecordFormat::kDirent, {}, {}), 8u)
        << field;
    ++fields;
  }
  EXPECT_EQ(fields, 5u);
}

TEST(SpoiledRecordsTest, EveryFieldOfAPlusRecordLookedAtAgainIsCaughtEveryWay) {
  size_t fields = 0;
  for (const std::string& field : FieldsOf(RecordFormat::kDirentplus)) {
    for (const Again again :
         {Again::kComparedAfterEmit, Again::kComparedAfterLink}) {
      // Names are borrowed until the link.
      const bool borrowed =
          field == "name" && again == Again::kComparedAfterEmit;
      const BoundParser parser = FetchedTwice(again, field);
      EXPECT_EQ(WaysThatCatch(parser, RecordFormat::kDirentplus, {}, {}),
                borrowed ? 0u : 8u)
          << field;
    }
    ++fields;
  }
  EXPECT_EQ(fields, 27u);
}

TEST(SpoiledRecordsTest, WhatIsUsedAgainIsCaughtEveryWay) {
  for (const RecordFormat format : kFormats) {
    for (const char* field : {"off", "namelen"}) {
      const BoundParser parser = FetchedTwice(Again::kAfterEmit, field);
      EXPECT_EQ(WaysThatCatch(parser, format, {}, {}), 8u) << field;
    }
  }
  for (const std::string& field : FieldsOf(RecordFormat::kDirentplus)) {
    if (!field.starts_with("entry_out.")) continue;
    const BoundParser parser = FetchedTwice(Again::kAfterFailedLink, field);
    EXPECT_EQ(WaysThatCatch(parser, RecordFormat::kDirentplus,
                            {.failing_links = ~0u}, {}),
              8u)
        << field;
  }
}

TEST(SpoiledRecordsTest, ALengthOfAnEarlierPassIsCaughtWhereItIsWrittenAnew) {
  for (const RecordFormat format : kFormats) {
    EXPECT_EQ(WaysThatCatch(FramesTwice(), format, {}, {}), 0u);
    // Of the two events of a record, the first has its name in the reply.
    const size_t renews_at = format == RecordFormat::kDirentplus ? 2 : 1;
    EXPECT_EQ(WaysThatCatch(FramesTwice(), format, {}, renews_at), 4u);
  }
}

TEST(SpoiledRecordsTest, OurParsersHoldByEveryProfileOnOneSegmentAndOnTwo) {
  SpoiledRuns runs;
  size_t checked = 0;
  for (const Profile& profile : AllProfiles()) {
    for (const RecordFormat format : kFormats) {
      if (!profile.Supports(format)) continue;
      const std::string reply = Listing(format);
      const auto bind = [&](auto parse) {
        return [parse, &profile](const dirents_reply& shown,
                                 const dirents_sink& sink, uint64_t* pos) {
          return parse(profile, shown, sink, pos);
        };
      };
      const BoundParser reader = bind(&ParseWithReader);
      const BoundParser reference = bind(&ParseWithReference);
      for (const SinkPlan plan : {SinkPlan(), SinkPlan{.capacity = 2},
                                  SinkPlan{.failing_links = ~0u}}) {
        for (uint32_t how = 0; how < 8; ++how) {
          for (const std::optional<size_t> renews_at :
               {std::optional<size_t>(), std::optional<size_t>(how)}) {
            runs.Begin(reader,
                       {.format = format,
                        .reply = reply,
                        .plan = plan,
                        .spoiling = {.how = how, .renews_at = renews_at}});
            for (const size_t split : {size_t{0}, size_t{37}, size_t{160}}) {
              EXPECT_TRUE(runs.Holds(reader, split)) << profile.name << "\n"
                                                     << runs.Report();
              ++checked;
            }
            EXPECT_TRUE(runs.Holds(reference)) << profile.name << "\n"
                                               << runs.Report();
          }
        }
      }
    }
  }
  EXPECT_GT(checked, 1000u);
}

// They are hidden from the caller and differ only in what their links pass.
TEST(SpoiledRecordsTest, RecordsThatDifferInEntryOutAloneAreNotMistaken) {
  const Profile* const viofs = FindProfile("viofs");
  ASSERT_NE(viofs, nullptr);
  const BoundParser reader = [&](const dirents_reply& reply,
                                 const dirents_sink& sink, uint64_t* pos) {
    return ParseWithReader(*viofs, reply, sink, pos);
  };
  DirentWriter writer(RecordFormat::kDirentplus);
  RecordFields fields = {.ino = 1, .off = 1, .type = 8, .name = "first"};
  fields.entry_out.nodeid = 7;
  writer.Append(fields);
  for (const uint64_t nodeid : {0, 8}) {
    fields = {};
    fields.entry_out.nodeid = nodeid;
    writer.Append(fields);
  }
  writer.Append({.ino = 2, .off = 2, .type = 8, .name = "last"});
  const std::string reply = writer.bytes();
  SpoiledRuns runs;
  runs.Begin(reader, {.format = RecordFormat::kDirentplus,
                      .reply = reply,
                      .spoiling = {.renews_at = 2}});
  EXPECT_TRUE(runs.Holds(reader)) << runs.Report();
}

}  // namespace
}  // namespace fuse_dirents
