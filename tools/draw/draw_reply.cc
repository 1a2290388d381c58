// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "tools/draw/draw_reply.h"

#include <algorithm>
#include <memory>
#include <span>

#include "base/check.h"
#include "base/text.h"
#include "fmt/format.h"
#include "pagemap/laid_out_reply.h"
#include "tools/capture/fuse_protocol.h"
#include "tools/draw/placed_reply.h"
#include "tools/draw/svg.h"
#include "tools/draw/views.h"
#include "tools/explain/verdict.h"

namespace fuse_dirents {
namespace {

constexpr double kMargin = 20;
constexpr double kWidth = kViewLeft + kViewWidth + kMargin;
constexpr double kLine = 17;
// Straddling records that are named at the top.
constexpr size_t kMaxNamed = 4;

class Drawer {
 public:
  Drawer(std::string_view title, const LoadedReply& loaded,
         const PageArray& pages, const Profile& profile)
      : title_(title),
        loaded_(loaded),
        page_size_(pages.page_size()),
        reply_(loaded.format, loaded.reply, loaded.seen().size(), pages),
        verdict_(NumberedReply(loaded.format, loaded.seen(),
                               loaded.choices.plan, loaded.choices.start_off)
                     .VerdictOf(profile)) {}

  std::string Draw() {
    Paragraph(title_, "large");
    y_ += 4;
    Paragraph(
        fmt::format("{} reply of {} bytes, {} records, on pages of {} "
                    "bytes",
                    OpcodeName(loaded_.format), reply_.nbytes(),
                    reply_.records().size(), page_size_));
    const std::string choices = loaded_.choices.ToText();
    if (!choices.empty()) Paragraph("choices: " + choices);
    const std::string stop = StopText();
    Paragraph(stop);
    Paragraph(StraddlesText());
    Legend();
    const StopMark mark = {verdict_.stop_at, stop};
    y_ = DrawFolios(reply_, mark, y_ + 12, &svg_);
    y_ = DrawBytes(reply_, mark, y_ + 14, &svg_);
    const std::string document = svg_.Document(
        y_ + kMargin, fmt::format("{}: {}", title_, StraddlesText()));
    FUSE_DIRENTS_CHECK(document.size() <= kMaxDrawing);
    return document;
  }

 private:
  void Paragraph(std::string_view text, std::string_view css_class = "") {
    y_ += kLine;
    // Large text has fewer characters.
    const double room = (kWidth - 2 * kMargin) / (css_class.empty() ? 1 : 1.45);
    svg_.Text(kMargin, y_, Fitted(text, room), Ink::kText, Anchor::kStart,
              css_class);
  }

  std::string StopText() const {
    const std::string_view row = RowOf(verdict_.stop);
    return fmt::format(
        "{} {}, returns {}", verdict_.profile->name,
        verdict_.ended_full ? "stops as the caller's buffer is full"
        : row.empty()
            ? "reads to the end of the reply"
            : fmt::format("stops at byte {}: {}", verdict_.stop_at, row),
        ErrorText(verdict_.error));
  }

  std::string StraddlesText() const {
    const auto& straddles = reply_.straddles();
    if (straddles.empty()) return "no record straddles a seam";
    std::string text;
    for (size_t i = 0; i < std::min(straddles.size(), kMaxNamed); ++i) {
      text += fmt::format("{}record {} straddles {}", i == 0 ? "" : "; ",
                          straddles[i].record, reply_.PagesOf(straddles[i]));
    }
    if (straddles.size() > kMaxNamed) {
      text += fmt::format("; {} more", straddles.size() - kMaxNamed);
    }
    return text;
  }

  void Legend() {
    y_ += 14;
    double x = kMargin;
    for (const Swatch& swatch : Palette()) {
      if (swatch.legend.empty()) continue;
      svg_.Box(x, y_, 14, 14, swatch.ink);
      svg_.Text(x + 19, y_ + 11, swatch.legend);
      x += 19 + TextWidth(swatch.legend) + 16;
    }
    y_ += 22;
  }

  const std::string title_;
  const LoadedReply& loaded_;
  const size_t page_size_;
  const PlacedReply reply_;
  const Verdict verdict_;
  Svg svg_{kWidth};
  double y_ = 14;
};

}  // namespace

std::string DrawReply(std::string_view title, const LoadedReply& reply,
                      const PageArray& pages, const Profile& profile) {
  FUSE_DIRENTS_CHECK(profile.Supports(reply.format));
  return Drawer(title, reply, pages, profile).Draw();
}

std::string DrawOnPages(std::string_view title, const LoadedReply& reply,
                        size_t page_size, const Profile& profile) {
  if (page_size == 0) {
    const auto arena = std::make_unique<ReplyArena>();
    const LaidOutReply& laid_out =
        arena->Lay(std::as_bytes(std::span(reply.reply)), reply.choices.layout);
    return DrawReply(title, reply, laid_out.pages(), profile);
  }
  PageArray pages(page_size);
  for (uint32_t i = 0; i == 0 || i * page_size < reply.reply.size(); ++i) {
    pages.Append({i, 0}, {0, static_cast<uint32_t>(page_size)});
  }
  return DrawReply(title, reply, pages, profile);
}

}  // namespace fuse_dirents
