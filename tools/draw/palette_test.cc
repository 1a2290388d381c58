// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/draw/palette.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <set>

#include "gtest/gtest.h"

namespace fuse_dirents {
namespace {

// WCAG 2.2, "relative luminance".
double Luminance(uint32_t colour) {
  const auto channel = [&](unsigned shift) {
    const double value = static_cast<double>(colour >> shift & 0xff) / 255;
    return value <= 0.04045 ? value / 12.92
                            : std::pow((value + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0);
}

// WCAG 2.2, "contrast ratio": 1 to 21.
double Contrast(uint32_t a, uint32_t b) {
  const auto [darker, lighter] = std::minmax({Luminance(a), Luminance(b)});
  return (lighter + 0.05) / (darker + 0.05);
}

const Swatch& Of(Ink ink) { return Palette()[static_cast<size_t>(ink)]; }

TEST(PaletteTest, ContrastIsMeasuredAsInWcag) {
  EXPECT_NEAR(Contrast(0x000000, 0xffffff), 21, 1e-9);
  EXPECT_NEAR(Contrast(0x777777, 0xffffff), 4.48, 0.005);
}

TEST(PaletteTest, EveryInkIsInItsPlace) {
  std::set<std::string_view> classes;
  for (size_t i = 0; i < Palette().size(); ++i) {
    EXPECT_EQ(static_cast<size_t>(Palette()[i].ink), i);
    classes.insert(Palette()[i].css_class);
  }
  EXPECT_EQ(classes.size(), Palette().size());
  EXPECT_EQ(Palette().size(), static_cast<size_t>(Ink::kIdle) + 1);
}

// 4.5 for text (criterion 1.4.3), 3 for lines and marks (1.4.11).
TEST(PaletteTest, TextAndMarksStandOut) {
  for (const auto colour : {&Swatch::light, &Swatch::dark}) {
    const uint32_t background = Of(Ink::kBackground).*colour;
    for (const Ink ink :
         {Ink::kText, Ink::kMuted, Ink::kStraddle, Ink::kStop}) {
      EXPECT_GE(Contrast(Of(ink).*colour, background), 4.5) << ClassOf(ink);
    }
    for (const Ink ink : {Ink::kEdge, Ink::kSeam}) {
      EXPECT_GE(Contrast(Of(ink).*colour, background), 3) << ClassOf(ink);
    }
    for (size_t i = static_cast<size_t>(Ink::kRecord); i < Palette().size();
         ++i) {
      const Swatch& fill = Palette()[i];
      EXPECT_GE(Contrast(Of(Ink::kText).*colour, fill.*colour), 4.5)
          << fill.css_class;
      // The frame of a straddling record, a seam and the end of reading.
      for (const Ink mark : {Ink::kStraddle, Ink::kSeam, Ink::kStop}) {
        EXPECT_GE(Contrast(Of(mark).*colour, fill.*colour), 3)
            << ClassOf(mark) << " on " << fill.css_class;
      }
    }
  }
}

TEST(PaletteTest, FieldsAreDistinctColours) {
  for (const auto colour : {&Swatch::light, &Swatch::dark}) {
    std::set<uint32_t> colours;
    for (const Swatch& swatch : Palette()) {
      if (!swatch.legend.empty()) colours.insert(swatch.*colour);
    }
    EXPECT_EQ(colours.size(), 12u);
  }
}

}  // namespace
}  // namespace fuse_dirents
