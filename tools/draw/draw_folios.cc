// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>

#include "fmt/format.h"
#include "tools/draw/views.h"

namespace fuse_dirents {
namespace {

// The middle of longer arrays is left out.
constexpr size_t kFirstRows = 8, kLastRows = 8;
constexpr double kBar = 22, kLabel = 15, kGap = 7;
// Narrower records are drawn as one box with their neighbours.
constexpr double kNarrow = 6;

class FolioRow {
 public:
  FolioRow(const PlacedReply& reply, size_t index, size_t stop_at, double y,
           Svg* svg)
      : reply_(reply),
        index_(index),
        piece_(reply.pieces()[index]),
        stop_at_(stop_at),
        y_(y),
        per_byte_(kViewWidth / static_cast<double>(piece_.folio_bytes)),
        svg_(svg) {}

  void Draw() {
    svg_->Text(kViewLeft - 10, y_ + 15, piece_.Pages(), Ink::kText,
               Anchor::kEnd);
    const size_t desc_end = piece_.desc.offset + piece_.desc.length;
    svg_->Box(kViewLeft, y_, Width(piece_.desc.offset), kBar, Ink::kIdle);
    svg_->Box(kViewLeft + Width(desc_end), y_,
              Width(piece_.folio_bytes - desc_end), kBar, Ink::kIdle);
    Records();
    Rest(reply_.records().empty() ? 0 : reply_.records().back().end,
         reply_.nbytes(), Ink::kTrailing);
    Rest(reply_.nbytes(), reply_.size(), Ink::kCutOff);
    Rest(reply_.size(), reply_.desc_bytes(), Ink::kStale);
    for (size_t page = 1; page < (size_t{1} << piece_.folio.order); ++page) {
      const double x =
          kViewLeft + kViewWidth * static_cast<double>(page) /
                          static_cast<double>(1u << piece_.folio.order);
      svg_->Line(x, y_ - 3, x, y_ + kBar + 3, Ink::kMuted);
    }
    Straddles();
    NotRead();
  }

 private:
  double Width(size_t bytes) const {
    return static_cast<double>(bytes) * per_byte_;
  }
  // Of a position in the desc.
  double X(size_t at) const {
    return kViewLeft + Width(piece_.desc.offset + at - piece_.begin);
  }

  void Rest(size_t begin, size_t end, Ink ink) {
    begin = std::max(begin, piece_.begin);
    end = std::min(end, piece_.end);
    if (begin < end) svg_->Box(X(begin), y_, X(end) - X(begin), kBar, ink);
  }

  void Records() {
    size_t from = piece_.begin;  // Of the box that is not drawn yet.
    size_t to = from;
    const auto draw = [&] {
      Rest(from, to, Ink::kRecord);
      from = to;
    };
    for (size_t i = reply_.RecordAt(piece_.begin);
         i < reply_.records().size() && to < piece_.end; ++i) {
      const RecordFrame& record = reply_.records()[i];
      const bool narrow = Width(record.size()) < kNarrow;
      if (!narrow) draw();
      to = std::min(record.end, piece_.end);
      if (!narrow) draw();
    }
    draw();
  }

  void NotRead() {
    const size_t begin = std::max(stop_at_, piece_.begin);
    const size_t end = std::min(reply_.nbytes(), piece_.end);
    if (begin >= end) return;
    svg_->Box(X(begin), y_ + kBar - 5, X(end) - X(begin), 5, Ink::kStop);
  }

  void Straddles() {
    if (piece_.desc.length == 0) {
      svg_->Text(kViewLeft + kViewWidth / 2, y_ + kBar + 12, "empty desc",
                 Ink::kMuted, Anchor::kMiddle);
      return;
    }
    for (const Straddle& straddle : reply_.straddles()) {
      if (straddle.begin >= piece_.end || straddle.end <= piece_.begin) {
        continue;
      }
      const size_t begin = std::max(straddle.begin, piece_.begin);
      const size_t end = std::min(straddle.end, piece_.end);
      // Wide enough to be seen, and inside the bar.
      const double width = std::max(X(end) - X(begin), 3.0);
      const double x = std::min(X(begin), kViewLeft + kViewWidth - width);
      svg_->Box(x, y_, width, kBar, Ink::kStraddle);
      const bool enters = straddle.begin < piece_.begin;
      const bool leaves = straddle.end > piece_.end;
      const double below = y_ + kBar + 12;
      if (enters && leaves) {
        svg_->Text(kViewLeft + kViewWidth / 2, below,
                   fmt::format("record {} goes through", straddle.record),
                   Ink::kStraddle, Anchor::kMiddle);
      } else if (enters) {
        svg_->Text(kViewLeft, below,
                   fmt::format("record {} ends here", straddle.record),
                   Ink::kStraddle);
      } else {
        svg_->Text(kViewLeft + kViewWidth, below,
                   fmt::format("record {} goes on in {}", straddle.record,
                               reply_.pieces()[Next(straddle)].Pages()),
                   Ink::kStraddle, Anchor::kEnd);
      }
    }
  }

  // The piece that holds more of a record that leaves this one.
  size_t Next(const Straddle& straddle) const {
    size_t next = index_ + 1;
    while (next < straddle.last_piece &&
           reply_.pieces()[next].desc.length == 0) {
      ++next;
    }
    return next;
  }

  const PlacedReply& reply_;
  const size_t index_;
  const Piece& piece_;
  const size_t stop_at_;
  const double y_;
  const double per_byte_;
  Svg* const svg_;
};

}  // namespace

double DrawFolios(const PlacedReply& reply, const StopMark& stop, double y,
                  Svg* svg) {
  // The folio with the last byte of the reply and the one after it are drawn.
  const auto& pieces = reply.pieces();
  size_t end = 0;
  while (end < pieces.size() && pieces[end].begin < reply.size()) ++end;
  end = std::min(end + 1, pieces.size());
  const auto leave_out = [&](size_t count) {
    if (count == 0) return;
    svg->Text(kViewLeft, y + 12, fmt::format("... {} more folios ...", count),
              Ink::kMuted);
    y += 26;
  };
  for (size_t i = 0; i < end; ++i) {
    if (i == kFirstRows && end > kFirstRows + kLastRows) {
      leave_out(end - kFirstRows - kLastRows);
      i = end - kLastRows;
    }
    FolioRow(reply, i, stop.at, y, svg).Draw();
    y += kBar + kLabel + kGap;
  }
  leave_out(pieces.size() - end);
  return y;
}

}  // namespace fuse_dirents
