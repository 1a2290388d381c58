// Copyright 2026 The fuse-dirents Authors
// SPDX-License-Identifier: Apache-2.0

#include "readdir/hostile/hostile_memory.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/check.h"

namespace fuse_dirents {

void HostileMemory::ShowPiece(size_t i, std::string_view bytes) {
  std::unique_ptr<LinearView>& view = views_[i];
  if (view == nullptr || view->capacity() < bytes.size()) {
    view = std::make_unique<LinearView>(
        std::bit_ceil(std::max(bytes.size(), kHostPageSize)));
  }
  const ByteRun shown =
      view->Show(std::as_bytes(std::span(bytes.data(), bytes.size())));
  // The view owns the memory, and it is writable.
  pieces_[i] = {const_cast<std::byte*>(shown.data()), shown.size()};
  segments_[i] = {shown.data(), shown.size()};
}

void HostileMemory::Show(std::string_view reply, size_t split) {
  if (split == 0) split = reply.size();
  ShowPiece(0, reply.substr(0, split));
  ShowPiece(1, reply.substr(std::min(split, reply.size())));
}

void WriteToPieces(std::span<const std::span<std::byte>> pieces, size_t at,
                   std::string_view bytes) {
  for (const std::span<std::byte> piece : pieces) {
    if (bytes.empty()) break;
    if (at >= piece.size()) {
      at -= piece.size();
      continue;
    }
    const size_t here = std::min(piece.size() - at, bytes.size());
    std::memcpy(piece.data() + at, bytes.data(), here);
    bytes.remove_prefix(here);
    at = 0;
  }
  FUSE_DIRENTS_CHECK(bytes.empty() && "all of it is written");
}

}  // namespace fuse_dirents
