// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The page and its JSON, from data that a test makes up.

#include "tools/report/page.h"

#include <string>
#include <string_view>

#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tools/report/report_data.h"
#include "tools/report/small_report.h"

namespace fuse_dirents {
namespace {

using Json = nlohmann::json;

size_t CountOf(const std::string& text, std::string_view part) {
  size_t count = 0;
  for (size_t at = 0; (at = text.find(part, at)) != text.npos; ++at) ++count;
  return count;
}

// The page of one section.
std::string SectionOf(const std::string& page, const std::string& id) {
  const size_t start = page.find("<section id=\"" + id + "\">");
  EXPECT_NE(start, page.npos) << id;
  return page.substr(start, page.find("</section>", start) - start);
}

// Calls `change` with each text of `json`.
template <typename Change>
void ForEachText(Json* json, Change change) {
  if (json->is_string()) {
    change(json);
  } else if (json->is_structured()) {
    for (Json& part : *json) ForEachText(&part, change);
  }
}

TEST(PageTest, JsonGivesTheSamePage) {
  const ReportData data = SmallReport();
  ReportData again;
  ASSERT_EQ(FromJson(ToJson(data), &again), "");
  EXPECT_EQ(ToJson(again), ToJson(data));
  EXPECT_EQ(PageHtml(again), PageHtml(data));
}

TEST(PageTest, TextIsNeverMarkup) {
  constexpr char kHostile[] = "<script>\"'&";
  Json json = Json::parse(ToJson(SmallReport()));
  size_t texts = 0;
  ForEachText(&json, [&](Json* text) {
    const std::string old = *text;
    // Where it says that something is there, what kind it is, or in hex.
    if (old.empty() || old == kFinding || old == kRegression ||
        old == kHistory || old.starts_with("dirent") ||
        old.starts_with("010")) {
      return;
    }
    *text = kHostile;
    ++texts;
  });
  EXPECT_GT(texts, 60u);
  ReportData data;
  ASSERT_EQ(FromJson(json.dump(), &data), "");
  const std::string page = PageHtml(data);
  EXPECT_EQ(CountOf(page, "<script"), 0u);
  EXPECT_EQ(CountOf(page, "\"'&"), 0u);
  EXPECT_GT(CountOf(page, "&lt;script&gt;&quot;&#39;&amp;"), 50u);
}

TEST(PageTest, EveryTextAndNumberOfTheDataIsShown) {
  const std::string page = PageHtml(SmallReport());
  for (const char* text : {"1.2.3",
                           "0123456789ab-dirty",
                           "quiet_fuzzer",
                           "20,000",
                           "10,000",
                           "finding: it differs",
                           "ERROR: no",
                           "3 files",
                           "-EINVAL",
                           "7 of 8",
                           "a/b.cc:1:1: F is never called",
                           "why",
                           "wrong_one",
                           "a.dirent",
                           "cuts, died",
                           "hidden_one",
                           "No reply shows it.",
                           "functions 97",
                           "1,000",
                           "Cannot run here: no.",
                           "edk2 c5",
                           "It leaked.",
                           "Linux, 0123",
                           "2026-11-26"}) {
    EXPECT_NE(page.find(text), page.npos) << text;
  }
}

TEST(PageTest, ASurvivorIsNamedBesideItsKiller) {
  const std::string section = SectionOf(PageHtml(SmallReport()), "mutants");
  EXPECT_NE(section.find("<code>hidden_one</code></td></tr>"), section.npos);
  EXPECT_EQ(CountOf(section, "title=\"corpus: survived\""), 1u);
  EXPECT_EQ(CountOf(section, "title=\"suite: untried\""), 1u);
  EXPECT_EQ(CountOf(section, ": killed\""), 2u);
}

TEST(PageTest, ASectionThatDidNotRunSaysWhy) {
  ReportData data = SmallReport();
  for (Origin* origin :
       {&data.campaign.origin, &data.corpus.origin, &data.coverage.origin,
        &data.mutants.origin, &data.oracle.origin, &data.replies.origin}) {
    EXPECT_EQ(PageHtml(data).find("no <reason>"), std::string::npos);
    *origin = {"", "no <reason>"};
    const std::string page = PageHtml(data);
    EXPECT_EQ(CountOf(page, "Not run: no &lt;reason&gt;"), 1u);
    EXPECT_EQ(CountOf(page, "<strong>not run</strong>"), 1u);
    *origin = {"", ""};
  }
}

TEST(PageTest, ItLoadsNothing) {
  const std::string page = PageHtml(SmallReport());
  for (const char* loads : {"http:", "https:", "url(", "@import", "<script",
                            "<img", "<iframe", "src="}) {
    EXPECT_EQ(page.find(loads), page.npos) << loads;
  }
}

TEST(ReportDataTest, WrongJsonIsOneLineAndChangesNothing) {
  const std::string good = ToJson(SmallReport());
  const auto wrong = [&](const char* pointer, const Json& value) {
    Json json = Json::parse(good);
    json[Json::json_pointer(pointer)] = value;
    return json.dump();
  };
  for (const std::string& text :
       {std::string(), std::string("{}"), std::string("[1,\n2"),
        good.substr(0, good.size() / 2), wrong("/version", 3),
        wrong("/campaign/targets/0/runs", "many"),
        wrong("/campaign/targets/0/growth/0", {1, 2}),
        wrong("/mutants/mutants/0/tries", Json::array()),
        wrong("/replies/replies/0/hex", "0"),
        wrong("/replies/replies/0/hex", "0x"),
        wrong("/replies/replies/0/format", "plus")}) {
    ReportData data;
    data.version = "kept";
    const std::string problem = FromJson(text, &data);
    EXPECT_NE(problem, "") << text.substr(0, 60);
    EXPECT_EQ(problem.find('\n'), problem.npos) << problem;
    EXPECT_EQ(data.version, "kept");
  }
}

}  // namespace
}  // namespace fuse_dirents
