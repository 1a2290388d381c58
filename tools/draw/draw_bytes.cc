// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"
#include "fmt/format.h"
#include "tools/draw/views.h"

namespace fuse_dirents {
namespace {

constexpr double kByte = kViewWidth / kBytesInLine;
// Bytes that are shown before and after what matters.
constexpr size_t kAround = kBytesInLine / 2;
// The middle of more lines is left out.
constexpr size_t kFirstLines = 18, kLastLines = 8;
constexpr double kLabel = 16, kBox = 24, kNotRead = 5, kNote = 14, kGap = 12;
constexpr size_t kNoteRows = 3;

struct Range {
  size_t begin, end;
};

// The lines to draw.
std::vector<Range> Lines(const PlacedReply& reply, size_t stop_at) {
  std::vector<Range> wanted;
  const auto want = [&](size_t at) {
    wanted.push_back({at - std::min(at, kAround),
                      std::min(at + kAround, reply.desc_bytes())});
  };
  want(kAround);
  for (const size_t seam : reply.seams()) want(seam);
  want(stop_at);
  want(reply.nbytes());
  want(reply.size());
  std::ranges::sort(wanted, {}, &Range::begin);
  std::vector<Range> merged;
  for (const Range& range : wanted) {
    if (merged.empty() || range.begin > merged.back().end) {
      merged.push_back(range);
    } else {
      merged.back().end = std::max(merged.back().end, range.end);
    }
  }
  std::vector<Range> lines;
  for (const Range& range : merged) {
    for (size_t at = range.begin; at < range.end; at += kBytesInLine) {
      lines.push_back({at, std::min(at + kBytesInLine, range.end)});
    }
  }
  return lines;
}

// One line of bytes.
class ByteLine {
 public:
  ByteLine(const PlacedReply& reply, Range line, double y, Svg* svg)
      : reply_(reply), line_(line), y_(y), svg_(svg) {}

  // Returns the lower edge.
  double Draw(const StopMark& stop, bool is_last) {
    svg_->Text(kViewLeft - 10, Top() + 16, fmt::format("byte {}", line_.begin),
               Ink::kMuted, Anchor::kEnd);
    for (const Part& part : reply_.PartsIn(line_.begin, line_.end)) {
      Draw(part);
    }
    const size_t begin = std::max(stop.at, line_.begin);
    const size_t end = std::min(reply_.nbytes(), line_.end);
    if (begin < end) {
      svg_->Box(X(begin), Bottom() + 2, X(end) - X(begin), kNotRead,
                Ink::kStop);
    }
    Straddles();
    Pieces();
    Mark(stop.at, is_last, stop.text, Ink::kStop);
    if (stop.at != reply_.nbytes()) {
      Mark(reply_.nbytes(), is_last, "end of the reply", Ink::kText);
    }
    return Bottom() + kNotRead + 4 + static_cast<double>(rows_) * kNote + kGap;
  }

 private:
  double Top() const { return y_ + kLabel; }
  double Bottom() const { return Top() + kBox; }
  double X(size_t at) const {
    return kViewLeft + static_cast<double>(at - line_.begin) * kByte;
  }

  void Draw(const Part& part) {
    const size_t begin = std::max(part.begin, line_.begin);
    const size_t end = std::min(part.end, line_.end);
    const double width = X(end) - X(begin);
    svg_->Box(X(begin), Top(), width, kBox, part.ink);
    if (part.ink == Ink::kPadding) return;
    const Range room = WidestRun({begin, end});
    svg_->Text(X(room.begin) + 3, Top() + 16,
               Fitted(Label(part, begin), X(room.end) - X(room.begin) - 6),
               Ink::kText, Anchor::kStart, "in-box");
  }

  // The longest run of `range` without a seam, which text would run over.
  Range WidestRun(Range range) const {
    Range widest = {range.begin, range.begin};
    for (size_t at = range.begin; at < range.end;) {
      const auto seam = std::ranges::upper_bound(reply_.seams(), at);
      const size_t end =
          seam == reply_.seams().end() ? range.end : std::min(*seam, range.end);
      if (end - at > widest.end - widest.begin) widest = {at, end};
      at = end;
    }
    return widest;
  }

  // What the box of a part says that begins at `begin` in this line.
  std::string Label(const Part& part, size_t begin) const {
    if (!part.record) return part.text;
    const std::string before = begin == part.begin ? "" : "..";
    if (part.ink == Ink::kName) return before + NameText(*part.record);
    std::string text = fmt::format("{}{}: ", before, *part.record);
    // A name that its box is too small for is said in the header.
    const std::string name = NameText(*part.record);
    const size_t namelen = reply_.records()[*part.record].namelen;
    const bool small =
        TextWidth(name) > static_cast<double>(namelen) * kByte - 4;
    if (part.ink == Ink::kHeader && small) text += '"' + name + "\" ";
    return text + part.text;
  }

  // The name as a quoted one is written, without the quotes.
  std::string NameText(size_t record) const {
    const std::string quoted = Quote(reply_.NameOf(record));
    return quoted.substr(1, quoted.size() - 2);
  }

  // The name of each page over its first byte, and the seams.
  void Pieces() {
    double free_from = 0;
    for (const Piece& piece : reply_.pieces()) {
      if (piece.end <= line_.begin || piece.begin >= line_.end ||
          piece.desc.length == 0) {
        continue;
      }
      const bool starts = piece.begin >= line_.begin;
      const double x = X(std::max(piece.begin, line_.begin));
      if (starts && piece.begin > 0) {
        svg_->Line(x, y_ + 1, x, Bottom() + kNotRead + 2, Ink::kSeam, 2.5);
      }
      std::string text = piece.Pages();
      if (starts && piece.desc.offset > 0) {
        text += fmt::format(" from its byte {}", piece.desc.offset);
      }
      const double room = X(std::min(piece.end, line_.end)) - x - 8;
      if (x < free_from || TextWidth(text) > room) continue;
      svg_->Text(x + 5, y_ + 11, text, Ink::kText, Anchor::kStart, "strong");
      free_from = x + 5 + TextWidth(text);
    }
  }

  void Straddles() {
    for (const Straddle& straddle : reply_.straddles()) {
      if (straddle.begin >= line_.end || straddle.end <= line_.begin) continue;
      const double from = X(std::max(straddle.begin, line_.begin));
      const double to = X(std::min(straddle.end, line_.end));
      svg_->Frame(from + 1, Top() + 1, to - from - 2, kBox - 2, Ink::kStraddle);
      Note(from, reply_.StraddleText(straddle), Ink::kStraddle);
    }
  }

  // A mark under byte `at`, if that is in this line.
  void Mark(size_t at, bool is_last, const std::string& text, Ink ink) {
    if (at < line_.begin || at > line_.end ||
        (at == line_.end && !is_last && at != reply_.desc_bytes())) {
      return;
    }
    svg_->Line(X(at), Top() - 4, X(at), Bottom() + kNotRead + 4, ink, 2.5);
    Note(X(at), text, ink);
  }

  // Text under the line, near `x`, in the first row where it is free.
  void Note(double x, const std::string& text, Ink ink) {
    const std::string fitted = Fitted(text, kViewWidth);
    const double right = kViewLeft + kViewWidth - TextWidth(fitted);
    x = std::min(x, right);
    for (size_t row = 0; row < kNoteRows; ++row) {
      if (x < used_[row]) continue;
      used_[row] = x + TextWidth(fitted) + 10;
      rows_ = std::max(rows_, row + 1);
      svg_->Text(x,
                 Bottom() + kNotRead + 4 + static_cast<double>(row + 1) * kNote,
                 fitted, ink);
      return;
    }
  }

  const PlacedReply& reply_;
  const Range line_;
  const double y_;
  Svg* const svg_;
  std::array<double, kNoteRows> used_ = {};
  size_t rows_ = 0;
};

}  // namespace

double DrawBytes(const PlacedReply& reply, const StopMark& stop, double y,
                 Svg* svg) {
  const std::vector<Range> lines = Lines(reply, stop.at);
  const auto leave_out = [&](size_t from, size_t to) {
    if (from >= to) return;
    svg->Text(kViewLeft, y + 12,
              fmt::format("... {} more bytes ...", to - from), Ink::kMuted);
    y += 30;
  };
  size_t at = 0;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (i == kFirstLines && lines.size() > kFirstLines + kLastLines) {
      i = lines.size() - kLastLines;
    }
    leave_out(at, lines[i].begin);
    y = ByteLine(reply, lines[i], y, svg).Draw(stop, i + 1 == lines.size());
    at = lines[i].end;
  }
  leave_out(at, reply.desc_bytes());
  return y;
}

}  // namespace fuse_dirents
