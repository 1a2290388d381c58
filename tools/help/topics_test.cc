// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// What the pages promise about text that the program reads.

#include "tools/help/topics.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "differential/recipe.h"
#include "gtest/gtest.h"
#include "pagemap/layout.h"

namespace fuse_dirents {
namespace {

std::string_view Page(std::string_view name) {
  for (const HelpTopic& topic : HelpTopics()) {
    if (topic.name == name) return topic.text;
  }
  ADD_FAILURE() << name;
  return "";
}

// The indented lines of a page, without their indent, each block as one text.
std::vector<std::string> Examples(std::string_view page) {
  std::vector<std::string> examples;
  bool inside = false;
  for (const std::string& line : Split(page, '\n')) {
    if (line.starts_with("    ")) {
      if (!inside) examples.emplace_back();
      examples.back() += line.substr(4) + "\n";
    }
    inside = line.starts_with("    ");
  }
  return examples;
}

// The words before '=' in the first cells of a page's tables.
std::set<std::string> TableWords(std::string_view page) {
  std::set<std::string> words;
  for (const std::string& line : Split(page, '\n')) {
    if (!line.starts_with("| `")) continue;
    const std::string word = line.substr(3, line.find('`', 3) - 3);
    if (word.find('=') != word.npos && word.find(' ') == word.npos) {
      words.emplace(SplitKeyValue(word).key);
    }
  }
  return words;
}

TEST(HelpTopicsTest, EachHasANameATitleAndText) {
  std::set<std::string_view> names;
  for (const HelpTopic& topic : HelpTopics()) {
    EXPECT_TRUE(names.insert(topic.name).second) << topic.name;
    EXPECT_FALSE(topic.title.empty()) << topic.name;
    EXPECT_GT(topic.text.size(), 300u) << topic.name;
    EXPECT_TRUE(topic.text.ends_with('\n')) << topic.name;
  }
  EXPECT_NE(Page("abi").find("struct dirents_sink"), std::string_view::npos);
}

TEST(RecipesPageTest, TheExampleIsARecipe) {
  std::string problem;
  const std::string example = Examples(Page("recipes")).at(0);
  const auto recipe = ParseRecipe(example, &problem);
  ASSERT_TRUE(recipe) << problem;
  EXPECT_EQ(recipe->reply.size(), 40u);
  EXPECT_EQ(recipe->choices.profile->name, "gvisor");
  EXPECT_TRUE(recipe->why.starts_with("namelen 0 ends the parse"));
}

TEST(RecipesPageTest, TheWordsOfATrailerExist) {
  const auto words = TableWords(Page("recipes"));
  EXPECT_EQ(words, (std::set<std::string>{"profile", "capacity",
                                          "failing_links", "start_off"}));
  for (const std::string& word : words) {
    std::string problem;
    EXPECT_TRUE(Choices::FromText(
        word + "=" + (word == "profile" ? "edk2" : "3"), &problem))
        << problem;
  }
}

// A layout in which no word has its default names each word of the page.
TEST(LayoutsPageTest, TheExampleHasEveryWordOfTheTable) {
  std::string problem;
  std::string example = Examples(Page("layouts")).at(0);
  example.pop_back();
  const auto layout = Layout::FromText(example, &problem);
  ASSERT_TRUE(layout) << problem;
  EXPECT_EQ(layout->ToText(), example);
  std::set<std::string> words;
  for (const std::string_view word : SplitWords(example)) {
    words.emplace(SplitKeyValue(word).key);
  }
  EXPECT_EQ(words, TableWords(Page("layouts")));
}

}  // namespace
}  // namespace fuse_dirents
