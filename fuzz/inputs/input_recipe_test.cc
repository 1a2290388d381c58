// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "fuzz/inputs/input_recipe.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/files.h"
#include "base/random.h"
#include "differential/input.h"
#include "differential/mutants/double_fetch.h"
#include "fuzz/inputs/input_format.h"
#include "fuzz/inputs/request_input.h"
#include "fuzz/inputs/session_input.h"
#include "gtest/gtest.h"
#include "parser/parse.h"
#include "readdir/hostile/spoiled_records.h"

namespace fuse_dirents {
namespace {

std::vector<std::filesystem::path> Recipes(const std::string& folder) {
  std::vector<std::filesystem::path> recipes;
  for (const auto& entry :
       std::filesystem::directory_iterator("fuzz/inputs/testdata/" + folder)) {
    if (entry.path().extension() == ".txt") recipes.push_back(entry.path());
  }
  std::ranges::sort(recipes);
  return recipes;
}

TEST(SeedRecipe, EachSeedIsWhatItsRecipeMakes) {
  const std::pair<const char*, const char*> folders[] = {
      {"hostile_pages", "reply"},
      {"request", "request"},
      {"session", "session"}};
  for (const auto& [folder, format] : folders) {
    size_t seeds = 0;
    for (std::filesystem::path path : Recipes(folder)) {
      std::string problem;
      const auto seed = SeedFromRecipe(format, MustReadFile(path), &problem);
      ASSERT_TRUE(seed.has_value()) << path << ": " << problem;
      EXPECT_EQ(*seed, MustReadFile(path.replace_extension())) << path;
      if (format == std::string_view("session")) {
        EXPECT_LE(ItemPlaces(SessionInputFormat(), *seed).size() - 1,
                  kMaxSessionItems)
            << path;
      }
      ++seeds;
    }
    EXPECT_GE(seeds, 9u) << folder;
  }
}

TEST(SeedRecipe, ARecipeSaysEveryByteThatIsRead) {
  std::string problem;
  EXPECT_EQ(SeedFromRecipe("request",
                           "# why: all fields\n"
                           "rule paged_v3\npage_size 16384\n"
                           "server_page_size 65536\nmax_pages 258\n"
                           "max_read 4660\nmax_write 1\ncount 4294967295\n"
                           "pages_missing 2\n",
                           &problem),
            std::string("\x03\x01\x02\x01\x01\x34\x12\0\0\x01\0\0\0"
                        "\xff\xff\xff\xff\x02\0\0\0",
                        21))
      << problem;
  const auto session = SeedFromRecipe(
      "session", "# why: items\nrepeat 2 entry length=5\nremove which=9\n",
      &problem);
  ASSERT_TRUE(session.has_value()) << problem;
  EXPECT_EQ(session->substr(26), std::string("\0\x05\0\0\0\0\x05\0\0\0"
                                             "\x01\0\x09",
                                             13));
}

TEST(SeedRecipe, WhatIsWrongIsNamedWithItsLine) {
  const struct {
    const char *format, *recipe, *problem;
  } rows[] = {
      {"request", "rule paged\n", "line 1: expected '# why: REASON'"},
      {"request", "# why: x\n\npage 1\n",
       "line 3: unknown word 'page'; expected rule page_size "
       "server_page_size max_pages max_read max_write count pages_missing "
       "or repeat"},
      {"request", "# why: x\nmax_pages 0\n",
       "line 2: max_pages '0'; expected a number from 1 to 65535"},
      {"request", "# why: x\nmax_read 4294967296\n",
       "line 2: max_read '4294967296'; expected a number from 0 to 4294967295"},
      {"request", "# why: x\ncount -1\n",
       "line 2: count '-1'; expected a number from 0 to 4294967295"},
      {"request", "# why: x\ncount 1\ncount 1\n", "line 3: count stands twice"},
      {"request", "# why: x\nrule\n", "line 2: expected 'rule VALUE'"},
      {"session", "# why: x\nmode minus\n",
       "line 2: mode 'minus'; expected one of plain plus adaptive"},
      {"session", "# why: x\nentry size=1\n",
       "line 2: 'size=1' is no NAME=VALUE of entry"},
      {"session", "# why: x\nrepeat 1001 entry\n",
       "line 2: expected 'repeat N', N at most 1000, and what is repeated"},
      {"reply", "# why: x\nformat dirent\ntrailer renews_at=x\n", ""},
      {"none", "", "unknown format 'none'; expected request, session or reply"},
  };
  for (const auto& row : rows) {
    std::string problem;
    EXPECT_FALSE(SeedFromRecipe(row.format, row.recipe, &problem));
    EXPECT_FALSE(problem.empty());
    if (*row.problem != '\0') {
      EXPECT_EQ(problem, row.problem);
    }
  }
}

// So a finding can be filed as text.
TEST(SeedRecipe, AnyInputHasARecipeThatReadsTheSame) {
  Random random(1);
  for (const InputFormat* format :
       {&RequestInputFormat(), &SessionInputFormat()}) {
    for (size_t i = 0; i < 2000; ++i) {
      std::string input(random.Below(80), '\0');
      for (char& c : input) c = static_cast<char>(random.Next());
      const std::string text = TextOfInput(*format, input);
      std::string problem;
      const auto made = InputFromText(*format, text, &problem);
      ASSERT_TRUE(made.has_value()) << text << problem;
      ASSERT_EQ(TextOfInput(*format, *made), text);
      ASSERT_EQ(WholeInput(*format, input), *made);
      ASSERT_EQ(WholeInput(*format, *made), *made);
    }
  }
}

TEST(RegressionRecipe, GivesAnyBytesBack) {
  size_t recipes = 0;
  for (const std::string& bytes :
       {std::string(), std::string(70, 'x'), std::string(60, '\0') + "DRNT",
        std::string(64, '\xff') + "DRNT"}) {
    for (const auto format :
         {std::optional<RecordFormat>(), std::optional(RecordFormat::kDirent),
          std::optional(RecordFormat::kDirentplus)}) {
      for (const char* numbers : {"", "request", "session"}) {
        const std::string recipe =
            RegressionRecipe(format, numbers, bytes, "TODO\nwhy");
        std::string problem;
        EXPECT_EQ(InputFromRegressionRecipe(recipe, &problem), bytes)
            << recipe << problem;
        ++recipes;
      }
    }
  }
  EXPECT_EQ(recipes, 4u * 3u * 3u);
}

TEST(RegressionRecipe, WholeNumbersAreWrittenAsNumbers) {
  Random random(1);
  for (const std::string name : {"request", "session"}) {
    const InputFormat& format = *NumbersFormat(name);
    for (size_t i = 0; i < 500; ++i) {
      std::string bytes(random.Below(120), '\0');
      for (char& c : bytes) c = static_cast<char>(random.Next());
      const std::string input = WholeInput(format, bytes);
      const std::string recipe =
          RegressionRecipe(std::nullopt, name, input, "TODO\nwhy");
      ASSERT_TRUE(
          recipe.starts_with("# why: TODO\n# why\nformat " + name + "\n"))
          << recipe;
      ASSERT_EQ(recipe.find("\nraw "), recipe.npos) << recipe;
      std::string problem;
      ASSERT_EQ(InputFromRegressionRecipe(recipe, &problem), input)
          << recipe << problem;
    }
  }
}

TEST(RegressionRecipe, DefaultsAreOmitted) {
  std::string problem;
  const std::string recipe =
      "# why: x\nformat session\npacking byte_slice\nbytes 4160\n"
      "entry length=5\nremove\n";
  const auto input = InputFromRegressionRecipe(recipe, &problem);
  ASSERT_TRUE(input) << problem;
  EXPECT_EQ(RegressionRecipe(std::nullopt, "session", *input, "x"), recipe);
}

TEST(RegressionRecipe, AProblemIsNamedWithItsLine) {
  std::string problem;
  EXPECT_FALSE(InputFromRegressionRecipe(
      "# why: x\nformat session\npacking slices\n", &problem));
  EXPECT_TRUE(problem.starts_with("line 3: packing 'slices'")) << problem;
}

TEST(RegressionRecipe, BytesHaveNoTrailer) {
  std::string problem;
  EXPECT_FALSE(InputFromRegressionRecipe(
      "# why: x\nformat bytes\nraw 00\ntrailer cut=1\n", &problem));
  EXPECT_NE(problem.find("trailer"), problem.npos) << problem;
}

// --- What the seeds of hostile_pages_fuzzer find when they are replayed. ---

// How many of the seeds catch `parser`, spoiled as the target spoils them.
size_t SeedsThatCatch(RecordFormat format, const BoundParser& parser) {
  SpoiledRuns runs;
  size_t caught = 0;
  for (std::filesystem::path path : Recipes("hostile_pages")) {
    const std::string bytes = MustReadFile(path.replace_extension());
    const Input input = DecodeInput(bytes);
    const SpoiledCase c = {.format = input.choices.format,
                           .reply = input.reply,
                           .plan = input.choices.plan,
                           .start_off = input.choices.start_off,
                           .spoiling = {.how = input.choices.spoil_how,
                                        .renews_at = input.choices.renews_at}};
    if (c.format != format) continue;
    runs.Begin(parser, c);
    if (!runs.Holds(parser)) ++caught;
  }
  return caught;
}

TEST(HostilePagesSeedsTest, FindEveryFieldThatIsLookedAtTwice) {
  size_t planted = 0;
  for (const RecordFormat format :
       {RecordFormat::kDirent, RecordFormat::kDirentplus}) {
    EXPECT_EQ(SeedsThatCatch(format, FetchedTwice(Again::kNever, "")), 0u);
    EXPECT_GE(SeedsThatCatch(format, FramesTwice()), 1u);
    for (const std::string& field : FieldsOf(format)) {
      // A name of READDIRPLUS is borrowed until its link.
      const Again again = field == "name" && format == RecordFormat::kDirentplus
                              ? Again::kComparedAfterLink
                              : Again::kComparedAfterEmit;
      EXPECT_GE(SeedsThatCatch(format, FetchedTwice(again, field)), 3u)
          << field;
      ++planted;
    }
  }
  EXPECT_EQ(planted, 5u + 27u);
}

TEST(HostilePagesSeedsTest, FindEveryFieldThatIsUsedAnew) {
  for (const RecordFormat format :
       {RecordFormat::kDirent, RecordFormat::kDirentplus}) {
    for (const char* field : {"off", "namelen"}) {
      EXPECT_GE(SeedsThatCatch(format, FetchedTwice(Again::kAfterEmit, field)),
                3u)
          << field;
    }
  }
  const RecordFormat plus = RecordFormat::kDirentplus;
  for (const std::string& field : FieldsOf(plus)) {
    if (field == "name") continue;
    const bool for_link = !field.starts_with("entry_out.");
    EXPECT_GE(
        SeedsThatCatch(plus, FetchedTwice(for_link ? Again::kAfterEmit
                                                   : Again::kAfterFailedLink,
                                          field)),
        1u)
        << field;
  }
}

}  // namespace
}  // namespace fuse_dirents
