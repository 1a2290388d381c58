// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/reduce/reduce.h"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "differential/input.h"
#include "differential/reduce/simpler_choices.h"
#include "gtest/gtest.h"
#include "parser/dirent_writer.h"
#include "parser/reader/dirent_reader.h"
#include "parser/wire.h"

namespace fuse_dirents {
namespace {

constexpr size_t kEnough = 100000;

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

Case Listing(RecordFormat format, size_t count, const Choices& choices = {}) {
  Case c;
  c.format = format;
  c.choices = choices;
  for (size_t i = 0; i < count; ++i) {
    RecordFields fields = {.ino = 1000 + i,
                           .off = 0x1234 + i,
                           .type = 8,
                           .name = "entry-" + std::to_string(i),
                           .padding_byte = 0x55};
    fields.entry_out.nodeid = 77 + i;
    fields.entry_out.attr.mode = 0100644;
    c.records.push_back(fields);
  }
  return c.AsBytes();
}

// Whether any record that a reader finds is such.
template <typename Is>
bool AnyRecord(RecordFormat format, std::string_view reply, const Is& is) {
  DirentReader reader(
      format, ReplyBytes(std::as_bytes(std::span(reply.data(), reply.size()))));
  for (Dirent record; reader.Next(&record);) {
    if (is(record)) return true;
  }
  return false;
}

TEST(ReduceCase, LeavesOneRecordWithoutANeedlessByte) {
  for (const RecordFormat format :
       {RecordFormat::kDirent, RecordFormat::kDirentplus}) {
    Case c = Listing(format, 130, ManyChoices());
    c.draws = {1, 2, 3, 4, 5, 6, 7, 8};
    size_t asked = 0;
    const auto reduced = ReduceCase(c, kEnough, [&](const Case& candidate) {
      ++asked;
      return candidate.draws[3] >= 4 &&
             AnyRecord(candidate.format, candidate.raw, [](const Dirent& r) {
               return r.name.size() >= 5 && r.off >= 0x1200;
             });
    });
    EXPECT_TRUE(reduced.is_minimal);
    EXPECT_EQ(reduced.tries, asked);
    EXPECT_LT(reduced.tries, 500u);
    Case expected;
    expected.records.push_back({.off = 0x1200, .name = "aaaaa"});
    expected.draws[3] = 4;
    EXPECT_EQ(reduced.least.Divided(), expected)
        << reduced.least.Divided().ToRecipe("");
  }
}

TEST(ReduceCase, KeepsTheEndOfANameThatMatters) {
  Case c;
  c.records.push_back({.name = "a-long-name-with-a-slash/"});
  const auto reduced =
      ReduceCase(c.AsBytes(), kEnough, [](const Case& candidate) {
        const Case divided = candidate.Divided();
        return !divided.records.empty() && !divided.records[0].namelen &&
               divided.records[0].name.ends_with('/');
      });
  EXPECT_EQ(reduced.least.Divided().records[0].name, "/");
}

// 64 KiB are cut in large parts first: few candidates are long.
TEST(ReduceCase, TriesFewLongCandidates) {
  const Case c = Listing(RecordFormat::kDirent, 1600);
  ASSERT_GT(c.raw.size(), 60000u);
  size_t bytes = 0;
  const auto reduced = ReduceCase(c, 500, [&](const Case& candidate) {
    bytes += candidate.raw.size();
    return candidate.raw.find("entry-777") != candidate.raw.npos;
  });
  EXPECT_TRUE(reduced.is_minimal);
  EXPECT_LE(reduced.least.raw.size(), 40u);
  EXPECT_LT(bytes, 10 * c.raw.size());
}

TEST(ReduceCase, KeepsTheOneChoiceThatMatters) {
  const auto reduced =
      ReduceCase(Listing(RecordFormat::kDirentplus, 20, ManyChoices()), kEnough,
                 [](const Case& candidate) {
                   return candidate.choices.layout.head >= 4096 &&
                          candidate.choices.renews_at.value_or(0) >= 4;
                 });
  EXPECT_TRUE(reduced.is_minimal);
  Choices expected;
  // A head of 4096 lies in no folio of one page.
  expected.layout.page_size = reduced.least.choices.layout.page_size;
  expected.layout.folio_order = reduced.least.choices.layout.folio_order;
  expected.layout.head = 4096;
  expected.renews_at = 4;
  EXPECT_EQ(reduced.least.choices.ToText(), expected.ToText());
  EXPECT_EQ(reduced.least.raw, "");
  EXPECT_EQ(reduced.least.format, RecordFormat::kDirent);
}

TEST(ReduceCase, TriesAtMostWhatIsAllowedAndKeepsWhatItHas) {
  const Case c = Listing(RecordFormat::kDirent, 130);
  size_t last_size = c.raw.size();
  for (const size_t max_tries : {0, 1, 2, 7, 40}) {
    size_t asked = 0;
    Case last = c;
    const auto reduced = ReduceCase(c, max_tries, [&](const Case& candidate) {
      ++asked;
      const bool fails = candidate.raw.find("entry-77") != candidate.raw.npos;
      if (fails) last = candidate;
      return fails;
    });
    EXPECT_LE(asked, max_tries);
    EXPECT_EQ(reduced.tries, asked);
    EXPECT_FALSE(reduced.is_minimal);
    EXPECT_EQ(reduced.least, last);
    EXPECT_LE(reduced.least.raw.size(), last_size);
    last_size = reduced.least.raw.size();
  }
  EXPECT_LT(last_size, c.raw.size() / 4);
}

TEST(ReduceCase, SameAnswersGiveTheSameQuestionsAndNoneTwice) {
  std::vector<std::string> questions[2];
  for (auto& asked : questions) {
    ReduceCase(Listing(RecordFormat::kDirent, 30, ManyChoices()), 1000,
               [&](const Case& candidate) {
                 asked.push_back(candidate.ToRecipe(""));
                 return candidate.raw.find("-7") != candidate.raw.npos;
               });
  }
  EXPECT_GT(questions[0].size(), 10u);
  EXPECT_EQ(questions[0], questions[1]);
  std::ranges::sort(questions[0]);
  EXPECT_EQ(std::ranges::adjacent_find(questions[0]), questions[0].end());
}

TEST(ReduceBytes, ClearsWhatDoesNotMatter) {
  std::string bytes(200, '\x5a');
  bytes[100] = 'K';
  const auto reduced =
      ReduceBytes(bytes, kEnough, [](const std::string& candidate) {
        const size_t at = candidate.find('K');
        return at != candidate.npos && at >= 3;
      });
  EXPECT_TRUE(reduced.is_minimal);
  EXPECT_EQ(reduced.least, std::string("\0\0\0K", 4));
}

TEST(ReduceBytes, AReplyBecomesOneRecord) {
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
    const auto fails = [](const std::string& candidate) {
      return AnyRecord(RecordFormat::kDirent, candidate,
                       [](const Dirent& r) { return r.type == 901; });
    };
    const auto reduced = ReduceBytes(writer.bytes(), 2000, fails);
    EXPECT_TRUE(reduced.is_minimal);
    EXPECT_LT(reduced.tries, 700u);
    DirentWriter expected(RecordFormat::kDirent);
    expected.Append({.type = 901, .name = std::string(left, '\0')});
    EXPECT_EQ(reduced.least, expected.bytes()) << name_size;
    for (size_t i = 0; i < reduced.least.size(); ++i) {
      std::string less = reduced.least;
      EXPECT_FALSE(fails(less.erase(i, 1))) << i;
    }
  }
}

TEST(ReduceBytes, NoByteCanBeDroppedAlone) {
  // Three marks in this order, wherever they are.
  const auto fails = [](const std::string& candidate) {
    size_t at = 0;
    for (const char mark : {'A', 'B', 'C'}) {
      at = candidate.find(mark, at);
      if (at == candidate.npos) return false;
    }
    return true;
  };
  std::string bytes(3001, '\x01');
  bytes[17] = 'A';
  bytes[1203] = 'B';
  bytes[2998] = 'C';
  const auto reduced = ReduceBytes(bytes, kEnough, fails);
  EXPECT_TRUE(reduced.is_minimal);
  EXPECT_EQ(reduced.least, "ABC");
}

// Items of a length, a letter and that many bytes.  The shortest whole one of a
// letter that is even has two bytes, so that a cleared bit changes the length.
TEST(ReduceItems, DropsItemsAndClearsTheRest) {
  const auto places = [](const std::string& bytes) {
    std::vector<size_t> all;
    size_t at = 1;
    for (; at < bytes.size(); at += 1 + (bytes[at] % 2 == 0 ? 2 : 1)) {
      all.push_back(at);
    }
    all.push_back(at);
    return all;
  };
  const auto whole = [&](const std::string& bytes) {
    std::string all = bytes;
    all.resize(std::max<size_t>(places(bytes).back(), 1));
    return all;
  };
  const std::string bytes = "hAxBxyCzDvw";
  ASSERT_EQ(whole(bytes), bytes);
  const auto reduced =
      ReduceItems({whole, places}, bytes, kEnough, [&](const std::string& c) {
        EXPECT_EQ(whole(c), c);
        return c.find('z') != c.npos;
      });
  EXPECT_TRUE(reduced.is_minimal);
  EXPECT_EQ(reduced.least, std::string("\0\x01z", 3));
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
