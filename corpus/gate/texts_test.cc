// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The corpus as text: what is written of an input makes that input, each wrong
// text of corpus/wrong/ is refused with the problem that its first line states,
// and each input can be drawn.  No field of a short input is fetched twice.

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "corpus/gate/corpus_files.h"
#include "corpus/gate/golden.h"
#include "corpus/gate/test_corpus.h"
#include "differential/case.h"
#include "differential/mutants/mutants.h"
#include "differential/recipe.h"
#include "differential/runner.h"
#include "gtest/gtest.h"
#include "parser/parse.h"
#include "parser/profile/profile.h"
#include "parser/reader/dirent_reader.h"
#include "parser/reply_bytes.h"
#include "readdir/hostile/hostile_pages.h"

namespace fuse_dirents {
namespace {

constexpr std::string_view kProblem = "# problem: ";

// What is wrong with a text below wrong/; empty if nothing is.
std::string ProblemOf(std::string_view path, std::string_view text) {
  std::string problem;
  if (path.starts_with("wrong/recipes/")) {
    return ParseRecipe(text, &problem) ? "" : problem;
  }
  text.remove_prefix(text.find('\n') + 1);
  return ParseGolden(text, &problem) ? "" : problem;
}

TEST(TextsTest, EachWrongTextHasTheProblemThatItStates) {
  size_t texts = 0;
  for (const auto& [path, text] : TestCorpus()) {
    if (TopFolder(path) != "wrong") continue;
    ++texts;
    ASSERT_TRUE(text.starts_with(kProblem)) << path;
    const size_t end = text.find('\n');
    EXPECT_EQ(ProblemOf(path, text),
              text.substr(kProblem.size(), end - kProblem.size()))
        << path;
  }
  EXPECT_GE(texts, 20u);
}

TEST(TextsTest, TheRecipeThatIsWrittenOfAnInputMakesIt) {
  for (const auto& [path, bytes] : TestCorpus()) {
    const auto format = FormatOf(path);
    if (!format) continue;
    std::string problem;
    const auto made =
        InputFromRecipe(RecipeOfInput(*format, bytes, "Written."), &problem);
    ASSERT_TRUE(made) << path << ": " << problem;
    EXPECT_EQ(*made, bytes) << path;
  }
}

TEST(TextsTest, TheCaseOfARecipeIsTheCaseOfItsInput) {
  for (const auto& [path, format, input] : CuratedReplies()) {
    const Case of_bytes = Case::Of(format, input.reply, input.choices);
    std::string problem;
    const auto of_recipe =
        Case::FromRecipe(of_bytes.ToRecipe("Why."), &problem);
    ASSERT_TRUE(of_recipe) << path << ": " << problem;
    EXPECT_TRUE(*of_recipe == of_bytes) << path;
  }
}

TEST(TextsTest, SomeInputEndsByEachStop) {
  std::set<std::string_view> texts;
  for (const CuratedReply& reply : CuratedReplies()) {
    for (const Profile& profile : AllProfiles()) {
      DirentReader reader(reply.format, ReplyBytes(reply.bytes()), profile);
      Dirent record;
      while (reader.Next(&record)) {
      }
      texts.insert(StopText(reader.stop()));
    }
  }
  EXPECT_GE(texts.size(), 9u);
}

// Replies of a few pages: all of a drawing is in them.
constexpr size_t kMaxDrawnBytes = size_t{4} << 12;

// As the other lines of a drawing do, its first names a page.
TEST(TextsTest, EachInputIsDrawnInEveryLayout) {
  Runner runner;
  for (const auto& [path, bytes] : TestCorpus()) {
    if (!FormatOf(path)) continue;
    const Input input = DecodeInput(bytes);
    if (input.reply.size() > kMaxDrawnBytes) continue;
    for (const NamedLayout& named : DefaultLayouts()) {
      Layout layout = named.layout;
      for (const size_t cut : {input.reply.size(), input.reply.size() / 2}) {
        layout.cut = static_cast<uint32_t>(cut);
        const LaidOutReply& laid_out = runner.Lay(input.reply, layout);
        const std::string drawing = laid_out.DrawPages();
        EXPECT_EQ(drawing.find("page") == drawing.npos,
                  laid_out.pages().descs().empty())
            << path << " in " << named.name << "\n"
            << drawing;
      }
    }
  }
}

// Every field is rewritten at every event, so long replies cost much.
constexpr size_t kMaxHostileBytes = 400;

// The fields of `input` that `parse` fetches twice.
std::set<std::string> FetchedTwice(const ParseFunction& parse,
                                   RecordFormat format, const Input& input) {
  const auto bound = [&](const dirents_reply& shown, const dirents_sink& sink,
                         uint64_t* pos) {
    return parse(*input.choices.profile, shown, sink, pos);
  };
  std::set<std::string> fields;
  for (const DoubleFetch& found :
       FindDoubleFetches(bound, format, input.reply,
                         {.plan = input.choices.plan,
                          .start_off = input.choices.start_off})) {
    fields.insert(found.field);
  }
  return fields;
}

TEST(HostileTest, NoFieldOfAShortInputIsFetchedTwice) {
  size_t replies = 0;
  for (const auto& [path, format, input] : CuratedReplies(kMaxHostileBytes)) {
    ++replies;
    EXPECT_EQ(FetchedTwice(&ParseWithReader, format, input),
              std::set<std::string>())
        << path;
    EXPECT_EQ(FetchedTwice(&ParseWithReference, format, input),
              std::set<std::string>())
        << path;
  }
  EXPECT_GE(replies, 50u);
}

// A parser that reads a copy of the reply shows what the reply was, whatever is
// written to it, and its names too are its own.
TEST(HostileTest, ACopyOfAShortInputIsNotRewritten) {
  const BoundParser copying = [](const dirents_reply& shown,
                                 const dirents_sink& sink, uint64_t* pos) {
    std::string copy;
    for (size_t i = 0; i < shown.num_segments; ++i) {
      copy.append(static_cast<const char*>(shown.segments[i].base),
                  shown.segments[i].len);
    }
    copy.resize(shown.nbytes);
    const dirents_segment segment = {copy.data(), copy.size()};
    dirents_reply held = shown;
    held.segments = &segment;
    held.num_segments = 1;
    return ParseWithReader(LinuxProfile(), held, sink, pos);
  };
  for (const auto& [path, format, input] : CuratedReplies(kMaxHostileBytes)) {
    if (input.reply.empty()) continue;
    const HostileOptions options = {.plan = input.choices.plan,
                                    .start_off = input.choices.start_off,
                                    .names_are_copied = true};
    EXPECT_FALSE(FindDoubleFetch(copying, format, input.reply, options));
    const Rewrite rewrite = {
        .event = 0, .at = 0, .bytes = std::string(input.reply.size(), '/')};
    EXPECT_EQ(RunHostile(copying, format, input.reply, options, {}).ToText(),
              RunHostile(copying, format, input.reply, options, {&rewrite, 1})
                  .ToText());
  }
}

TEST(HostileTest, TheShortInputsFindEachFieldThatAMutantFetchesTwice) {
  const auto short_replies = CuratedReplies(kMaxHostileBytes);
  for (const Mutant& mutant : AllMutants()) {
    if (mutant.field.empty()) continue;
    bool found = false;
    for (auto [path, format, input] : short_replies) {
      input.choices.profile = &mutant.profile_of();
      if (!input.choices.profile->Supports(format)) continue;
      found = FetchedTwice(ParseFunctionOf(mutant), format, input)
                  .contains(std::string(mutant.field));
      if (found) break;
    }
    EXPECT_TRUE(found) << mutant.name;
  }
}

}  // namespace
}  // namespace fuse_dirents
