// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/browser/browser.h"

#include <string>

#include "base/files.h"
#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

constexpr char kPage[] = R"(<!doctype html>
<meta charset="utf-8">
<style>
  body { margin: 0; height: 1234px; background: #fff; }
  @media (prefers-color-scheme: dark) { body { background: #010203; } }
  p { margin: 0; }
  @media (max-width: 450px) { p { color: #f00; } }
</style>
<p>caf&eacute; &lt;</p>
)";

class BrowserTest : public testing::Test {
 protected:
  void SetUp() override {
    FUSE_DIRENTS_NEEDS_BROWSER();
    MustWriteFile(page_, kPage);
  }

  const TempDirectory directory_;
  const std::string page_ = directory_ / "page.html";
};

TEST_F(BrowserTest, ShowsAFileAtAWidthInAColourScheme) {
  constexpr char kScript[] = R"(
    return [window.innerWidth, document.querySelector('p').textContent,
            window.getComputedStyle(document.body).backgroundColor,
            window.getComputedStyle(document.querySelector('p')).color];
  )";
  EXPECT_EQ(Open({.file = page_, .width = 400, .script = kScript}),
            (nlohmann::json{400, "caf\u00e9 <", "rgb(255, 255, 255)",
                            "rgb(255, 0, 0)"}));
  EXPECT_EQ(
      Open({.file = page_, .width = 1400, .dark = true, .script = kScript}),
      (nlohmann::json{1400, "caf\u00e9 <", "rgb(1, 2, 3)", "rgb(0, 0, 0)"}));
}

TEST_F(BrowserTest, ScreenshotHasTheWholePage) {
  const std::string png = ScreenshotPath("page");
  Open({.file = page_, .width = 700, .screenshot = png});
  const ImageColours colours = ColoursOf({png})[0];
  EXPECT_EQ(colours.width, 700u);
  EXPECT_GE(colours.height, 1234u);
  EXPECT_LE(colours.height, 1236u);
  EXPECT_GT(colours.colours, 2u);
  EXPECT_GT(colours.commonest, 0.9);
  EXPECT_LT(colours.commonest, 1.0);
}

using BrowserDeathTest = BrowserTest;

TEST_F(BrowserDeathTest, ScriptThatThrowsIsAnError) {
  EXPECT_DEATH(Open({.file = page_, .script = "return nothing.at.all"}),
               "nothing is not defined");
}

}  // namespace
}  // namespace fuse_dirents
