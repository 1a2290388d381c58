// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// Writes an SVG file: boxes, lines and text of known width.

#ifndef FUSE_DIRENTS_TOOLS_DRAW_SVG_H_
#define FUSE_DIRENTS_TOOLS_DRAW_SVG_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "tools/draw/palette.h"

namespace fuse_dirents {

enum class Anchor : uint8_t { kStart, kMiddle, kEnd };

// Lengths are in CSS pixels.
class Svg {
 public:
  explicit Svg(double width) : width_(width) {}

  // Empty boxes are left out.
  void Box(double x, double y, double width, double height, Ink fill);
  // A frame without a filling.
  void Frame(double x, double y, double width, double height, Ink ink);
  void Line(double x1, double y1, double x2, double y2, Ink ink,
            double thickness = 1);
  // One line of text with its baseline at `y`, of any bytes.
  void Text(double x, double y, std::string_view text, Ink ink = Ink::kText,
            Anchor anchor = Anchor::kStart, std::string_view css_class = "");

  // The document.  `title` is its name for screen readers.
  std::string Document(double height, std::string_view title) const;

  double width() const { return width_; }

 private:
  const double width_;
  std::string body_;
};

// Text is monospaced; this bounds the width of a character of any font for it.
inline constexpr double kCharWidth = 6.65;
inline constexpr double kFontSize = 11;

// Width of `text`, which is ASCII.
constexpr double TextWidth(std::string_view text) {
  return static_cast<double>(text.size()) * kCharWidth;
}

// The beginning of `text` that fits into `width`, ending in ".." where it was
// shortened; empty if too little fits to say anything.
std::string Fitted(std::string_view text, double width);

// Bytes as XML text: printable ASCII and entities.  Other bytes are \xHH.
std::string XmlText(std::string_view text);

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_DRAW_SVG_H_
