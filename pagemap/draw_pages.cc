// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "pagemap/draw_pages.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

#include "base/check.h"

namespace fuse_dirents {
namespace {

constexpr size_t kCellsInRow = 4;
constexpr size_t kBarWidth = 16;  // Characters between '[' and ']'.
constexpr size_t kColumnWidth = 20;
// The middle of longer arrays is omitted.
constexpr size_t kHeadCells = 2 * kCellsInRow;
constexpr size_t kTailCells = 2 * kCellsInRow;

// One folio, in bytes.
struct Cell {
  Folio folio;
  FolioDesc desc;
  size_t pos;  // Of the desc's first byte in the reply.
  // Before the desc, reply, cut off, rest of the desc, after the desc.
  std::array<size_t, 5> parts;
};
constexpr char kPartSigns[] = {'.', '=', '-', '~', '.'};

std::vector<Cell> MakeCells(const PageArray& pages, size_t nbytes,
                            size_t size) {
  std::vector<Cell> cells;
  size_t pos = 0;
  for (size_t i = 0; i < pages.size(); ++i) {
    const FolioDesc desc = pages.descs()[i];
    const size_t seen =
        std::min<size_t>(nbytes - std::min(pos, nbytes), desc.length);
    const size_t stored =
        std::min<size_t>(size - std::min(pos, size), desc.length);
    cells.push_back({pages.folios()[i],
                     desc,
                     pos,
                     {desc.offset, seen, stored - seen, desc.length - stored,
                      pages.FolioBytes(i) - desc.offset - desc.length}});
    pos += desc.length;
  }
  return cells;
}

// Each part that has bytes takes at least one character.  The largest part
// takes the rest.
std::string Bar(const Cell& cell) {
  const size_t total =
      std::accumulate(cell.parts.begin(), cell.parts.end(), size_t{0});
  std::array<size_t, 5> widths{};
  size_t taken = 0;
  for (size_t i = 0; i < widths.size(); ++i) {
    if (cell.parts[i] == 0) continue;
    widths[i] = std::max<size_t>(1, cell.parts[i] * (kBarWidth - 4) / total);
    taken += widths[i];
  }
  const auto largest = std::ranges::max_element(cell.parts);
  widths[static_cast<size_t>(largest - cell.parts.begin())] +=
      kBarWidth - taken;
  std::string bar = "[";
  for (size_t i = 0; i < widths.size(); ++i) {
    if (widths[i] == 0) continue;
    if (bar.size() > 1) {
      bar += '|';
      --widths[i];
    }
    bar.append(widths[i], kPartSigns[i]);
  }
  return bar + "]";
}

std::string PagesText(const Folio& folio) {
  const std::string first = std::to_string(folio.first_page);
  if (folio.order == 0) return "page " + first;
  return "pages " + first + ".." +
         std::to_string(folio.first_page + (1u << folio.order) - 1);
}

std::string PlaceText(const Cell& cell) {
  if (cell.desc.length == 0) return "empty";
  if (cell.parts[1] > 0) return "reply " + std::to_string(cell.pos);
  return cell.parts[2] > 0 ? "cut off" : "stale";
}

void DrawRow(const Cell* cells, size_t count, std::string* out) {
  std::array<std::string, 4> lines;
  for (const Cell* cell = cells; cell != cells + count; ++cell) {
    const std::string texts[] = {PagesText(cell->folio), Bar(*cell),
                                 "desc " + std::to_string(cell->desc.offset) +
                                     "+" + std::to_string(cell->desc.length),
                                 PlaceText(*cell)};
    for (size_t i = 0; i < lines.size(); ++i) {
      std::string& line = lines[i];
      if (!line.empty()) {
        line.resize((line.size() / kColumnWidth + 1) * kColumnWidth, ' ');
      }
      line += texts[i];
    }
  }
  for (const std::string& line : lines) *out += line + '\n';
}

}  // namespace

std::string DrawPages(const PageArray& pages, size_t nbytes, size_t size) {
  FUSE_DIRENTS_CHECK(pages.size() > 0);
  const std::vector<Cell> cells = MakeCells(pages, nbytes, size);
  // The last folio with bytes of the reply, and the one after it, are always
  // drawn.
  size_t last = 0;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].parts[1] > 0) last = i;
  }
  const size_t tail_end = std::min(cells.size(), last + 2);
  size_t tail = tail_end - std::min(tail_end, kTailCells);

  std::string out = "pages of " + std::to_string(pages.page_size()) +
                    " bytes; = reply, - cut off, ~ stale, . not in the desc\n";
  const auto draw = [&](size_t from, size_t to) {
    for (; from < to; from += kCellsInRow) {
      if (from > 0) out += '\n';
      DrawRow(&cells[from], std::min(kCellsInRow, to - from), &out);
    }
  };
  const auto leave_out = [&out](size_t count) {
    if (count > 0) out += "... " + std::to_string(count) + " folios ...\n";
  };
  if (tail > kHeadCells) {
    draw(0, kHeadCells);
    leave_out(tail - kHeadCells);
  } else {
    tail = 0;
  }
  draw(tail, tail_end);
  leave_out(cells.size() - tail_end);
  out += "the reply ends at " + std::to_string(nbytes);
  const Cell& cell = cells[last];
  out += ", byte " + std::to_string(cell.desc.offset + cell.parts[1]) + " of " +
         PagesText(cell.folio);
  if (size > nbytes) out += "; " + std::to_string(size - nbytes) + " cut off";
  out += '\n';
  return out;
}

}  // namespace fuse_dirents
