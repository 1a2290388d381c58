// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/draw/palette.h"

#include <cstddef>

#include "fmt/format.h"

namespace fuse_dirents {
namespace {

constexpr Swatch kPalette[] = {
    {Ink::kBackground, "bg", "", 0xffffff, 0x0d1117},
    {Ink::kText, "fg", "", 0x1f2328, 0xf0f6fc},
    {Ink::kMuted, "muted", "", 0x59636e, 0xa0a9b4},
    {Ink::kEdge, "edge", "", 0x6e7781, 0x8b949e},
    {Ink::kSeam, "seam", "seam", 0x1f2328, 0xf0f6fc},
    {Ink::kStraddle, "straddle", "straddles a seam", 0xb3001b, 0xff8a8a},
    {Ink::kStop, "stop", "not read", 0x0550ae, 0x79c0ff},
    {Ink::kRecord, "record", "record", 0xb6e3e9, 0x0f5a66},
    {Ink::kHeader, "header", "header", 0x9ec5fe, 0x1f4e8c},
    {Ink::kName, "name", "name", 0xa3e4a1, 0x195c2c},
    {Ink::kPadding, "padding", "padding", 0xdfe3e8, 0x444c56},
    {Ink::kEntryOut, "entryout", "entry_out", 0xd9c2ff, 0x5b3a99},
    {Ink::kTrailing, "trailing", "trailing", 0xffc9a3, 0x8a4510},
    {Ink::kCutOff, "cut", "cut off", 0xf7b2c4, 0x8c2a48},
    {Ink::kStale, "stale", "stale", 0xf0e08a, 0x655700},
    {Ink::kIdle, "idle", "not in the desc", 0xf6f8fa, 0x161b22},
};

std::string Rules(uint32_t Swatch::* colour) {
  std::string css;
  for (const Swatch& swatch : kPalette) {
    css += fmt::format(".{0}{{fill:#{1:06x}}}.{0}-line{{stroke:#{1:06x}}}\n",
                       swatch.css_class, swatch.*colour);
  }
  return css;
}

}  // namespace

std::span<const Swatch> Palette() { return kPalette; }

std::string_view ClassOf(Ink ink) {
  return kPalette[static_cast<size_t>(ink)].css_class;
}

std::string PaletteCss() {
  return Rules(&Swatch::light) + "@media (prefers-color-scheme: dark) {\n" +
         Rules(&Swatch::dark) + "}\n";
}

}  // namespace fuse_dirents
