// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/minimize_input.h"

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "pagemap/differential/input.h"
#include "parser/dirent_reader.h"
#include "parser/dirent_writer.h"
#include "tools/fuzz_targets.h"
#include "tools/simpler_choices.h"

namespace fuse_dirents {
namespace {

std::string Replies(RecordFormat format, size_t count) {
  DirentWriter writer(format);
  for (size_t i = 0; i < count; ++i) {
    RecordFields fields = {.ino = 1000 + i,
                           .off = 0x1234 + i,
                           .type = 8,
                           .name = "entry-" + std::to_string(i),
                           .padding_byte = 0x55};
    fields.entry_out.nodeid = 77 + i;
    fields.entry_out.attr.mode = 0100644;
    writer.Append(fields);
  }
  return writer.bytes();
}

std::vector<Dirent> RecordsIn(RecordFormat format, std::string_view reply) {
  DirentReader reader(
      format, ReplyBytes(std::as_bytes(std::span(reply.data(), reply.size()))));
  std::vector<Dirent> records;
  for (Dirent record; reader.Next(&record);) records.push_back(record);
  return records;
}

Choices ManyChoices() {
  std::string problem;
  const auto choices = Choices::FromText(
      "page_size=16384 order=seeded:7 folio_order=2 head=4097 "
      "desc_lengths=5,0,63 cut=3000 stale=records:9 profile=gvisor "
      "capacity=7 failing_links=12 start_off=12345 extra=6",
      &problem);
  EXPECT_TRUE(choices) << problem;
  return choices.value_or(Choices());
}

TEST(MinimizeInput, LeavesOneRecordWithoutANeedlessByte) {
  const std::string input =
      EncodeInput(Replies(RecordFormat::kDirent, 130), ManyChoices());
  size_t asked = 0;
  const Minimized minimized = MinimizeInput(
      TargetFormat::kDirent, input, 100000, [&](std::string_view candidate) {
        ++asked;
        for (const Dirent& record :
             RecordsIn(RecordFormat::kDirent, DecodeInput(candidate).reply)) {
          if (record.name.size() >= 5 && record.off >= 0x1200) return true;
        }
        return false;
      });
  EXPECT_TRUE(minimized.is_minimal);
  EXPECT_EQ(minimized.runs, asked);
  EXPECT_LT(minimized.runs, 500u);
  DirentWriter expected(RecordFormat::kDirent);
  expected.Append({.off = 0x1200, .name = "aaaaa"});
  EXPECT_EQ(minimized.input, expected.bytes());
}

TEST(MinimizeInput, KeepsTheOneChoiceThatMatters) {
  const std::string input =
      EncodeInput(Replies(RecordFormat::kDirentplus, 20), ManyChoices());
  const Minimized minimized = MinimizeInput(
      TargetFormat::kByExtra, input, 100000, [](std::string_view candidate) {
        const Input decoded = DecodeInput(candidate);
        return decoded.choices.layout.head >= 4096 &&
               (decoded.choices.extra & 4) != 0;
      });
  EXPECT_TRUE(minimized.is_minimal);
  const Input decoded = DecodeInput(minimized.input);
  EXPECT_EQ(decoded.reply, "");
  // A head of 4096 lies in no folio of a page.
  EXPECT_EQ(decoded.choices.layout.head, 4096u);
  EXPECT_EQ(decoded.choices.extra, 4u);
  EXPECT_EQ(decoded.choices.profile, Choices().profile);
  EXPECT_EQ(decoded.choices.plan, Choices().plan);
  EXPECT_EQ(decoded.choices.layout.stale, Stale::kZero);
  EXPECT_FALSE(decoded.choices.layout.cut);
}

TEST(MinimizeInput, BytesThatAreNoReply) {
  std::string input(200, '\x5a');
  input[100] = 'K';
  const Minimized minimized = MinimizeInput(
      std::nullopt, input, 100000, [](std::string_view candidate) {
        const size_t at = candidate.find('K');
        return at != candidate.npos && at >= 3;
      });
  EXPECT_TRUE(minimized.is_minimal);
  EXPECT_EQ(minimized.input, std::string("\0\0\0K", 4));
}

TEST(MinimizeInput, NeverAsksForMoreRunsThanAllowedAndKeepsWhatItHas) {
  const std::string input = Replies(RecordFormat::kDirent, 130);
  size_t last_size = 0;
  for (const size_t max_runs : {0, 1, 2, 7, 40}) {
    size_t asked = 0;
    std::string last = input;
    const Minimized minimized = MinimizeInput(
        TargetFormat::kDirent, input, max_runs,
        [&](std::string_view candidate) {
          ++asked;
          const bool fails = candidate.find("entry-77") != candidate.npos;
          if (fails) last = candidate;
          return fails;
        });
    EXPECT_LE(asked, max_runs);
    EXPECT_EQ(minimized.runs, asked);
    EXPECT_FALSE(minimized.is_minimal);
    EXPECT_EQ(minimized.input, last);
    if (max_runs > 0) {
      EXPECT_LE(minimized.input.size(), last_size);
    }
    last_size = minimized.input.size();
  }
  EXPECT_LT(last_size, input.size() / 4);
}

TEST(MinimizeInput, SameAnswersGiveTheSameQuestions) {
  const std::string input = Replies(RecordFormat::kDirent, 30);
  std::vector<std::string> questions[2];
  for (auto& asked : questions) {
    MinimizeInput(TargetFormat::kDirent, input, 1000,
                  [&](std::string_view candidate) {
                    asked.emplace_back(candidate);
                    return candidate.find("-7") != candidate.npos;
                  });
  }
  EXPECT_GT(questions[0].size(), 10u);
  EXPECT_EQ(questions[0], questions[1]);
  std::sort(questions[0].begin(), questions[0].end());
  EXPECT_EQ(std::unique(questions[0].begin(), questions[0].end()),
            questions[0].end())
      << "an input was asked for twice";
}

TEST(SimplerChoices, EveryStepCanBeEncodedAndAnyPathEndsAtTheDefault) {
  Choices choices = ManyChoices();
  size_t steps = 0;
  // The smallest step each time.
  for (; choices != Choices(); ++steps) {
    ASSERT_LT(steps, 1000u);
    const auto simpler = SimplerChoices(choices);
    ASSERT_FALSE(simpler.empty()) << choices.ToText();
    for (const Choices& candidate : simpler) {
      ASSERT_TRUE(IsEncodable(candidate)) << candidate.ToText();
      ASSERT_NE(candidate, choices);
    }
    choices = simpler.back();
  }
  EXPECT_GT(steps, 10u);
  EXPECT_TRUE(SimplerChoices(Choices()).empty());
}

TEST(OurFuzzTargets, AreThoseThatTheCampaignRuns) {
  std::ifstream file("fuzz/targets.bzl");
  std::vector<std::string> names, expected;
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("    \"")) continue;
    expected.push_back(line.substr(5, line.find('"', 5) - 5));
  }
  for (const FuzzTarget& target : OurFuzzTargets()) {
    names.emplace_back(target.name);
  }
  EXPECT_GE(expected.size(), 8u);
  EXPECT_EQ(names, expected);
}

}  // namespace
}  // namespace fuse_dirents
