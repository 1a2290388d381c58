// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/draw/svg.h"

#include <algorithm>

#include "base/hex.h"
#include "base/text.h"
#include "fmt/format.h"

namespace fuse_dirents {
namespace {

// A length with at most one decimal.
std::string Px(double length) {
  std::string text = fmt::format("{:.1f}", length);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text;
}

}  // namespace

void Svg::Box(double x, double y, double width, double height, Ink fill) {
  if (width <= 0) return;
  body_ += fmt::format(
      "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" class=\"{} box\"/>\n",
      Px(x), Px(y), Px(width), Px(height), ClassOf(fill));
}

void Svg::Frame(double x, double y, double width, double height, Ink ink) {
  body_ += fmt::format(
      "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" "
      "class=\"{}-line frame\"/>\n",
      Px(x), Px(y), Px(width), Px(height), ClassOf(ink));
}

void Svg::Line(double x1, double y1, double x2, double y2, Ink ink,
               double thickness) {
  body_ += fmt::format(
      "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" class=\"{}-line\" "
      "stroke-width=\"{}\"/>\n",
      Px(x1), Px(y1), Px(x2), Px(y2), ClassOf(ink), Px(thickness));
}

void Svg::Text(double x, double y, std::string_view text, Ink ink,
               Anchor anchor, std::string_view css_class) {
  if (text.empty()) return;
  constexpr std::string_view kAnchors[] = {"", " middle", " end"};
  body_ += fmt::format("<text x=\"{}\" y=\"{}\" class=\"{}{}{}{}\">{}</text>\n",
                       Px(x), Px(y), ClassOf(ink),
                       kAnchors[static_cast<size_t>(anchor)],
                       css_class.empty() ? "" : " ", css_class, XmlText(text));
}

std::string Svg::Document(double height, std::string_view title) const {
  const std::string width = Px(width_), tall = Px(height);
  return fmt::format(
      R"(<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}" role="img">
<title>{2}</title>
<style>
text{{font:{3}px "DejaVu Sans Mono","Liberation Mono",Consolas,Menlo,monospace;white-space:pre}}
.large{{font-size:15px;font-weight:bold}}
.strong{{font-weight:bold}}
.middle{{text-anchor:middle}}
.end{{text-anchor:end}}
.box{{stroke-width:.6;stroke:#6e7781}}
.frame{{fill:none;stroke-width:2}}
{4}</style>
<rect width="{0}" height="{1}" class="bg"/>
{5}</svg>
)",
      width, tall, XmlText(title), kFontSize, PaletteCss(), body_);
}

std::string Fitted(std::string_view text, double width) {
  const auto fits = static_cast<size_t>(std::max(width, 0.0) / kCharWidth);
  if (text.size() <= fits) return std::string(text);
  if (fits < 4) return "";
  return std::string(text.substr(0, fits - 2)) + "..";
}

std::string XmlText(std::string_view text) {
  std::string xml;
  for (const char c : text) {
    if (AppendEntity(c, &xml)) continue;
    if (c >= 0x20 && c <= 0x7e) {
      xml += c;
    } else {
      xml += "\\x";
      AppendHex(static_cast<uint8_t>(c), &xml);
    }
  }
  return xml;
}

}  // namespace fuse_dirents
