// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Drawings in a browser, light and dark: text that fits, and a picture that is
// not blank.  The screenshots are among the test's undeclared outputs.

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/files.h"
#include "gtest/gtest.h"
#include "tools/browser/browser.h"
#include "tools/draw/drawings_for_test.h"
#include "tools/draw/svg.h"

namespace fuse_dirents {
namespace {

// Texts that leave the picture, that overlap another text, and that spill over
// the box that they are in.
constexpr char kScript[] = R"(
  const svg = document.documentElement;
  const texts = [...document.querySelectorAll('text')];
  const boxes = [...document.querySelectorAll('rect.box')]
      .map((rect) => rect.getBoundingClientRect());
  const places = texts.map((text) => text.getBoundingClientRect());
  const said = (i) => texts[i].textContent;
  const width = svg.viewBox.baseVal.width;
  const height = svg.viewBox.baseVal.height;
  const result = { root: svg.tagName, texts: texts.length, boxes: boxes.length,
                   background: window.getComputedStyle(
                       document.querySelector('.bg')).fill,
                   font: window.getComputedStyle(texts[0]).fontFamily,
                   outside: [], overlaps: [], spills: [] };
  places.forEach((a, i) => {
    if (a.left < 0 || a.top < 0 || a.right > width || a.bottom > height) {
      result.outside.push(said(i));
    }
    places.slice(i + 1).forEach((b, j) => {
      if (a.left < b.right && b.left < a.right && a.top + 2 < b.bottom - 2 &&
          b.top + 2 < a.bottom - 2) {
        result.overlaps.push(said(i) + ' | ' + said(i + 1 + j));
      }
    });
    if (texts[i].classList.contains('in-box') &&
        !boxes.some((box) => box.left <= a.left && a.right <= box.right &&
                             box.top <= a.top && a.bottom <= box.bottom)) {
      result.spills.push(said(i));
    }
  });
  return result;
)";

size_t HeightOf(const std::string& svg) {
  return std::strtoul(svg.c_str() + svg.find(" height=\"") + 9, nullptr, 10);
}

TEST(DrawBrowserTest, TextFitsAndPicturesAreNotBlank) {
  FUSE_DIRENTS_NEEDS_BROWSER();
  const TempDirectory directory;
  std::vector<std::string> pngs;
  for (const DrawingForTest& drawing : DrawingsForTest()) {
    std::string name(drawing.name);
    std::ranges::replace(name, ' ', '_');
    const std::string file = directory / (name + ".svg");
    const std::string svg = DrawingCalled(drawing.name);
    MustWriteFile(file, svg);
    for (const bool dark : {false, true}) {
      SCOPED_TRACE(name + (dark ? ", dark" : ", light"));
      const std::string png = ScreenshotPath(name + (dark ? "_dark" : ""));
      const nlohmann::json seen = Open({.file = file,
                                        .width = 1100,
                                        .dark = dark,
                                        .script = kScript,
                                        .screenshot = png,
                                        .height = HeightOf(svg)});
      EXPECT_EQ(seen["root"], "svg");
      EXPECT_GE(seen["texts"], 15);
      EXPECT_GE(seen["boxes"], 12);
      EXPECT_EQ(seen["background"],
                dark ? "rgb(13, 17, 23)" : "rgb(255, 255, 255)");
      EXPECT_EQ(seen["outside"], nlohmann::json::array());
      EXPECT_EQ(seen["overlaps"], nlohmann::json::array());
      EXPECT_EQ(seen["spills"], nlohmann::json::array());
      pngs.push_back(png);
    }
  }
  for (const ImageColours& colours : ColoursOf(pngs)) {
    EXPECT_EQ(colours.width, 1100u);
    EXPECT_GT(colours.colours, 20u);
    EXPECT_LT(colours.commonest, 0.97);
  }
}

// The script sees what is wrong with this one.
TEST(DrawBrowserTest, TextThatDoesNotFitIsFound) {
  FUSE_DIRENTS_NEEDS_BROWSER();
  Svg svg(300);
  svg.Box(10, 10, 40, 20, Ink::kName);
  svg.Text(12, 25, "more than the box holds", Ink::kText, Anchor::kStart,
           "in-box");
  svg.Text(20, 27, "over it");
  svg.Text(280, 60, "past the edge");
  const TempDirectory directory;
  MustWriteFile(directory / "bad.svg", svg.Document(100, "bad"));
  const nlohmann::json seen =
      Open({.file = directory / "bad.svg", .script = kScript});
  EXPECT_EQ(seen["spills"], (nlohmann::json{"more than the box holds"}));
  EXPECT_EQ(seen["overlaps"],
            (nlohmann::json{"more than the box holds | over it"}));
  EXPECT_EQ(seen["outside"], (nlohmann::json{"past the edge"}));
}

}  // namespace
}  // namespace fuse_dirents
