// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/triage/minimize_input.h"

#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "differential/input.h"
#include "differential/simpler_choices.h"
#include "fuzz/inputs/fuzz_targets.h"
#include "fuzz/inputs/input_format.h"
#include "fuzz/inputs/seed_recipe.h"
#include "gtest/gtest.h"
#include "parser/dirent_writer.h"
#include "parser/reader/dirent_reader.h"

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
      "capacity=7 failing_links=12 start_off=12345 changes=order:1,slash:3 "
      "renews_at=6",
      &problem);
  EXPECT_TRUE(choices) << problem;
  return choices.value_or(Choices());
}

TEST(MinimizeInput, LeavesOneRecordWithoutANeedlessByte) {
  const std::string input =
      EncodeInput(Replies(RecordFormat::kDirent, 130), ManyChoices());
  size_t asked = 0;
  const Minimized minimized = MinimizeInput(
      InputKind{.reply = TargetFormat::kDirent}, input, 100000,
      [&](std::string_view candidate) {
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
  const Minimized minimized =
      MinimizeInput(InputKind{.reply = TargetFormat::kByTrailer}, input, 100000,
                    [](std::string_view candidate) {
                      const Input decoded = DecodeInput(candidate);
                      return decoded.choices.layout.head >= 4096 &&
                             decoded.choices.renews_at.value_or(0) >= 4;
                    });
  EXPECT_TRUE(minimized.is_minimal);
  const Input decoded = DecodeInput(minimized.input);
  EXPECT_EQ(decoded.reply, "");
  // A head of 4096 lies in no folio of a page.
  EXPECT_EQ(decoded.choices.layout.head, 4096u);
  EXPECT_EQ(decoded.choices.renews_at, 4u);
  EXPECT_EQ(decoded.choices.changes, ProfileChanges());
  EXPECT_EQ(decoded.choices.profile, Choices().profile);
  EXPECT_EQ(decoded.choices.plan, Choices().plan);
  EXPECT_EQ(decoded.choices.layout.stale, Stale::kZero);
  EXPECT_FALSE(decoded.choices.layout.cut);
}

TEST(MinimizeInput, BytesThatAreNoReply) {
  std::string input(200, '\x5a');
  input[100] = 'K';
  const Minimized minimized =
      MinimizeInput(InputKind{}, input, 100000, [](std::string_view candidate) {
        const size_t at = candidate.find('K');
        return at != candidate.npos && at >= 3;
      });
  EXPECT_TRUE(minimized.is_minimal);
  EXPECT_EQ(minimized.input, std::string("\0\0\0K", 4));
}

TEST(MinimizeInput, ReplyTakenForBytesBecomesOneRecord) {
  // Bits of a length are cleared: what is left of 20 is 4.
  for (const auto& [name_size, left] :
       {std::pair<size_t, size_t>{1, 1}, {20, 4}, {33, 1}}) {
    DirentWriter writer(RecordFormat::kDirent);
    for (uint32_t i = 0; i < 100; ++i) {
      writer.Append({.ino = 7 + i,
                     .off = 5000 + i,
                     .type = i == 60 ? 901u : 8u,
                     .name = std::string(name_size, 'n')});
    }
    size_t runs = 0;
    const auto fails = [&runs](std::string_view candidate) {
      ++runs;
      for (const Dirent& record : RecordsIn(RecordFormat::kDirent, candidate)) {
        if (record.type == 901) return true;
      }
      return false;
    };
    const Minimized minimized = MinimizeInput({}, writer.bytes(), 2000, fails);
    EXPECT_TRUE(minimized.is_minimal);
    EXPECT_LT(runs, 700u);
    DirentWriter expected(RecordFormat::kDirent);
    expected.Append({.type = 901, .name = std::string(left, '\0')});
    EXPECT_EQ(minimized.input, expected.bytes()) << name_size;
    for (size_t i = 0; i < minimized.input.size(); ++i) {
      std::string less = minimized.input;
      EXPECT_FALSE(fails(less.erase(i, 1))) << i;
    }
  }
}

TEST(MinimizeInput, NoByteOfBytesCanBeTakenAwayAlone) {
  // Three marks in this order, wherever they are.
  const auto fails = [](std::string_view candidate) {
    size_t at = 0;
    for (const char mark : {'A', 'B', 'C'}) {
      at = candidate.find(mark, at);
      if (at == candidate.npos) return false;
    }
    return true;
  };
  std::string input(3001, '\x01');
  input[17] = 'A';
  input[1203] = 'B';
  input[2998] = 'C';
  const Minimized minimized = MinimizeInput({}, input, 100000, fails);
  EXPECT_TRUE(minimized.is_minimal);
  EXPECT_EQ(minimized.input, "ABC");
}

TEST(MinimizeInput, NumbersKeepWhatMattersAndNoOtherItem) {
  const InputFormat& format = *NumbersFormat("session");
  const std::string what =
      "# why: \npacking byte_slice\nbytes 4096\n"
      "entry nodeid=7\nremove which=8\n";
  std::string problem;
  const auto wanted = InputFromText(format, what, &problem);
  ASSERT_TRUE(wanted) << problem;
  // All that the head can say, and other items before, between and behind.
  std::string input(ItemPlaces(format, *wanted)[0], '\xff');
  input[1] = 1;
  for (const char* items :
       {"remove\n", "insert which=5 length=9\n", "entry nodeid=7 refused=3\n",
        "insert request=4\n", "entry length=250\n", "remove which=9\n",
        "repeat 3 entry length=8\n"}) {
    const auto more =
        InputFromText(format, "# why: \n" + std::string(items), &problem);
    ASSERT_TRUE(more) << problem;
    input += more->substr(ItemPlaces(format, *more)[0]);
  }
  const Minimized minimized = MinimizeInput(
      {.numbers = "session"}, input, 100000, [&](std::string_view candidate) {
        EXPECT_EQ(WholeInput(format, candidate), candidate);
        const std::string text = TextOfInput(format, candidate);
        const size_t bytes = text.find("\nbytes ");
        const size_t entry = text.find(" nodeid=7");
        const size_t removed = text.find("\nremove ", entry);
        return text.find("\npacking byte_slice\n") != text.npos &&
               bytes != text.npos &&
               std::stoi(text.substr(bytes + 7)) >= 4096 &&
               removed != text.npos &&
               (text.find("which=9", removed) != text.npos ||
                text.find("which=8", removed) != text.npos);
      });
  EXPECT_TRUE(minimized.is_minimal);
  EXPECT_EQ(TextOfInput(format, minimized.input), what);
  EXPECT_EQ(minimized.input, *wanted);
}

TEST(MinimizeInput, NumbersThatFailOnlyAsTheyWereGivenAreBytes) {
  const std::string input(40, '\xff');
  const Minimized minimized = MinimizeInput(
      {.numbers = "request"}, input, 100000, [](std::string_view candidate) {
        return candidate.starts_with("\xff\xff");
      });
  EXPECT_EQ(minimized.input, "\xff\xff");
}

TEST(MinimizeInput, NeverAsksForMoreRunsThanAllowedAndKeepsWhatItHas) {
  const std::string input = Replies(RecordFormat::kDirent, 130);
  size_t last_size = 0;
  for (const size_t max_runs : {0, 1, 2, 7, 40}) {
    size_t asked = 0;
    std::string last = input;
    const Minimized minimized = MinimizeInput(
        InputKind{.reply = TargetFormat::kDirent}, input, max_runs,
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
    MinimizeInput(InputKind{.reply = TargetFormat::kDirent}, input, 1000,
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

}  // namespace
}  // namespace fuse_dirents
