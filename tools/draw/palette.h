// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The colours of a drawing, in light and in dark.

#ifndef FUSE_DIRENTS_TOOLS_DRAW_PALETTE_H_
#define FUSE_DIRENTS_TOOLS_DRAW_PALETTE_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace fuse_dirents {

// What a colour stands for.
enum class Ink : uint8_t {
  kBackground,
  kText,
  kMuted,     // Text of less weight.
  kEdge,      // The edges of boxes.
  kSeam,      // Between two descs.
  kStraddle,  // A record that straddles a seam.
  kStop,      // Where reading stops, and what is not read.
  kRecord,    // A whole record, where its fields are too small to draw.
  kHeader,
  kName,
  kPadding,
  kEntryOut,
  kTrailing,
  kCutOff,
  kStale,
  kIdle,  // Not in the desc.
};

struct Swatch {
  Ink ink;
  std::string_view css_class;
  std::string_view legend;  // Empty: not in the legend.
  uint32_t light, dark;     // 0xRRGGBB.
};

// Every ink once, in the order of Ink.
std::span<const Swatch> Palette();

std::string_view ClassOf(Ink ink);

// The style sheet: for each ink a class that fills and one, with "-line", that
// strokes.
std::string PaletteCss();

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_DRAW_PALETTE_H_
