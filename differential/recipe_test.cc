// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "differential/recipe.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "gtest/gtest.h"
#include "parser/dirent_writer.h"

namespace fuse_dirents {
namespace {

Recipe Parse(const std::string& text) {
  std::string problem;
  const auto recipe = ParseRecipe(text, &problem);
  EXPECT_TRUE(recipe.has_value()) << problem << "\n" << text;
  return recipe.value_or(Recipe());
}

// The reply that follows from `lines` in a recipe of dirents.
std::string Reply(const std::string& lines) {
  return Parse("format dirent\n" + lines).reply;
}

// What is wrong with `lines` behind the format's.
std::string Problem(const std::string& lines,
                    const std::string& format = "dirent") {
  std::string problem;
  EXPECT_EQ(ParseRecipe("format " + format + "\n" + lines, &problem),
            std::nullopt)
      << lines;
  return problem;
}

std::string Write(const std::vector<RecordFields>& records,
                  RecordFormat format = RecordFormat::kDirent) {
  DirentWriter writer(format);
  for (const RecordFields& record : records) writer.Append(record);
  return writer.bytes();
}

void ExpectRoundTrip(RecordFormat format, std::string_view reply) {
  const std::string text = RecipeFor(format, reply, "a reason");
  const Recipe recipe = Parse(text);
  EXPECT_EQ(recipe.reply, reply) << text;
  EXPECT_EQ(recipe.format, format);
  EXPECT_EQ(recipe.why, "a reason");
  EXPECT_EQ(recipe.choices, Choices());
}

TEST(RecipeTest, ARecordIsWrittenFromItsFields) {
  EXPECT_EQ(Reply("record ino=1 off=0x2 type=010 name=\"a b\"\n"),
            Write({{.ino = 1, .off = 2, .type = 8, .name = "a b"}}));
  EXPECT_EQ(Reply("record"), Write({{}}));
}

TEST(RecipeTest, ARecordCanBeWrong) {
  EXPECT_EQ(Reply("record name=\"abc\" namelen=4294967295 padding=2 "
                  "padding_byte=0xff\n"),
            Write({{.name = "abc",
                    .namelen = 0xffffffff,
                    .padding = 2,
                    .padding_byte = 0xff}}));
}

TEST(RecipeTest, DirentplusRecordsHaveAnEntryOut) {
  RecordFields fields = {.name = "a"};
  fields.entry_out.nodeid = 7;
  fields.entry_out.attr.mode = 0100644;
  EXPECT_EQ(Parse("format direntplus\n"
                  "record name=\"a\" nodeid=7 attr.mode=0100644\n")
                .reply,
            Write({fields}, RecordFormat::kDirentplus));
}

TEST(RecipeTest, ANameCanBeRepeated) {
  EXPECT_EQ(Reply("record name=\"ab\"*3\n"), Write({{.name = "ababab"}}));
  EXPECT_EQ(Reply("record name=\"ab\"*0\n"), Write({{}}));
  EXPECT_EQ(Reply("record name=\"a\\\"*3\"\n"), Write({{.name = "a\"*3"}}));
}

TEST(RecipeTest, ARecordCanBeRepeatedAndItsNumbersGrow) {
  EXPECT_EQ(Reply("repeat 3 record ino=9+ off=5 type=4+ name=\"n\" number=2\n"),
            Write({{.ino = 9, .off = 5, .type = 4, .name = "n00"},
                   {.ino = 10, .off = 5, .type = 5, .name = "n01"},
                   {.ino = 11, .off = 5, .type = 6, .name = "n02"}}));
  EXPECT_EQ(Reply("repeat 11 record number=0\n").substr(10 * 32 + 24, 2), "10");
  EXPECT_EQ(Reply("repeat 0 record\n"), "");
}

TEST(RecipeTest, RawBytesAreHexadecimal) {
  EXPECT_EQ(Reply("raw 00 ff Ab0c\n"), std::string("\0\xff\xab\x0c", 4));
  EXPECT_EQ(Reply("raw\n"), "");
}

TEST(RecipeTest, ACutCountsFromTheStartOrTheEnd) {
  EXPECT_EQ(Reply("raw 01020304\ncut 3\n"), "\x01\x02\x03");
  EXPECT_EQ(Reply("raw 01020304\ncut -3\n"), "\x01");
  EXPECT_EQ(Reply("raw 01020304\ncut 1\nraw 09\n"), "\x01\x09");
  EXPECT_EQ(Reply("raw 01\ncut -0\n"), "\x01");
}

TEST(RecipeTest, WhyGoesOnInTheCommentLinesBehindIt) {
  EXPECT_EQ(Parse("# Not this.\n# why: one\n#  two\n\n# nor this\n"
                  "format dirent\n# nor that\n")
                .why,
            "one two");
  EXPECT_EQ(Parse("format dirent").why, "");
}

TEST(RecipeTest, TheTrailerHasTheWordsOfChoices) {
  const Recipe recipe = Parse(
      "format dirent\ntrailer  head=7 format=direntplus changes=slash:2\n"
      "raw 01\ndraws 0 1 2 3 4 5 6 15\n");
  EXPECT_EQ(recipe.choices.ToText(),
            "head=7 format=direntplus changes=slash:2");
  EXPECT_EQ(recipe.draws, (Draws{0, 1, 2, 3, 4, 5, 6, 15}));
}

TEST(RecipeTest, AnInputHoldsReplyAndTrailerAndNothingElse) {
  std::string problem;
  const std::string text = "format dirent\nraw 0102\ntrailer head=7\n";
  const auto input = InputFromRecipe(text, &problem);
  ASSERT_TRUE(input) << problem;
  EXPECT_EQ(DecodeInput(*input).reply, "\x01\x02");
  EXPECT_EQ(RecipeOfInput(RecordFormat::kDirent, *input, "x"),
            "# why: x\n" + text);
  EXPECT_FALSE(InputFromRecipe(text + "draws 1 0 0 0 0 0 0 0\n", &problem));
  EXPECT_EQ(problem, "draws: an input cannot hold them; they are a property's");
  EXPECT_FALSE(InputFromRecipe(
      "format dirent\ntrailer desc_lengths=1,2,3,4,5,6,7\n", &problem));
  EXPECT_EQ(problem,
            "trailer: a trailer cannot hold 'desc_lengths=1,2,3,4,5,6,7'");
}

TEST(RecipeTest, EveryMistakeIsNamedWithItsLine) {
  std::string problem;
  EXPECT_EQ(ParseRecipe("", &problem), std::nullopt);
  EXPECT_EQ(problem,
            "expected one line 'format dirent|direntplus|bytes', the first");
  EXPECT_EQ(ParseRecipe("# why: x\n\nrecord\n", &problem), std::nullopt);
  EXPECT_EQ(problem,
            "line 3: "
            "expected one line 'format dirent|direntplus|bytes', the first");
  for (const char* format : {"", "plus", "dirent dirent", "Dirent"}) {
    EXPECT_EQ(Problem("", format),
              "line 1: "
              "expected one line 'format dirent|direntplus|bytes', the first");
  }
  EXPECT_EQ(Problem("raw 01\nformat dirent\n"),
            "line 3: "
            "expected one line 'format dirent|direntplus|bytes', the first");
  EXPECT_EQ(Problem("recrod\n"),
            "line 2: unknown word 'recrod'; expected format, record, repeat, "
            "raw, cut, trailer or draws");
  for (const char* repeat : {"repeat", "repeat 3", "repeat x record",
                             "repeat 3 raw 00", "repeat 4294967296 record"}) {
    EXPECT_EQ(Problem(repeat), "line 2: expected 'repeat N record FIELDS'");
  }
  for (const char* raw :
       {"raw 0", "raw 0g", "raw 000", "raw 0 0", "raw \"\""}) {
    EXPECT_EQ(Problem(raw), "line 2: expected pairs of hexadecimal digits");
  }
  EXPECT_EQ(Problem("cut\n"), "line 2: expected 'cut N' or 'cut -N'");
  for (const char* cut : {"cut 3", "cut -3", "cut x", "cut --1"}) {
    EXPECT_EQ(Problem("raw 0102\n" + std::string(cut)),
              "line 3: expected 'cut N' or 'cut -N' with N at most the 2 bytes "
              "written so far");
  }
  EXPECT_EQ(Problem("draws 1 2\n"),
            "line 2: expected 'draws' and 8 numbers from 0 to 15");
  EXPECT_EQ(Problem("draws 1 2 3 4 5 6 7 16\n"),
            "line 2: expected 'draws' and 8 numbers from 0 to 15");
  EXPECT_EQ(Problem("trailer profile=minix\n"),
            "line 2: trailer: 'profile=minix': expected the name of a profile");
  EXPECT_EQ(Problem("trailer head=1\ntrailer head=2\n"),
            "line 3: expected one 'trailer' line");
}

TEST(RecipeTest, EveryWordThatIsNoFieldIsNamed) {
  for (const std::string word : {"ino",
                                 "ino=",
                                 "ino=x",
                                 "ino=-1",
                                 "ino=1++",
                                 "type=4294967296",
                                 "namelen=4294967296",
                                 "padding=16777217",
                                 "padding_byte=256",
                                 "name=a",
                                 "name=\"a",
                                 "name=\"a\"*",
                                 "name=\"a\"*x",
                                 "name=\"a\"*16777217",
                                 "name=\"ab\"*8388609",
                                 "number=21",
                                 "number=",
                                 "nodeid=7",
                                 "attr.mode=0",
                                 "what=1"}) {
    EXPECT_EQ(Problem("record " + word),
              "line 2: '" + word + "' is no field of a dirent record");
  }
  for (const std::string word : {"attr.mode=4294967296", "attr.what=1"}) {
    EXPECT_EQ(Problem("record " + word, "direntplus"),
              "line 2: '" + word + "' is no field of a direntplus record");
  }
}

TEST(RecipeTest, NoRecipeWritesMoreThan16MiB) {
  const std::string problem =
      "line 2: the reply grows above 16 MiB, the longest that is handled";
  EXPECT_EQ(Problem("repeat 4294967295 record name=\"a\"*4000\n"), problem);
  EXPECT_EQ(Problem("record padding=16777216\n"), problem);
  EXPECT_EQ(Problem("record padding=16777192\nraw 00\n"),
            "line 3" + problem.substr(6));
  EXPECT_EQ(Reply("record padding=16777192\n").size(), size_t{16} << 20);
}

TEST(RecipeTest, RightAndWrongRecordsAreWrittenBack) {
  for (const RecordFormat format :
       {RecordFormat::kDirent, RecordFormat::kDirentplus}) {
    ExpectRoundTrip(format, "");
    ExpectRoundTrip(format, Write({{.ino = 1, .name = "."}}, format));
    ExpectRoundTrip(format, Write({{.ino = UINT64_MAX,
                                    .off = UINT64_MAX,
                                    .type = UINT32_MAX,
                                    .name = "all"},
                                   {}},
                                  format));
    ExpectRoundTrip(
        format,
        Write({{.name = "a", .padding_byte = 7}, {.name = "b"}}, format));
    ExpectRoundTrip(format, Write({{.name = "cut", .namelen = 99}}, format));
    ExpectRoundTrip(format,
                    Write({{.name = "unpadded", .padding = 0}}, format) + "x");
    for (const char* name :
         {"\"", "\"*5", "a\"*5", "*", "\\", "\\\"*7", "a=b", " ", "#",
          "\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\""}) {
      ExpectRoundTrip(format, Write({{.name = name}}, format));
    }
    for (const size_t length : {16, 17, 4095, 4096, 70000}) {
      ExpectRoundTrip(format,
                      Write({{.name = std::string(length, 'x')}}, format));
      ExpectRoundTrip(format,
                      Write({{.name = std::string(length, '"')}}, format));
    }
  }
}

TEST(RecipeTest, EveryPrefixOfAReplyIsWrittenBack) {
  for (const RecordFormat format :
       {RecordFormat::kDirent, RecordFormat::kDirentplus}) {
    const std::string reply =
        Write({{.ino = 1, .off = 2, .name = "first"}, {.name = "second one"}},
              format);
    for (size_t n = 0; n <= reply.size(); ++n) {
      ExpectRoundTrip(format, std::string_view(reply).substr(0, n));
    }
  }
}

TEST(RecipeTest, AnyBytesAreWrittenBack) {
  for (const uint64_t seed : {1, 2, 3, 4, 5, 6, 7, 8}) {
    SCOPED_TRACE(seed);
    Random random(seed);
    for (int i = 0; i < 40; ++i) {
      // Small values make some of the bytes records.
      const uint64_t most = i % 2 == 0 ? 256 : 3;
      std::string reply(random.Below(700), '\0');
      for (char& c : reply) c = static_cast<char>(random.Below(most));
      for (size_t at = 16; at + 4 <= reply.size(); at += 32) {
        if (random.Below(2) == 0) continue;
        reply[at + 1] = reply[at + 2] = reply[at + 3] = '\0';
      }
      ExpectRoundTrip(RecordFormat::kDirent, reply);
      ExpectRoundTrip(RecordFormat::kDirentplus, reply);
    }
  }
}

TEST(RecipeTest, AReasonOfSeveralLinesStaysAComment) {
  const std::string text =
      RecipeFor(RecordFormat::kDirent, "x", "one\nraw 00\ntwo");
  const Recipe recipe = Parse(text);
  EXPECT_EQ(recipe.reply, "x");
  EXPECT_EQ(recipe.why, "one raw 00 two");
}

TEST(RecipeTest, FormatsHaveNames) {
  EXPECT_EQ(FormatName(RecordFormat::kDirent), "dirent");
  EXPECT_EQ(FormatName(RecordFormat::kDirentplus), "direntplus");
  EXPECT_EQ(ParseFormat("direntplus"), RecordFormat::kDirentplus);
  EXPECT_EQ(ParseFormat("dirent"), RecordFormat::kDirent);
  EXPECT_EQ(ParseFormat(""), std::nullopt);
}

}  // namespace
}  // namespace fuse_dirents
