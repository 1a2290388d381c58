// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/hostile/hostile_pages.h"

#include <cstring>
#include <set>
#include <string>
#include <vector>

#include "base/random.h"
#include "differential/mutants/double_fetch.h"
#include "gtest/gtest.h"
#include "pagemap/laid_out_reply.h"
#include "parser/dirent_writer.h"
#include "parser/parse.h"
#include "parser/profile/profile.h"
#include "readdir/hostile/field_places.h"

namespace fuse_dirents {
namespace {

constexpr RecordFormat kFormats[] = {RecordFormat::kDirent,
                                     RecordFormat::kDirentplus};

RecordFields File(std::string name, uint64_t nodeid) {
  RecordFields fields = {.ino = nodeid + 100,
                         .off = nodeid + 1,
                         .type = 8,
                         .name = std::move(name)};
  fields.entry_out.nodeid = nodeid;
  fields.entry_out.attr.mode = 0100644;
  fields.entry_out.attr.size = 5;
  return fields;
}

// Names that a rewrite can turn into dots, and of more than 8 bytes.
std::string Listing(RecordFormat format) {
  DirentWriter writer(format);
  writer.Append(File(".", 6));
  writer.Append(File("a", 7));
  writer.Append(File("bb", 8));
  writer.Append(File("a name of some length", 9));
  writer.Append(File("no attributes", 0));
  writer.Append(File("last", 11));
  return writer.bytes();
}

BoundParser Bind(int (*parse)(const Profile&, const dirents_reply&,
                              const dirents_sink&, uint64_t*),
                 const Profile& profile) {
  return [parse, &profile](const dirents_reply& reply, const dirents_sink& sink,
                           uint64_t* pos) {
    return parse(profile, reply, sink, pos);
  };
}

// --- Parsers that fetch one field twice, and are right otherwise. ---

TEST(FindDoubleFetchTest, ThePlantedParserIsRightWithoutItsPlant) {
  for (const RecordFormat format : kFormats) {
    const std::string reply = Listing(format);
    const BoundParser parser = FetchedTwice(Again::kNever, "");
    for (const SinkPlan plan : {SinkPlan(), SinkPlan{.capacity = 2},
                                SinkPlan{.failing_links = ~0u}}) {
      EXPECT_EQ(RunHostile(parser, format, reply, {.plan = plan}, {}).ToText(),
                RunHostile(Bind(ParseWithReference, LinuxProfile()), format,
                           reply, {.plan = plan}, {})
                    .ToText());
      const auto found = FindDoubleFetch(parser, format, reply, {.plan = plan});
      EXPECT_FALSE(found.has_value()) << found->report;
    }
  }
}

void ExpectCaught(RecordFormat format, Again again, const std::string& field,
                  const SinkPlan& plan) {
  const auto found = FindDoubleFetch(FetchedTwice(again, field), format,
                                     Listing(format), {.plan = plan});
  ASSERT_TRUE(found.has_value()) << field << " was fetched twice unseen";
  EXPECT_EQ(found->field, field) << found->report;
  EXPECT_NE(
      found->report.find(field + " of record " + std::to_string(found->record) +
                         " was fetched twice"),
      std::string::npos);
}

TEST(FindDoubleFetchTest, OffFetchedAgainForPosIsCaught) {
  for (const RecordFormat format : kFormats) {
    ExpectCaught(format, Again::kAfterEmit, "off", {});
  }
}

TEST(FindDoubleFetchTest, NamelenFetchedAgainForTheAdvanceIsCaught) {
  for (const RecordFormat format : kFormats) {
    ExpectCaught(format, Again::kAfterEmit, "namelen", {});
  }
}

TEST(FindDoubleFetchTest, InoAndTypeFetchedAgainForTheLinkAreCaught) {
  ExpectCaught(RecordFormat::kDirentplus, Again::kAfterEmit, "ino", {});
  ExpectCaught(RecordFormat::kDirentplus, Again::kAfterEmit, "type", {});
}

TEST(FindDoubleFetchTest, NodeidFetchedAgainIsCaught) {
  // Checked once, linked and forgotten as what it has become.
  ExpectCaught(RecordFormat::kDirentplus, Again::kAfterEmit, "entry_out.nodeid",
               {});
  ExpectCaught(RecordFormat::kDirentplus, Again::kAfterFailedLink,
               "entry_out.nodeid", {.failing_links = ~0u});
}

TEST(FindDoubleFetchTest, CheckedAttributesFetchedAgainAreCaught) {
  ExpectCaught(RecordFormat::kDirentplus, Again::kAfterEmit,
               "entry_out.attr.mode", {});
  ExpectCaught(RecordFormat::kDirentplus, Again::kAfterEmit,
               "entry_out.attr.size", {});
}

TEST(FindDoubleFetchTest, EveryFieldOfEntryOutFetchedAgainForALinkIsCaught) {
  const std::string reply = Listing(RecordFormat::kDirentplus);
  size_t fields = 0;
  for (const FieldPlace& place :
       FieldPlaces(RecordFormat::kDirentplus, reply)) {
    if (place.record > 0 || !place.field.starts_with("entry_out.")) continue;
    ExpectCaught(RecordFormat::kDirentplus, Again::kAfterFailedLink,
                 std::string(place.field), {.failing_links = ~0u});
    ++fields;
  }
  EXPECT_EQ(fields, 22u);
}

TEST(FindDoubleFetchTest, TheRecordAndTheEventAreNamed) {
  const auto found = FindDoubleFetch(
      FetchedTwice(Again::kAfterFailedLink, "entry_out.attr.uid"),
      RecordFormat::kDirentplus, Listing(RecordFormat::kDirentplus),
      {.plan = {.failing_links = 1u << 2}});
  ASSERT_TRUE(found.has_value());
  // emit ".", emit "a", link, emit "bb", link, emit "a name ...": the first
  // fetch is before this emit, the second after the link that fails.
  EXPECT_EQ(found->record, 3u);
  EXPECT_EQ(found->event, 5u);
}

TEST(FindDoubleFetchTest, ALengthFetchedInAnEarlierPassIsCaught) {
  for (const RecordFormat format : kFormats) {
    const auto found = FindDoubleFetch(FramesTwice(), format, Listing(format));
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->field, "namelen");
  }
}

TEST(FindDoubleFetchTest, OurParsersFetchOnceByEveryProfile) {
  size_t runs = 0;
  for (const Profile& profile : AllProfiles()) {
    for (const RecordFormat format : kFormats) {
      if (!profile.Supports(format)) continue;
      for (const SinkPlan plan : {SinkPlan(), SinkPlan{.capacity = 2},
                                  SinkPlan{.failing_links = ~0u}}) {
        const auto reader =
            FindDoubleFetch(Bind(ParseWithReader, profile), format,
                            Listing(format), {.plan = plan});
        EXPECT_FALSE(reader.has_value()) << profile.name << reader->report;
        const auto reference = FindDoubleFetch(
            Bind(ParseWithReference, profile), format, Listing(format),
            {.plan = plan, .names_are_copied = true});
        EXPECT_FALSE(reference.has_value())
            << profile.name << reference->report;
        ++runs;
      }
    }
  }
  EXPECT_EQ(runs, 45u);
}

TEST(FindDoubleFetchTest, TheReaderBorrowsNamesBetweenEmitAndLink) {
  // The one thing that hostile pages can do to it, and all that they can.
  const auto found = FindDoubleFetch(
      Bind(ParseWithReader, LinuxProfile()), RecordFormat::kDirentplus,
      Listing(RecordFormat::kDirentplus), {.names_are_copied = true});
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->field, "name");
  EXPECT_FALSE(FindDoubleFetch(
      Bind(ParseWithReader, LinuxProfile()), RecordFormat::kDirent,
      Listing(RecordFormat::kDirent), {.names_are_copied = true}));
}

// --- The hook itself. ---

TEST(HostileSinkTest, AnEventIsSeenBeforeItsRewrite) {
  const std::string reply = Listing(RecordFormat::kDirent);
  const auto places = FieldPlaces(RecordFormat::kDirent, reply);
  std::vector<Rewrite> plan;
  for (const FieldPlace& place : places) {
    if (place.field == "off") {
      plan.push_back({place.record, place.at, std::string(8, '\x7f')});
    }
  }
  ASSERT_EQ(plan.size(), 6u);
  const BoundParser parser = Bind(ParseWithReference, LinuxProfile());
  EXPECT_EQ(RunHostile(parser, RecordFormat::kDirent, reply, {}, plan),
            RunHostile(parser, RecordFormat::kDirent, reply, {}, {}));
  // One event earlier they all show.
  for (Rewrite& rewrite : plan) --rewrite.event;
  const Trace trace =
      RunHostile(parser, RecordFormat::kDirent, reply, {}, {&plan[1], 5});
  EXPECT_EQ(trace.at(0).off, 7u);
  for (size_t i = 1; i < 6; ++i) {
    EXPECT_EQ(trace.at(i).off, 0x7f7f7f7f7f7f7f7fu) << i;
  }
}

TEST(HostileSinkTest, ARewriteMayStraddlePieces) {
  std::string first = "0123", second = "", third = "4567";
  const auto bytes = [](std::string* s) {
    return std::as_writable_bytes(std::span(s->data(), s->size()));
  };
  const std::span<std::byte> memory[] = {bytes(&first), bytes(&second),
                                         bytes(&third)};
  const Rewrite plan[] = {{0, 2, "abc"}, {1, 7, "z"}};
  Trace trace;
  RecordingSink recording({}, &trace);
  HostileSink sink(recording.sink(), memory, plan);
  const dirents_entry entry = {1, 2, 3, 1, "n"};
  EXPECT_EQ(sink.sink().emit(sink.sink().ctx, &entry), 1);
  EXPECT_EQ(first + third, "01abc567");
  EXPECT_EQ(sink.rewrites(), 1u);
  const FuseEntryOut entry_out = {};
  EXPECT_EQ(sink.sink().link(sink.sink().ctx, &entry, &entry_out), 0);
  EXPECT_EQ(first + third, "01abc56z");
  EXPECT_EQ(sink.events(), 2u);
  EXPECT_EQ(trace.size(), 2u);
}

TEST(HostileSinkDeathTest, ARewriteOutsideTheReplyAborts) {
  std::string memory = "0123";
  const std::span<std::byte> bytes =
      std::as_writable_bytes(std::span(memory.data(), memory.size()));
  const Rewrite plan[] = {{0, 2, "abc"}};
  Trace trace;
  RecordingSink recording({}, &trace);
  HostileSink sink(recording.sink(), {&bytes, 1}, plan);
  const dirents_entry entry = {1, 2, 3, 1, "n"};
  EXPECT_DEATH(sink.sink().emit(sink.sink().ctx, &entry), "written");
}

TEST(FieldPlacesTest, TheyCoverEveryByteOfEveryRecordOnce) {
  for (const RecordFormat format : kFormats) {
    const std::string reply = Listing(format);
    size_t at = 0;
    std::set<size_t> records;
    for (const FieldPlace& place : FieldPlaces(format, reply)) {
      records.insert(place.record);
      EXPECT_EQ(place.at, at) << place.field;
      at = place.at + place.size;
    }
    EXPECT_EQ(at, reply.size());
    EXPECT_EQ(records.size(), 6u);
  }
}

TEST(FieldPlacesTest, WhatCannotBeFramedHasNoPlaces) {
  const std::string reply = Listing(RecordFormat::kDirent);
  EXPECT_TRUE(FieldPlaces(RecordFormat::kDirent, "").empty());
  EXPECT_EQ(FieldPlaces(RecordFormat::kDirent,
                        std::string_view(reply).substr(0, reply.size() - 1))
                .back()
                .record,
            4u);
}

// --- Reader and reference, whatever is written. ---

std::vector<std::span<std::byte>> DirectMap(const PageFrames& frames) {
  std::vector<std::span<std::byte>> memory;
  for (size_t i = 0; i < frames.pages.size(); ++i) {
    const FolioDesc desc = frames.pages.descs()[i];
    memory.emplace_back(
        frames.pool.direct(frames.pages.folios()[i].first_page) + desc.offset,
        desc.length);
  }
  return memory;
}

TEST(HostilePagesTest, ReaderAndReferenceSeeTheSameOfPagesThatChange) {
  Random random(20260901);
  ReplyArena arena;
  size_t differing = 0;
  size_t runs = 0;
  for (size_t i = 0; i < 4000; ++i) {
    const RecordFormat format = kFormats[random.Below(2)];
    const Profile& profile = AllProfiles()[random.Below(AllProfiles().size())];
    if (!profile.Supports(format)) continue;
    const std::string reply = Listing(format);
    const auto places = FieldPlaces(format, reply);
    const SinkPlan sink_plan = {
        .capacity = static_cast<uint32_t>(random.Below(8)),
        .failing_links = static_cast<uint32_t>(random.Next())};
    std::vector<Rewrite> plan;
    for (size_t n = random.InRange(1, 4); n > 0; --n) {
      const FieldPlace& place = places[random.Below(places.size())];
      // Names are borrowed: the reader may see what the reference copied.
      if (place.field == "name" && format == RecordFormat::kDirentplus) {
        continue;
      }
      std::string bytes(place.size, '\0');
      for (char& c : bytes) c = static_cast<char>(random.Next());
      if (place.field == "namelen" && random.Below(4) > 0) {
        const auto namelen = static_cast<uint32_t>(random.Below(40));
        std::memcpy(bytes.data(), &namelen, sizeof namelen);
      }
      plan.push_back({random.Below(10), place.at, bytes});
    }
    const auto& layouts = DefaultLayouts();
    const Layout& layout = layouts[random.Below(layouts.size())].layout;
    const auto run = [&](auto parse, std::span<const Rewrite> rewrites) {
      LaidOutReply& laid_out = arena.Lay(
          std::as_bytes(std::span(reply.data(), reply.size())), layout);
      const auto segments = laid_out.Segmented();
      const dirents_reply shown = {format == RecordFormat::kDirentplus ? 1 : 0,
                                   0, segments.data(), segments.size(),
                                   laid_out.nbytes()};
      const auto memory = DirectMap(arena.frames(layout.page_size));
      Trace trace;
      RecordingSink recording(sink_plan, &trace);
      HostileSink hostile(recording.sink(), memory, rewrites);
      uint64_t pos = 0;
      const int error = parse(profile, shown, hostile.sink(), &pos);
      trace.AddReturn(error, pos);
      return trace;
    };
    const Trace reader = run(ParseWithReader, plan);
    const Trace reference = run(ParseWithReference, plan);
    ASSERT_EQ(reader.ToText(), reference.ToText())
        << "run " << i << ", profile " << profile.name << ", layout "
        << layout.ToText();
    if (!(reader == run(ParseWithReader, {}))) ++differing;
    ++runs;
  }
  EXPECT_GT(runs, 2000u);
  EXPECT_GT(differing, runs / 10) << "the rewrites must be seen at all";
}

}  // namespace
}  // namespace fuse_dirents
