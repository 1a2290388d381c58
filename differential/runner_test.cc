// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/runner.h"

#include <string>

#include "base/random.h"
#include "gtest/gtest.h"
#include "parser/dirent_writer.h"
#include "parser/parse.h"

namespace fuse_dirents {
namespace {

std::string Listing(RecordFormat format, size_t entries) {
  DirentWriter writer(format);
  for (size_t i = 0; i < entries; ++i) {
    RecordFields fields = {.ino = i + 1,
                           .off = i + 1,
                           .type = 8,
                           .name = "entry-" + std::to_string(i * i)};
    fields.entry_out.nodeid = i + 10;
    fields.entry_out.attr.mode = 0100644;
    writer.Append(fields);
  }
  return writer.bytes();
}

// Takes the reply for 32 bytes shorter than it is.
int StopsEarly(const Profile& profile, const dirents_reply& reply,
               const dirents_sink& sink, uint64_t* pos) {
  dirents_reply shorter = reply;
  shorter.nbytes = reply.nbytes > 100 ? reply.nbytes - 32 : reply.nbytes;
  return ParseWithReader(profile, shorter, sink, pos);
}

// Forgets that the last segment counts.
int DropsTheLastSegment(const Profile& profile, const dirents_reply& reply,
                        const dirents_sink& sink, uint64_t* pos) {
  dirents_reply shorter = reply;
  if (reply.num_segments > 1) {
    shorter.nbytes = 0;
    for (size_t i = 0; i + 1 < reply.num_segments; ++i) {
      shorter.nbytes += reply.segments[i].len;
    }
    shorter.nbytes = std::min(shorter.nbytes, reply.nbytes);
  }
  return ParseWithReader(profile, shorter, sink, pos);
}

TEST(Runner, OurParsersAgreeOnEveryDefaultLayout) {
  Runner runner;
  size_t mapped = 0;
  for (const RecordFormat format :
       {RecordFormat::kDirent, RecordFormat::kDirentplus}) {
    const std::string reply = Listing(format, 700);
    for (const NamedLayout& named : DefaultLayouts()) {
      Input input = {reply, {}};
      input.choices.layout = named.layout;
      const auto difference = runner.Compare(format, input);
      ASSERT_FALSE(difference) << named.name << "\n" << difference->report;
      EXPECT_GE(runner.parsers_run(), 3u);
      mapped += runner.parsers_run() == 4;
      EXPECT_GT(runner.expected().size(), 1u);
    }
  }
  EXPECT_GT(mapped, 10u);
}

TEST(Runner, OurParsersAgreeOnRandomBytes) {
  Runner runner;
  Random random(31694);
  for (int i = 0; i < 3000; ++i) {
    std::string bytes(random.Below(300), '\0');
    for (char& c : bytes) {
      c = static_cast<char>(random.Below(4) == 0 ? random.Next() & 0x2f : 0);
    }
    bytes.resize(bytes.size() + 64, '\0');
    const auto format = static_cast<RecordFormat>(random.Below(2));
    const auto difference = runner.Compare(format, DecodeInput(bytes));
    ASSERT_FALSE(difference) << difference->report;
  }
}

TEST(Runner, NamesTheParserTheEventAndBothTraces) {
  const ListedParser parsers[] = {
      OurParsers()[0],
      {"short/linear", Presentation::kLinear, &StopsEarly},
  };
  Runner runner(parsers);
  const std::string reply = Listing(RecordFormat::kDirent, 5);
  const auto difference =
      runner.Compare(RecordFormat::kDirent, Input{reply, {}});
  ASSERT_TRUE(difference);
  EXPECT_EQ(difference->got_from, "short/linear");
  EXPECT_EQ(difference->expected_from, "reference");
  EXPECT_EQ(difference->event, 4u);
  EXPECT_EQ(difference->expected, "emit ino=5 off=5 type=8 name=\"entry-16\"");
  EXPECT_EQ(difference->got, "return 0 pos=4");
  for (const char* part :
       {"short/linear differs from reference, at event 4", "choices: default",
        "record 4: ino=5 off=5", "name \"entry-16\"",
        "pages:", "trace of reference:", "trace of short/linear:"}) {
    EXPECT_NE(difference->report.find(part), std::string::npos)
        << part << " is not in\n"
        << difference->report;
  }
}

TEST(Runner, FindsWhatOnlyAScatteredReplyShows) {
  const ListedParser parsers[] = {
      OurParsers()[0],
      {"drops/segmented", Presentation::kSegmented, &DropsTheLastSegment},
  };
  Runner runner(parsers);
  const std::string reply = Listing(RecordFormat::kDirent, 200);
  Input input = {reply, {}};
  EXPECT_TRUE(runner.Compare(RecordFormat::kDirent, input));
  input.reply = input.reply.substr(0, 4000);
  EXPECT_FALSE(runner.Compare(RecordFormat::kDirent, input));
  input.choices.layout.desc_limit = 599;
  EXPECT_TRUE(runner.Compare(RecordFormat::kDirent, input));
}

}  // namespace
}  // namespace fuse_dirents
