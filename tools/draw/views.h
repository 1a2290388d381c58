// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0
//
// The two views of a drawing.

#ifndef FUSE_DIRENTS_TOOLS_DRAW_VIEWS_H_
#define FUSE_DIRENTS_TOOLS_DRAW_VIEWS_H_

#include <cstddef>
#include <string>

#include "tools/draw/placed_reply.h"
#include "tools/draw/svg.h"

namespace fuse_dirents {

// Where reading stops.
struct StopMark {
  size_t at;         // In bytes of the reply.
  std::string text;  // Which client, and why.
};

// A view is kViewWidth wide and starts at kViewLeft.
inline constexpr double kViewLeft = 120, kViewWidth = 960;

// Each draws at `y` and returns where its lower edge is.

// Each folio as a bar, to scale.
double DrawFolios(const PlacedReply& reply, const StopMark& stop, double y,
                  Svg* svg);

// Lines of kBytesInLine bytes, with their fields.
double DrawBytes(const PlacedReply& reply, const StopMark& stop, double y,
                 Svg* svg);

inline constexpr size_t kBytesInLine = 128;

}  // namespace fuse_dirents

#endif  // FUSE_DIRENTS_TOOLS_DRAW_VIEWS_H_
