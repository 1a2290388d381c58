// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "corpus/curated.h"

#include <map>
#include <set>
#include <string>

#include "gtest/gtest.h"
#include "pagemap/differential/compare.h"
#include "parser/dirent_reader.h"

namespace fuse_dirents {
namespace {

namespace fs = std::filesystem;

const fs::path kCorpus = "corpus";

std::vector<fs::path> CuratedInputs() {
  std::vector<fs::path> inputs;
  for (const std::string_view outcome : kOutcomes) {
    for (const auto& file : FilesBelow(kCorpus / outcome)) {
      if (file.extension() != ".recipe") inputs.push_back(file);
    }
  }
  return inputs;
}

std::string Read(const fs::path& file) {
  const auto bytes = ReadWhole(file);
  EXPECT_TRUE(bytes) << file << " cannot be read";
  return bytes.value_or("");
}

// Where the reader of the profile and layout that `input` names stops.
std::string_view OutcomeOf(RecordFormat format, const Input& input) {
  const std::string_view reply = input.reply.substr(
      0, input.choices.layout.cut.value_or(input.reply.size()));
  const ByteRun bytes = std::as_bytes(std::span(reply.data(), reply.size()));
  DirentReader reader(format, ReplyBytes(bytes), *input.choices.profile);
  for (Dirent record; reader.Next(&record);) {
  }
  if (reader.error() != 0) return "reject";
  return reader.stop() == Stop::kEndOfReply ? "accept" : "stop";
}

TEST(Curated, NoFolderIsEmpty) {
  for (const std::string_view outcome : kOutcomes) {
    EXPECT_GE(FilesBelow(kCorpus / outcome).size(), 20u) << outcome;
  }
}

TEST(Curated, EveryInputIsRebuiltByteForByteFromItsRecipe) {
  for (const fs::path& input : CuratedInputs()) {
    std::string problem;
    const std::string recipe = Read(input.string() + ".recipe");
    const auto built = InputFromRecipe(recipe, &problem);
    ASSERT_TRUE(built) << input << ": " << problem;
    EXPECT_EQ(*built, Read(input)) << input << ": run //corpus:update";
    EXPECT_TRUE(recipe.starts_with("# why: ")) << input;
  }
}

TEST(Curated, EveryRecipeHasItsInput) {
  size_t recipes = 0;
  for (const auto& file : FilesBelow(kCorpus)) {
    if (file.extension() != ".recipe") continue;
    EXPECT_TRUE(fs::exists(fs::path(file).replace_extension())) << file;
    ++recipes;
  }
  EXPECT_EQ(recipes, CuratedInputs().size());
}

TEST(Curated, EveryInputIsNamedForItsFormat) {
  for (const fs::path& input : CuratedInputs()) {
    EXPECT_TRUE(FormatOf(input)) << input;
  }
}

TEST(Curated, NoTwoInputsOfAFormatAreTheSame) {
  std::map<std::pair<RecordFormat, std::string>, fs::path> seen;
  for (const fs::path& input : CuratedInputs()) {
    const auto [other, fresh] =
        seen.try_emplace({FormatOf(input).value(), Read(input)}, input);
    EXPECT_TRUE(fresh) << input << " is the same as " << other->second;
  }
}

TEST(Curated, EveryInputLiesInTheFolderOfItsOutcome) {
  for (const fs::path& input : CuratedInputs()) {
    const std::string bytes = Read(input);
    EXPECT_EQ(OutcomeOf(FormatOf(input).value(), DecodeInput(bytes)),
              input.parent_path().filename().string())
        << input;
  }
}

TEST(Curated, BothSeedsOfCve202631694AreThere) {
  for (const auto& [name, reclen] :
       std::map<std::string, size_t>{{"namelen-4072-one-page", 4096},
                                     {"namelen-4073-above-one-page", 4104}}) {
    const std::string bytes = Read(kCorpus / "accept" / (name + ".dirent"));
    DirentReader reader(
        RecordFormat::kDirent,
        ReplyBytes(std::as_bytes(std::span(bytes.data(), bytes.size()))));
    Dirent record;
    ASSERT_TRUE(reader.Next(&record)) << name;
    EXPECT_EQ(record.reclen, reclen) << name;
  }
}

TEST(Corpus, EveryParserAgreesOnEveryInputInItsOwnAndEveryDefaultLayout) {
  Comparer comparer;
  size_t runs = 0;
  for (const fs::path& file : FilesBelow(kCorpus)) {
    const auto format = FormatOf(file);
    if (!format) continue;
    const std::string bytes = Read(file);
    Input input = DecodeInput(bytes);
    auto difference = comparer.Compare(*format, input);
    EXPECT_FALSE(difference) << file << "\n" << difference->report;
    for (const NamedLayout& named : DefaultLayouts()) {
      input.choices.layout = named.layout;
      difference = comparer.Compare(*format, input);
      EXPECT_FALSE(difference) << file << " " << named.name << "\n"
                               << difference->report;
      ++runs;
    }
  }
  EXPECT_GE(runs, 200 * DefaultLayouts().size());
}

}  // namespace
}  // namespace fuse_dirents
